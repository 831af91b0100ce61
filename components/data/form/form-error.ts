/** What the API says when it refuses: `{code, message, fields, current}`, wherever in the thrown value it stands. */
export interface FormError {
  code: string;
  message: string;
  /** A message for each field that is wrong. */
  fields: Readonly<Record<string, string>>;
  /** With code "conflict": the values as they stand on the server, by field, and the version to save over. */
  current: Readonly<Record<string, unknown>> | null;
}

const unreachable: FormError = {
  code: 'network',
  message: 'Gatehouse could not be reached. What you typed is kept: check the connection and try again.',
  fields: {},
  current: null,
};

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function asMessages(value: unknown): Record<string, string> {
  const messages = Object.entries(asRecord(value) ?? {}).map(([name, text]): [string, unknown] => [
    name,
    Array.isArray(text) ? text[0] : text,
  ]);
  return Object.fromEntries(messages.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/**
 * Reads a refusal out of whatever a call threw: an API error with its details beside the message or, as typed clients do,
 * under `details` or `data`, or a failed fetch. Codes are compared in lower case. Never throws.
 */
export function readFormError(thrown: unknown): FormError {
  const outer = asRecord(thrown);
  if (thrown instanceof TypeError || !outer) return unreachable;
  const inner = asRecord(outer.data) ?? asRecord(outer.details) ?? {};
  const pick = (name: string) => inner[name] ?? outer[name];
  const code = pick('code') ?? outer.code;
  const message = pick('message');
  if (typeof code !== 'string' && typeof message !== 'string') return unreachable;
  return {
    code: typeof code === 'string' ? code.toLowerCase() : 'internal',
    message: typeof message === 'string' && message ? message : 'It could not be saved. What you typed is kept: try again.',
    fields: asMessages(pick('fields')),
    current: asRecord(pick('current')),
  };
}
