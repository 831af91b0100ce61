import { describe, expect, it } from 'vitest';
import { measured } from '../fixtures/live-heap.ts';
import { generatedFile, refusalOf } from '../fixtures/streams.ts';
import { type Limits, limits } from '../rules.ts';
import type { Reading } from '../schema.ts';
import { readCsv } from './csv.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { readGatehouse } from './gatehouse.ts';
import { readSpdx } from './spdx.ts';

const mebi = 1024 * 1024;
const every = 4 * mebi;
/** The limits, scaled down so that a file of 20 MB stands to them as one of 300 MB to the real ones. */
const small: Limits = {
  ...limits,
  maxItemBytes: mebi,
  maxStringBytes: mebi,
  maxRowBytes: mebi,
  maxHeldBytes: mebi,
  maxHeldEdges: 15_000,
  maxManifestComponents: 1_000,
  maxManifestBytes: mebi,
  maxSummaryBytes: mebi,
};
const scaled = { limits: small };
/** What may be held beyond the start: a few times the largest thing kept, and far below the file. */
const mostHeld = 14 * mebi;
const text = 'x'.repeat(200);
const bomTail = '],"bomFormat":"CycloneDX","specVersion":"1.6"}';

async function counted(readings: AsyncIterable<Reading>) {
  const counts = { record: 0, rejected: 0, relation: 0, summary: 0 };
  let summary: unknown;
  for await (const reading of readings) {
    const kind = (['record', 'rejected', 'relation', 'summary'] as const).find((name) => name in reading);
    if (kind) counts[kind] += 1;
    if ('summary' in reading) summary = reading.summary;
  }
  return { ...counts, text: JSON.stringify(summary) };
}

describe('a file many times larger than what is held', { timeout: 120_000 }, () => {
  it('of 60,000 assets comes as records at once, with its lineage afterwards', async () => {
    const part = (index: number) =>
      `${index ? ',' : ''}{"type":"data","bom-ref":"d${index}","name":"Data ${index}","description":"${text}"}`;
    const tail = `],"dependencies":[{"ref":"d1","dependsOn":["d2"]},{"ref":"d59999","dependsOn":["d0","missing"]}${bomTail}`;
    const file = measured(generatedFile('{"components":[', 60_000, part, tail), every);
    const result = await counted(readCycloneDx(file.bytes, scaled));
    expect(result).toMatchObject({ record: 60_000, rejected: 0, relation: 2, summary: 1 });
    expect(file.read()).toBeGreaterThan(15 * mebi);
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('of 80,000 libraries is counted, and listed as far as there is room', async () => {
    const part = (index: number) =>
      `${index ? ',' : ''}{"type":"library","bom-ref":"l${index}","name":"lib-${index}","description":"${text}"}`;
    const file = measured(generatedFile('{"components":[', 80_000, part, bomTail), every);
    const result = await counted(readCycloneDx(file.bytes, scaled));
    expect(result).toMatchObject({ record: 0, summary: 1 });
    expect(result.text).toContain('79000 more components of type library');
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('of dependencies alone follows as many as there is room for', async () => {
    const part = (index: number) => `${index ? ',' : ''}{"ref":"from-${index}","dependsOn":["to-${index}"]}`;
    const file = measured(generatedFile('{"dependencies":[', 400_000, part, bomTail), every);
    const result = await counted(readCycloneDx(file.bytes, scaled));
    expect(result.text).toContain('385000 more dependencies were read and not followed.');
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('of SPDX elements of every name keeps no more than it may', async () => {
    const part = (index: number) => `${index ? ',' : ''}{"type":"Person${index}","spdxId":"p${index}","name":"${text}"}`;
    const head = '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[';
    const file = measured(generatedFile(head, 80_000, part, ',{"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1"}]}'), every);
    expect(await counted(readSpdx(file.bytes, scaled))).toMatchObject({ record: 0, summary: 1 });
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('of CSV rows keeps the keys alone', async () => {
    const mapping = {
      delimiter: ',' as const,
      columns: [
        { header: 'name', target: 'name' as const },
        { header: 'kind', target: 'kind' as const },
        { header: 'about', target: 'description' as const },
      ],
    };
    const file = measured(
      generatedFile('name,kind,about\n', 80_000, (index) => `Asset ${index % 50_000},model,${text}\n`, ''),
      every,
    );
    expect(await counted(readCsv(file.bytes, mapping, scaled))).toMatchObject({ record: 80_000, rejected: 0 });
    expect(file.peak()).toBeLessThan(mostHeld);
  });
});

describe('a file made to exhaust memory', { timeout: 120_000 }, () => {
  const endless = (head: string, part: string) =>
    measured(
      generatedFile(head, 64, () => part, ''),
      4 * mebi,
    );

  it.each([
    [
      'one endless text',
      '{"components":[{"name":"',
      'y'.repeat(mebi / 16),
      /a single text, number or stretch of white space is longer than 1 MB/,
    ],
    ['one endless key', '{"', 'y'.repeat(mebi / 16), /longer than 1 MB/],
    ['one endless number', '{"a":1', '1'.repeat(mebi / 16), /longer than 1 MB/],
    ['endless white space', '{"a":', ' '.repeat(mebi / 16), /longer than 1 MB/],
  ])('of %s is refused once that is clear', async (_name, head, part, message) => {
    const file = endless(head, part);
    expect(await refusalOf(readCycloneDx(file.bytes, scaled))).toMatch(message);
    expect(file.read()).toBeLessThan(3 * mebi);
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('of one endless component is rejected at that component, and the rest is read', async () => {
    const file = measured(
      generatedFile(
        '{"components":[{"properties":[0',
        20,
        () => ',"zzzzzzzzzzzzz"'.repeat(mebi / 16),
        `]},{"type":"data","name":"ok"}${bomTail}`,
      ),
      every,
    );
    expect(await counted(readCycloneDx(file.bytes, scaled))).toMatchObject({ record: 1, rejected: 1 });
    expect(file.read()).toBeGreaterThan(19 * mebi);
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('of one quote that never closes is refused', async () => {
    const mapping = {
      delimiter: ',' as const,
      columns: [
        { header: 'name', target: 'name' as const },
        { header: 'kind', target: 'kind' as const },
      ],
    };
    const file = measured(
      generatedFile('name,kind\na,model\n"', 64, () => 'a,model\n'.repeat(mebi / 8), ''),
      4 * mebi,
    );
    expect(await refusalOf(readCsv(file.bytes, mapping, scaled))).toMatch(/line 3: this row is longer than 1 MB; a quote/);
    expect(file.read()).toBeLessThan(3 * mebi);
    expect(file.peak()).toBeLessThan(mostHeld);
  });

  it('larger than the limit is refused as soon as it is', async () => {
    const file = endless('{"assets":[', '1,'.repeat(mebi / 32));
    expect(await refusalOf(readGatehouse(file.bytes, { limits: { ...limits, maxFileBytes: 2 * mebi } }))).toBe(
      'The file is larger than 2 MB, the most that is read.',
    );
    expect(file.read()).toBeLessThan(4 * mebi);
  });

  it('with more records than the limit is refused', async () => {
    const few = { ...limits, maxRecords: 2 };
    const bom = generatedFile('{"components":[', 3, (index) => `${index ? ',' : ''}{"type":"data","name":"d"}`, bomTail);
    expect(await refusalOf(readCycloneDx(bom, { limits: few }))).toMatch(/components\[2\]: the file holds more than 2 assets/);
    const mapping = {
      delimiter: ',' as const,
      columns: [{ header: 'name', target: 'name' as const }],
      defaults: { kind: 'model' as const },
    };
    expect(
      await refusalOf(
        readCsv(
          generatedFile('name\n', 3, (index) => `n${index}\n`, ''),
          mapping,
          { limits: few },
        ),
      ),
    ).toMatch(/line 4: the file holds more than 2 rows/);
  });
});
