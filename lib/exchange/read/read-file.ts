import type { ComponentMapping, CsvMapping, Limits } from '../rules.ts';
import type { Format, Reading } from '../schema.ts';
import { readCsv } from './csv.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { readGatehouse } from './gatehouse.ts';
import { readSpdx } from './spdx.ts';
import { UnreadableFile } from './unreadable-file.ts';

export type ReadOptions = { componentMapping?: ComponentMapping; csvMapping?: CsvMapping; document?: string; limits?: Limits };

/**
 * Reads a file of a known format (detect-format.ts) as a stream of readings, in bounded memory. CSV needs its mapping (csv-head.ts guesses
 * one). `document` identifies a bill of materials, so that generic names in two of them are two assets. Throws `UnreadableFile` where the file cannot be read on.
 */
export function readFile(format: Format, input: AsyncIterable<Uint8Array>, options: ReadOptions = {}): AsyncGenerator<Reading> {
  switch (format) {
    case 'cyclonedx':
      return readCycloneDx(input, options);
    case 'spdx':
      return readSpdx(input, options);
    case 'gatehouse':
      return readGatehouse(input, options);
    case 'csv':
      if (!options.csvMapping) throw new UnreadableFile('', 'A CSV is read by a mapping of its columns, and none was given.');
      return readCsv(input, options.csvMapping, options);
  }
}
