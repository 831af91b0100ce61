import { describe, expect, it } from 'vitest';
import { unguardCell } from '#lib/platform/csv.ts';
import { bytesOf, collect, plainAsset, recordsOf, rejectionsOf, streamOf, textOfStream } from '../fixtures/streams.ts';
import { readCsv } from '../read/csv.ts';
import { readCsvHead } from '../read/csv-head.ts';
import { writeCsv } from './csv.ts';
import { csvTemplate } from './csv-template.ts';

describe('the CSV export', () => {
  it('begins no cell with what a spreadsheet runs', async () => {
    for (const name of ['=cmd()', '+1', '-1', '@sum', '＝1', "'=1"]) {
      const text = await textOfStream(writeCsv(streamOf([{ ...plainAsset, name }]), { columns: ['name'] }));
      const cell = text.split('\r\n')[1] ?? '';
      expect(cell).toBe(`'${name}`);
      expect(unguardCell(cell)).toBe(name);
    }
  });

  it('keeps an apostrophe that guards nothing', () => {
    expect(unguardCell("'s-Hertogenbosch")).toBe("'s-Hertogenbosch");
  });

  it('quotes delimiters, quotes and line breaks', async () => {
    const text = await textOfStream(
      writeCsv(streamOf([{ ...plainAsset, name: 'a;b "c"', description: 'one\ntwo' }]), {
        columns: ['name', 'description'],
        delimiter: ';',
      }),
    );
    expect(text).toBe('Name;Description\r\n"a;b ""c""";"one\ntwo"\r\n');
  });

  it('holds the chosen columns in the chosen order, computed ones too', async () => {
    const text = await textOfStream(writeCsv(streamOf([plainAsset]), { columns: ['level', 'key', 'ownerName', 'teamName', 'updatedAt'] }));
    expect(text).toBe('Level,Key,Owner name,Team name,Changed\r\nhigh,fraud-scoring,Ada,Risk,2026-11-01T10:00:00.000Z\r\n');
  });
});

describe('the template', () => {
  it('is read without a question: every column found, one record of each kind, all of their relations inside it', async () => {
    const { mapping, guesses } = readCsvHead(new TextEncoder().encode(csvTemplate()));
    expect(guesses.filter((guess) => guess.confidence < 0.9)).toEqual([]);
    const readings = await collect(readCsv(bytesOf(csvTemplate()), mapping));
    expect(rejectionsOf(readings)).toEqual([]);
    const records = recordsOf(readings);
    expect(records.map((record) => record.kind).sort()).toEqual(['dataset', 'infrastructure', 'model', 'pipeline', 'repository']);
    const refs = records.map((record) => record.ref);
    expect(
      records.flatMap((record) => record.relations.map((relation) => relation.target)).filter((target) => !refs.includes(target)),
    ).toEqual([]);
  });
});
