/** What the command line prints: standard output belongs to the answer, everything else goes to standard error. */
import { stripVTControlCharacters } from 'node:util';

export type Column<Row> = { title: string; of: (row: Row) => string | number | null };

/** Text of others on one line, without anything that a terminal would act upon. */
export const plain = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
export const note = (text: string): void => void process.stderr.write(`${text}\n`);

export const printJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

/** Rows under their titles, in columns as wide as they need; an empty cell is a dash. */
export function printTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
  const cells = rows.map((row) => columns.map(({ of }) => plain(String(of(row) ?? '')) || '–'));
  const lines = [columns.map(({ title }) => title.toUpperCase()), ...cells];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => [...(line[at] ?? '')].length)));
  for (const line of lines)
    say(
      line
        .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd(),
    );
}

/** Facts of one thing, a line each. */
export function printFacts(facts: readonly (readonly [string, string | number | null])[]): void {
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) say(`${name.padEnd(width)}  ${plain(String(value ?? '')) || '–'}`);
}

/** How far long work is, on one line of a terminal; nothing where standard error is a file. */
export function progress(text: string | null): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text === null ? '' : plain(text)}`);
}
