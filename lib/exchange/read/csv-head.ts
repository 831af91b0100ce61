import { parse } from 'csv-parse/sync';
import { type CsvDelimiter, type CsvGuess, type CsvMapping, csvDelimiters, limits } from '../rules.ts';
import { guessMapping } from './csv-guess.ts';
import { UnreadableFile } from './unreadable-file.ts';

const sampleBytes = 64 * 1024;
const sampleRows = 50;
export const recordDelimiters = ['\r\n', '\n', '\r'];

export type CsvHead = { delimiter: CsvDelimiter; header: string[]; rows: string[][]; guesses: CsvGuess[]; mapping: CsvMapping };

/** The delimiter that gives the first lines the most columns and the most even ones; quoted text does not count. */
export function guessDelimiter(text: string): CsvDelimiter {
  const lines = text
    .replace(/"(?:[^"]|"")*("|$)/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  let best: CsvDelimiter = ',';
  let bestScore = 0;
  for (const delimiter of csvDelimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    const score = first * (counts.filter((count) => count === first).length / Math.max(counts.length, 1));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Looks at the first 64 KB of a CSV: delimiter, header, up to 50 rows, and a mapping guessed from them. Throws `UnreadableFile` for a file
 * without a header line or with more columns than are read.
 */
export function readCsvHead(head: Uint8Array): CsvHead {
  let text = new TextDecoder('utf-8').decode(head.subarray(0, sampleBytes));
  if (head.length >= sampleBytes) text = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1 || text.length);
  const delimiter = guessDelimiter(text);
  const options = { delimiter, record_delimiter: recordDelimiters, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  const rows: string[][] = [];
  try {
    rows.push(...parse(text, { ...options, to: sampleRows + 1 }));
  } catch {
    // A quote that opens here and closes behind the sample: the lines before it will do.
    rows.push(...parse(text.slice(0, text.indexOf('"')), { ...options, to: sampleRows + 1 }));
  }
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const header = filled.shift()?.map((cell) => cell.trim());
  if (!header || header.every((cell) => cell === '')) throw new UnreadableFile('line 1', 'a line of column names was expected');
  if (header.length > limits.maxColumns)
    throw new UnreadableFile('line 1', `holds ${header.length} columns; at most ${limits.maxColumns} are read`);
  const guesses = guessMapping(header, filled);
  return {
    delimiter,
    header,
    rows: filled,
    guesses,
    mapping: { delimiter, columns: guesses.map(({ header: name, target }) => ({ header: name, target })) },
  };
}
