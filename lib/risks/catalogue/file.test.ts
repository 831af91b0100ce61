import { expect, test } from 'vitest';
import { AppError } from '#lib/platform/errors.ts';
import { readOwnFile } from './changes/queries.ts';
import { builtInCatalogue } from './data.ts';
import { mostEntries } from './file.ts';
import { entriesOf, usualRiskSettings } from './rules.ts';

const standing = { ...entriesOf(builtInCatalogue(), true), settings: { ...usualRiskSettings, version: 0 } };
const threat = (key: string) => ({
  ...{ key, name: 'Own', summary: 'Own.', description: 'Own.', affects: ['integrity'], likelihood: 1 },
  ...{ applies: { model: ['develop'] }, references: [] as string[] },
});
const wrongOf = (file: object): unknown => {
  try {
    readOwnFile(JSON.stringify(file), standing);
    return null;
  } catch (error) {
    return error instanceof AppError ? error.details?.['fields'] : error;
  }
};

test('a file holds as many entries as people can keep, and no more', () => {
  const threats = (n: number) => Array.from({ length: n }, (_, at) => threat(`own-${at}`));
  expect(wrongOf({ threats: threats(mostEntries.threats) })).toBeNull();
  expect(wrongOf({ threats: threats(mostEntries.threats + 1) })).toEqual({ text: 'threats: At most 500 threats.' });
  const references = Array.from({ length: mostEntries.references + 1 }, (_, at) => `own:${at}`);
  expect(wrongOf({ threats: [{ ...threat('own'), references }] })).toEqual({ text: 'threats.0.references: At most 200 references.' });
});
