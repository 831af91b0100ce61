import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOf, collect, rejectionsOf } from '../fixtures/streams.ts';
import type { Format, Reading } from '../schema.ts';
import { detectFormat } from './detect-format.ts';
import { readFile } from './read-file.ts';

const folders = ['lib/exchange/fixtures/', '../shared/samples/cyclonedx/', '../shared/samples/spdx/'];
const files: [string, Format][] = [
  ['fraud-system-1.7.cdx.json', 'cyclonedx'],
  ['sorted-keys-1.5.cdx.json', 'cyclonedx'],
  ['credit-model.spdx.json', 'spdx'],
  ['aibomgen-mnist.json', 'cyclonedx'],
  ['valid-component-data-1.6.json', 'cyclonedx'],
  ['valid-machine-learning-1.5.json', 'cyclonedx'],
  ['valid-machine-learning-1.6.json', 'cyclonedx'],
  ['simplehtr-example.json', 'spdx'],
];
const present = files.flatMap(([name, format]) => {
  const path = folders.map((folder) => folder + name).find(existsSync);
  return path ? [{ name, format, path }] : [];
});

/** Members that say what kind of document or object this is and nothing about the inventory. */
const form: Record<Format, Set<string>> = {
  cyclonedx: new Set(['$schema', 'bomFormat']),
  spdx: new Set(['type', '@type']),
  csv: new Set(),
  gatehouse: new Set(),
};
/** Words that became the name of a member of ours: a file's size, and the algorithm in our spelling. */
const translated = new Map([
  ['size', 'files[].size'],
  ['sha256', 'SHA-256'],
]);

/** Every leaf of a JSON document with its path, but for `form`. */
function* leaves(value: unknown, path: string, format: Format): Generator<[string, string | number | boolean]> {
  if (value === null) return;
  if (typeof value !== 'object') {
    yield [path, value as string | number | boolean];
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (!form[format].has(key)) yield* leaves(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, format);
  }
}

/** All texts and numbers that a person can come across in what the readings hold. */
function visible(readings: Reading[]): { values: Set<string | number | boolean>; texts: string[] } {
  const values = new Set<string | number | boolean>();
  for (const reading of readings) {
    const { place: _place, ...rest } = reading;
    for (const [, value] of leaves(rest, '', 'csv')) values.add(value).add(String(value));
  }
  return { values, texts: [...values].filter((value) => typeof value === 'string') };
}

describe.each(present)('every fact of $name', { timeout: 60_000 }, ({ name, format, path }) => {
  it('is visible in a record, a relation or the summary', async () => {
    const bytes = readFileSync(path);
    expect(detectFormat(bytes, name)).toMatchObject({ format });
    const readings = await collect(readFile(format, bytesOf(bytes, 1000)));
    expect(rejectionsOf(readings)).toEqual([]);
    const { values, texts } = visible(readings);
    const all = [...leaves(JSON.parse(bytes.toString()), '', format)];
    expect(all.length).toBeGreaterThan(5);
    const lost = all.filter(
      ([, value]) =>
        !values.has(value) &&
        !translated.has(String(value)) &&
        !(typeof value === 'string' && texts.some((text) => text.includes(value.trim()))),
    );
    expect(lost).toEqual([]);
  });

  it('is read the same way twice, whatever the chunks', async () => {
    const bytes = readFileSync(path);
    const first = await collect(readFile(format, bytesOf(bytes, 333)));
    expect(await collect(readFile(format, bytesOf(bytes, 50_000)))).toEqual(first);
  });
});
