/** Several values in one query parameter: separated by commas; a comma or backslash within a value stands behind a backslash. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\\' && at + 1 < text.length) {
      at += 1;
      value += text.charAt(at);
    } else if (letter === ',') {
      values.push(value);
      value = '';
    } else value += letter;
  }
  values.push(value);
  return [...new Set(values.filter((each) => each !== ''))];
}

/** The reverse of splitValues. */
export const joinValues = (values: readonly string[]): string =>
  values.map((value) => value.replace(/[\\,]/g, (letter) => `\\${letter}`)).join(',');
