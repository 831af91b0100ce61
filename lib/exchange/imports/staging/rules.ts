/** Values as COPY's text form takes them, and JSON as jsonb takes it. */

/** What Postgres cannot hold in text: NUL, and half a character. */
const storable = (text: string) => (text.includes('\u0000') ? text.replaceAll('\u0000', '\uFFFD') : text).toWellFormed();

/** JSON that jsonb accepts: JSON.stringify writes what it refuses as escapes, and only those are replaced. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes('\\u')
    ? json.replace(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/gi, (found) => (found === '\\\\' ? found : '\\ufffd'))
    : json;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function cell(value: string | number | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  const text = storable(value);
  return /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (letter) => escapes[letter] ?? letter) : text;
}

export const copyLine = (values: readonly (string | number | null)[]): string => `${values.map(cell).join('\t')}\n`;
