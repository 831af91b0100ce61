import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvMapping, csvFields } from '../rules.ts';
import { ImportRecord } from '../schema.ts';
import { rowReader } from './csv-row.ts';

const mapping: CsvMapping = { delimiter: ',', columns: csvFields.map((field) => ({ header: field, target: field })) };
const read = rowReader(mapping);

const common = [
  '',
  ' ',
  'model',
  'Model',
  'dataset',
  'Prod',
  'High',
  '3',
  '6',
  '0',
  '-1',
  'internal',
  'PII',
  'public',
  'active',
  'retired',
  'file',
  'manual',
  'ada@example.com',
  'ada',
  'a;b',
  'a,b,,a',
];
const cell = fc.oneof(
  fc.constantFrom(
    ...common,
    'x'.repeat(121),
    'x'.repeat(201),
    'x'.repeat(255),
    'y'.repeat(2049),
    'z'.repeat(10_001),
    'a\u0007b',
    'line\nbreak',
    "'=1",
    '-lead',
    'ключ',
    '键-1',
    'a b',
    '🦊',
  ),
  fc.constantFrom(
    'trained_on:a',
    'trained_on:',
    'eats:a',
    '[{"relation":"stored_in","target":"t"}]',
    '[1]',
    '[{"label":"1"}]',
    '[{"label":""}]',
    '["t1","t2"]',
    '[',
    'pkg:pypi/x@1',
  ),
  fc.string({ maxLength: 30, unit: 'grapheme' }),
);
const goodCells: Record<(typeof csvFields)[number], string> = {
  key: 'k',
  name: 'n',
  kind: 'model',
  team: '',
  owner: '',
  stage: '',
  criticality: '',
  exposure: '',
  dataClass: '',
  tags: '',
  status: '',
  description: '',
  origin: '',
  originRef: '',
  version: '',
  location: '',
  purl: '',
  relations: '',
  versions: '',
};

describe('a row checked by hand', { timeout: 60_000 }, () => {
  it('that is accepted keeps to the schema and is not changed by it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...csvFields), cell), { maxLength: 8 }), (changes) => {
        const cells = { ...goodCells, ...Object.fromEntries(changes) };
        const row = read(csvFields.map((field) => cells[field]));
        if ('rejected' in row) return;
        const record = { ...row.record, ref: 'r', key: row.record.key || 'k' };
        expect(ImportRecord.parse(record)).toEqual(record);
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses what the schema refuses of the fields that are taken as they are', () => {
    const plain = ['key', 'name', 'description', 'version', 'location', 'purl', 'originRef', 'team'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...plain), cell, (field, text) => {
        const trimmed = text.trim();
        fc.pre(trimmed !== '' && !trimmed.startsWith("'"));
        const row = read(csvFields.map((name) => (name === field ? text : goodCells[name])));
        const inVersion = field === 'version' || field === 'location' || field === 'purl';
        const version = { label: 'v', ...(inVersion ? { [field === 'version' ? 'label' : field]: trimmed } : {}) };
        const record = { ref: 'r', kind: 'model', key: 'k', name: 'n', versions: [version], ...(inVersion ? {} : { [field]: trimmed }) };
        // Control characters in a label or team are refused here and would only be ugly there.
        fc.pre(!/\p{Cc}/u.test(trimmed));
        expect('record' in row).toBe(ImportRecord.safeParse(record).success);
      }),
      { numRuns: 2000 },
    );
  });

  it('names every wrong column at once, with what was expected', () => {
    const row = read(csvFields.map((field) => ({ ...goodCells, kind: 'modle', criticality: '9', owner: 'Ada', key: 'a b' })[field]));
    expect(row).toEqual({
      rejected:
        'key: "a b" where letters, digits and . _ / : @ + - only, starting with a letter or digit was expected; ' +
        'kind: "modle" where one of dataset, model, pipeline, infrastructure, repository was expected; ' +
        'owner: "Ada" where a mail address was expected; ' +
        'criticality: "9" where a number from 1 to 5, or a word such as High was expected',
    });
  });

  it('notes what it interpreted, and nothing else', () => {
    const cells = {
      ...goodCells,
      kind: 'Training data',
      stage: 'prod',
      criticality: 'High',
      dataClass: 'PII',
      exposure: 'Internal',
      status: 'Active',
    };
    const row = read(csvFields.map((field) => cells[field]));
    expect(row).toMatchObject({
      record: { kind: 'dataset', stage: 'monitor', criticality: 4, dataClass: 'confidential', exposure: 'internal', status: 'active' },
    });
    expect('notes' in row && row.notes).toEqual([
      'kind: "Training data" is taken as dataset.',
      'stage: "prod" is taken as monitor.',
      'criticality: "High" is taken as 4.',
      'dataClass: "PII" is taken as confidential.',
    ]);
  });

  it('keeps columns without a field in the metadata, where that was chosen', () => {
    const reader = rowReader({
      delimiter: ',',
      columns: [
        { header: 'name', target: 'name' },
        { header: 'Vendor', target: 'metadata' },
        { header: 'x', target: 'ignore' },
      ],
      defaults: { kind: 'model' },
    });
    expect(reader(['A', 'Acme', 'y'])).toMatchObject({
      record: { kind: 'model', versions: [{ label: 'unversioned', metadata: { columns: { Vendor: 'Acme' } } }] },
      keyTold: false,
    });
    expect(reader(['A', '', 'y'])).toMatchObject({ record: { versions: [] } });
  });
});
