/** What keeps the command line from an answer, in a sentence for whoever runs it. */

/** 0: done, or the answer is yes. 1: the answer is no. 2: it could not be asked. */
export type ExitCode = 0 | 1 | 2;

/** Nothing came of it; the message says what to do. Ends with exit code 2. */
export class Failure extends Error {}

/** Gatehouse answered and said no. `retryAfter` in seconds, where it told. */
export class Refusal extends Failure {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly retryAfter: number | null;

  constructor(status: number, code: string, message: string, fields: Record<string, string>, retryAfter: number | null) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

const ways: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ETIMEDOUT: 'it took too long',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not of an authority known here; name yours with --ca-file',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not of an authority known here; name yours with --ca-file',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not of an authority known here; name yours with --ca-file',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The sentence for a server that could not be reached. */
export function unreachable(server: string, error: unknown): Failure {
  const why = ways[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
  return new Failure(`${server} cannot be reached: ${why}.`);
}

/** The sentence for whatever stopped a command; fields that were wrong stand on lines of their own. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) {
    const fields = Object.entries(error.fields).map(([field, message]) => `${field}: ${message}`);
    const own = Object.values(error.fields).includes(error.message) ? [] : [error.message];
    return [...own, ...fields].join('\n');
  }
  if (error instanceof Failure) return error.message;
  const path = error instanceof Error && 'path' in error ? ` (${error.path})` : '';
  if (codeOf(error) === 'ENOENT') return `There is no such file${path}.`;
  if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return `Not allowed to use this file${path}.`;
  if (codeOf(error) === 'ENOSPC') return `The disk is full${path}. Nothing was left half written.`;
  return error instanceof Error ? error.message : String(error);
}
