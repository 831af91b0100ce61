/** One line of a CSV as a spreadsheet opens it safely. */

/** What a spreadsheet would run as a formula, also behind its full-width twins. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Cells to a line ended by CR LF; one that would be run as a formula is begun with an apostrophe. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(text: string): string {
  const guarded = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
