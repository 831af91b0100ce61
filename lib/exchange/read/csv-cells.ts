/** What a spreadsheet would run as a formula, also behind its full-width twins. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** Puts an apostrophe before a cell that a spreadsheet would run; `unguardCell` takes it off again, exactly. */
export function guardCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

export function unguardCell(text: string): string {
  return text.charCodeAt(0) === 39 && guarded.test(text) ? text.slice(1) : text;
}
