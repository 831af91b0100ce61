import { type CsvError, type Parser, parse } from 'csv-parse';
import { type CsvMapping, limits as defaultLimits, type Limits, missingInMapping } from '../rules.ts';
import type { Reading } from '../schema.ts';
import { recordDelimiters } from './csv-head.ts';
import { type CsvRow, rowReader } from './csv-row.ts';
import { shorten } from './facts.ts';
import { guardedBytes } from './guarded-bytes.ts';
import { SeenKeys } from './seen-keys.ts';
import { keyNotes, UniqueKeys } from './unique-keys.ts';
import { readableBytes, UnreadableFile } from './unreadable-file.ts';

/**
 * Reads a CSV by its mapping, row by row. Lines may end in any of the three ways, mixed; a quoted cell may hold line breaks. A row that is wrong is
 * rejected with its line and every column concerned. Throws `UnreadableFile` for a file that is not UTF-8, whose header is not the mapping's, with a quote
 * never closed or a row over `maxRowBytes`. Rows repeat no key: a second one is rejected with the line of the first.
 */
export async function* readCsv(
  input: AsyncIterable<Uint8Array>,
  mapping: CsvMapping,
  options: { limits?: Limits } = {},
): AsyncGenerator<Reading> {
  const limits = options.limits ?? defaultLimits;
  const missing = missingInMapping(mapping);
  if (missing.length > 0) throw new UnreadableFile('line 1', `no column is chosen for ${missing.join(' and ')}`);
  const rows = new CsvRows(mapping, limits);
  const parser = parse({
    delimiter: mapping.delimiter,
    record_delimiter: recordDelimiters,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.maxRowBytes,
    on_record: (cells: string[], { lines }) => {
      rows.row(cells, lines);
      return null;
    },
  });
  // Whoever wrote hears of an error first (feed); an error event that nobody hears would end the process.
  parser.on('error', () => undefined);
  // Every row is taken in on_record, so the stream itself gives nothing; flowing lets it end.
  parser.resume();
  try {
    for await (const { bytes } of guardedBytes(input, limits.maxFileBytes)) {
      await feed(parser, bytes);
      yield* rows.take();
    }
    await feed(parser, null);
  } catch (error) {
    throw isCsvError(error) ? unreadable(error, rows.line + 1, limits) : error;
  } finally {
    parser.destroy();
  }
  yield* rows.take();
  yield rows.summary();
}

/** Ends when the parser has taken the bytes (null ends the file); throws what it throws. */
function feed(parser: Parser, bytes: Uint8Array | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    if (bytes === null) parser.end(done);
    else parser.write(bytes, done);
  });
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
}

function unreadable(error: CsvError, line: number, limits: Limits): UnreadableFile {
  const place = `line ${line}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new UnreadableFile(place, 'a quote (") is opened here and never closed; the file may be cut off');
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UnreadableFile(
      place,
      `this row is longer than ${readableBytes(limits.maxRowBytes)}; a quote (") may be open that is never closed`,
    );
  }
  return new UnreadableFile(place, error.message);
}

const lineBreak = /\r\n|\n|\r/g;

class CsvRows {
  readonly #mapping: CsvMapping;
  readonly #limits: Limits;
  readonly #read: (cells: string[]) => CsvRow;
  readonly #keys = new UniqueKeys();
  readonly #lines = new SeenKeys();
  #readings: Reading[] = [];
  #header = false;
  #counts = { records: 0, rejected: 0, components: 0, relations: 0 };
  #parserLine = 0;
  /** Where the last row ended. */
  line = 0;

  constructor(mapping: CsvMapping, limits: Limits) {
    this.#mapping = mapping;
    this.#limits = limits;
    this.#read = rowReader(mapping);
  }

  take(): Reading[] {
    const readings = this.#readings;
    this.#readings = [];
    return readings;
  }

  row(cells: string[], parserLine: number): void {
    // The parser counts CR LF inside quotes as two lines, so that its count serves only to tell that there is none.
    const inside = parserLine - this.#parserLine > 1 ? cells.reduce((count, cell) => count + (cell.match(lineBreak)?.length ?? 0), 0) : 0;
    const start = this.line + 1;
    this.#parserLine = parserLine;
    this.line += 1 + inside;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (!this.#header) {
      this.#checkHeader(cells);
      return;
    }
    const place = `line ${start}`;
    if (this.#counts.records + this.#counts.rejected >= this.#limits.maxRecords)
      throw new UnreadableFile(place, `the file holds more than ${this.#limits.maxRecords} rows`);
    const row = this.#read(cells);
    const reading: Reading = 'rejected' in row ? { place, rejected: row.rejected } : this.#named(row, place, start);
    if ('rejected' in reading) this.#counts.rejected += 1;
    else this.#counts.records += 1;
    this.#readings.push(reading);
  }

  #named({ record, notes, keyTold }: Extract<CsvRow, { record: unknown }>, place: string, line: number): Reading {
    if (!keyTold) record.key = this.#keys.take(record.versions[0]?.purl, record.name);
    record.ref = record.team === undefined ? record.key : `${record.team}/${record.key}`;
    const earlier = this.#lines.get(record.ref);
    if (earlier !== undefined) return { place, rejected: `key: "${shorten(record.key, 80)}" is already that of line ${earlier}` };
    this.#lines.set(record.ref, line);
    if (keyTold) {
      const key = this.#keys.unique(record.key);
      notes.push(...keyNotes(record.key, key));
      record.key = key;
    }
    this.#counts.relations += record.relations.length;
    return { place, record, notes };
  }

  #checkHeader(cells: string[]): void {
    const header = cells.map((cell) => cell.trim());
    const differing = this.#mapping.columns.findIndex((column, index) => column.header !== header[index]);
    if (header.length !== this.#mapping.columns.length || differing !== -1) {
      const seen = shorten(header.join(', '), 200);
      throw new UnreadableFile('line 1', `the columns (${seen}) are not those the mapping was made for`);
    }
    this.#header = true;
  }

  summary(): Reading {
    if (!this.#header) throw new UnreadableFile('line 1', 'a line of column names was expected');
    const ignored = this.#mapping.columns.filter((column) => column.target === 'ignore').map((column) => column.header);
    const notes = ignored.length > 0 ? [`Columns left out: ${ignored.join(', ')}.`] : [];
    return {
      place: 'line 1',
      summary: {
        format: 'csv',
        version: null,
        facts: { columns: this.#mapping.columns.map((column) => column.header) },
        notes,
        counts: this.#counts,
      },
    };
  }
}
