import { describe, expect, it } from 'vitest';
import { bytesOf, collect, generatedFile, recordsOf, refusalOf, rejectionsOf, summaryOf } from '../fixtures/streams.ts';
import type { CsvMapping } from '../rules.ts';
import { readCsv } from './csv.ts';
import { guessDelimiter, readCsvHead } from './csv-head.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const read = async (text: string, chunk?: number) => collect(readCsv(bytesOf(text, chunk), readCsvHead(encode(text)).mapping));

describe('reading a CSV', { timeout: 60_000 }, () => {
  it.each([1, 2, 7, 65_536])('copes with a mark, mixed line ends and quoted line breaks in chunks of %i', async (chunk) => {
    const text = '\ufeffName;Kind;Description\r\n"Fraud ""x""";model;"one\ntwo\r\nthree"\nCards;dataset;\r\r\nChurn;model;ü\r\n';
    const readings = await read(text, chunk);
    expect(rejectionsOf(readings)).toEqual([]);
    expect(recordsOf(readings).map((record) => [record.key, record.name, record.kind, record.description])).toEqual([
      ['fraud-x', 'Fraud "x"', 'model', 'one\ntwo\r\nthree'],
      ['cards', 'Cards', 'dataset', undefined],
      ['churn', 'Churn', 'model', 'ü'],
    ]);
    expect(readings.map((reading) => reading.place)).toEqual(['line 2', 'line 5', 'line 7', 'line 1']);
  });

  it('rejects a bad row with its line and reads on', async () => {
    const readings = await read(
      'Key,Name,Kind\na,A,model\nb,B\nc,"C\nC",model\nd,D,modle\n,,\na,again,model\ne,E,model,extra\nf,F,model,\n',
    );
    expect(rejectionsOf(readings)).toEqual([
      'line 3: holds 2 cells where the header has 3',
      'line 4: Name: "C\nC" where text without line breaks and control characters was expected',
      'line 6: Kind: "modle" where one of dataset, model, pipeline, infrastructure, repository was expected',
      'line 8: key: "a" is already that of line 2',
      'line 9: holds 4 cells where the header has 3',
    ]);
    expect(recordsOf(readings).map((record) => record.key)).toEqual(['a', 'f']);
    expect(summaryOf(readings).counts).toEqual({ records: 2, rejected: 5, components: 0, relations: 0 });
  });

  it('makes keys from names, the same ones each time', async () => {
    const text = 'Name,Kind\nFraud model,model\nFraud Model,model\nfraud-model-2,model\n/data/x/train.csv,dataset\n';
    const keys = recordsOf(await read(text)).map((record) => record.key);
    expect(keys).toEqual(['fraud-model', 'fraud-model-2', 'fraud-model-2-2', 'train.csv']);
    expect(recordsOf(await read(text, 3)).map((record) => record.key)).toEqual(keys);
  });

  it('keeps apart what two teams call the same', async () => {
    const readings = await read('Key,Name,Kind,Team\na,A,model,risk\na,A,model,cards\n');
    expect(recordsOf(readings).map((record) => [record.ref, record.key])).toEqual([
      ['risk/a', 'a'],
      ['cards/a', 'a-2'],
    ]);
    expect(readings[1]).toMatchObject({ notes: ['The key "a" belongs to another asset of this file; this one gets "a-2".'] });
  });

  it('keeps stray quotes inside a cell', async () => {
    expect(recordsOf(await read('Name,Kind\n5" disk,model\n')).map((record) => record.name)).toEqual(['5" disk']);
  });

  it.each([
    ['Name,Kind\nA,model\n"B,model\nC,model\n', 'line 3: a quote (") is opened here and never closed; the file may be cut off'],
    ['Name\nA\n', 'line 1: no column is chosen for kind'],
  ])('refuses %j', async (text, message) => {
    expect(await refusalOf(readCsv(bytesOf(text), readCsvHead(encode(text)).mapping))).toBe(message);
  });

  it('refuses text in another encoding, with its line', async () => {
    const bytes = Buffer.from('Name,Kind\nA,model\nCaf\xe9,model\n', 'latin1');
    expect(await refusalOf(readCsv(bytesOf(bytes, 5), readCsvHead(encode('Name,Kind\n')).mapping))).toMatch(
      /^line 3: holds bytes that are not UTF-8/,
    );
  });

  it("refuses a file whose columns are not the mapping's", async () => {
    const { mapping } = readCsvHead(encode('Name,Kind\n'));
    expect(await refusalOf(readCsv(bytesOf('Kind,Name\nmodel,A\n'), mapping))).toBe(
      'line 1: the columns (Kind, Name) are not those the mapping was made for',
    );
  });

  it('takes less than 50 µs of the processor for a row', async () => {
    const columns = ['name', 'kind', 'key', 'owner', 'stage', 'criticality', 'exposure', 'dataClass', 'tags', 'description'] as const;
    const mapping: CsvMapping = { delimiter: ',', columns: columns.map((target) => ({ header: target, target })) };
    const row = (index: number) =>
      `Fraud ${index},model,fraud-${index},ada@example.com,deploy,4,internal,confidential,a;b,Scores payments ${index}\n`;
    const started = process.threadCpuUsage();
    const readings = await collect(readCsv(generatedFile(`${columns.join(',')}\n`, 50_000, row, ''), mapping));
    expect(readings).toHaveLength(50_001);
    const { user, system } = process.threadCpuUsage(started);
    expect((user + system) / 50_000).toBeLessThan(50);
  });
});

describe('the head of a CSV', () => {
  it('tells the delimiter, with delimiters in quotes and in text', () => {
    expect(guessDelimiter('a;b;c\n"x,y,z,w";1,2;3\n')).toBe(';');
    expect(guessDelimiter('a\tb\n1,2\t3\n')).toBe('\t');
    expect(guessDelimiter('a|b|c\n1|2|3\n')).toBe('|');
    expect(guessDelimiter('single\n')).toBe(',');
  });

  it("finds the columns of other people's inventories", () => {
    const { mapping, guesses } = readCsvHead(
      encode(
        'Asset name,asset_type,Owner email,Environment,Business criticality,Classification,Labels,Asset ID,Notes,Level,Budget\nFraud,Model,ada@example.com,Prod,High,PII,"a, b",A-1,hi,high,7\n',
      ),
    );
    expect(mapping.columns.map((column) => column.target)).toEqual([
      'name',
      'kind',
      'owner',
      'stage',
      'criticality',
      'dataClass',
      'tags',
      'key',
      'description',
      'ignore',
      'ignore',
    ]);
    expect(guesses[9]).toEqual({ header: 'Level', target: 'ignore', confidence: 1, why: 'Gatehouse computes this itself.' });
  });

  it('believes the values before the header', () => {
    const { mapping } = readCsvHead(encode('Name,Type,Kind,Owner\nA,SKU-1,model,Fraud team\nB,SKU-2,dataset,Data team\n'));
    expect(mapping.columns.map((column) => column.target)).toEqual(['name', 'ignore', 'kind', 'ignore']);
  });

  it('gives each field to one column', () => {
    const targets = readCsvHead(encode('Name,Title,Asset name,Kind\n')).mapping.columns.map((column) => column.target);
    expect(targets).toEqual(['name', 'ignore', 'ignore', 'kind']);
  });
});
