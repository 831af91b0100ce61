import { describe, expect, it } from 'vitest';
import { bytesOf, collect, recordsOf, refusalOf, rejectionsOf } from '../fixtures/streams.ts';
import { readGatehouse } from './gatehouse.ts';

const asset = { ref: 'risk/a', kind: 'model', key: 'a', name: 'A', versions: [], relations: [] };
const file = (members: object) =>
  bytesOf(JSON.stringify({ format: 'gatehouse-inventory', version: 1, exportedAt: '2026-11-22T00:00:00Z', ...members }));

describe("Gatehouse's own export", () => {
  it('takes assets that keep to the schema and rejects others with the path of each field', async () => {
    const readings = await collect(
      readGatehouse(
        file({ assets: [asset, { ...asset, ref: 'b', criticality: 9, kind: 'x' }, { ...asset, ref: 'c', surprise: 1 }, 4, asset] }),
      ),
    );
    expect(recordsOf(readings)).toEqual([asset]);
    expect(rejectionsOf(readings)).toEqual([
      expect.stringMatching(/^assets\[1\]: assets\[1\]\.kind: .*; assets\[1\]\.criticality: /),
      expect.stringMatching(/^assets\[2\]: assets\[2\]: Unrecognized key/),
      'assets[3]: an object was expected',
      'assets[4]: the ref "risk/a" is already that of assets[0]',
    ]);
  });

  it('leaves out what only an export tells, and makes a key of two teams unique', async () => {
    const told = { level: 'high', updatedAt: 'x', teamName: 'Risk', ownerName: null };
    const readings = await collect(
      readGatehouse(
        file({
          assets: [
            { ...asset, ...told },
            { ...asset, ref: 'cards/a' },
          ],
        }),
      ),
    );
    expect(recordsOf(readings).map((record) => [record.ref, record.key])).toEqual([
      ['risk/a', 'a'],
      ['cards/a', 'a-2'],
    ]);
    expect(recordsOf(readings)[0]).toEqual(asset);
  });

  it.each([
    [{ version: 2, assets: [] }, 'version: this is version 2 of the Gatehouse export: version 1 is read'],
    [{ format: 'other' }, 'This JSON does not say "format": "gatehouse-inventory".'],
    [{ users: [] }, 'users: a Gatehouse export holds format, version, exportedAt, filters and the list assets only'],
    [{ version: undefined }, 'This Gatehouse export does not say its version; version 1 is read.'],
  ])('refuses %j', async (members, message) => {
    expect(await refusalOf(readGatehouse(file(members)))).toBe(message);
  });
});
