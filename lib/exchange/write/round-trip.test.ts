import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventory } from '../fixtures/arbitrary-assets.ts';
import { bytesOf, collect, recordsOf, rejectionsOf, streamOf, textOfStream } from '../fixtures/streams.ts';
import { readCsv } from '../read/csv.ts';
import { readCsvHead } from '../read/csv-head.ts';
import { readCycloneDx } from '../read/cyclonedx.ts';
import { readGatehouse } from '../read/gatehouse.ts';
import type { ExportAsset, ImportRecord, Reading } from '../schema.ts';
import { completeCsvColumns, writeCsv } from './csv.ts';
import { writeCycloneDx } from './cyclonedx.ts';
import { exportRecord } from './export-record.ts';
import { writeGatehouse } from './gatehouse.ts';

const exportedAt = new Date('2026-11-22T12:00:00Z');

async function expectSame(assets: ExportAsset[], readings: AsyncIterable<Reading>, expected: (asset: ExportAsset) => ImportRecord) {
  const all = await collect(readings);
  expect(rejectionsOf(all)).toEqual([]);
  expect(all.filter((reading) => 'relation' in reading)).toEqual([]);
  expect(recordsOf(all)).toEqual(assets.map(expected));
}

/** In a CSV an empty cell says nothing, so that what is empty is absent. */
function csvRecord(asset: ExportAsset): ImportRecord {
  const record = exportRecord(asset);
  for (const field of ['description', 'owner', 'originRef', 'tags'] as const) {
    const value = record[field];
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) delete record[field];
  }
  return record;
}

describe('what is exported comes back', { timeout: 60_000 }, () => {
  it('from the Gatehouse format', async () => {
    await fc.assert(
      fc.asyncProperty(inventory, fc.integer({ min: 1, max: 5000 }), async (assets, chunk) => {
        const text = await textOfStream(writeGatehouse(streamOf(assets), { exportedAt }));
        await expectSame(assets, readGatehouse(bytesOf(text, chunk)), exportRecord);
      }),
      { numRuns: 60 },
    );
  });

  it('from CSV with every column', async () => {
    await fc.assert(
      fc.asyncProperty(
        inventory,
        fc.constantFrom<',' | ';' | '\t'>(',', ';', '\t'),
        fc.integer({ min: 1, max: 5000 }),
        async (assets, delimiter, chunk) => {
          const text = await textOfStream(writeCsv(streamOf(assets), { columns: completeCsvColumns, delimiter }));
          const { mapping } = readCsvHead(new TextEncoder().encode(text));
          expect(mapping.delimiter).toBe(delimiter);
          await expectSame(assets, readCsv(bytesOf(text, chunk), mapping), csvRecord);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('from CycloneDX', async () => {
    await fc.assert(
      fc.asyncProperty(inventory, fc.integer({ min: 1, max: 5000 }), async (assets, chunk) => {
        const text = await textOfStream(writeCycloneDx(streamOf(assets), { exportedAt }));
        await expectSame(assets, readCycloneDx(bytesOf(text, chunk)), exportRecord);
      }),
      { numRuns: 60 },
    );
  });
});
