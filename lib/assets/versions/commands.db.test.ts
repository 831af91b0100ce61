import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makeTeam,
  makeVersion,
  type TestTeam,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { assetOperations } from '../procedures.ts';
import { versionOperations as versions } from './procedures.ts';
import { rootDigest } from './rules.ts';

let team: TestTeam;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const digest = (letter: string) => letter.repeat(64);
const files = [
  { path: 'weights.bin', sha256: digest('b'), size: 3_000_000_000 },
  { path: 'config.json', sha256: digest('a'), size: 12 },
];

test('registers a version with its manifest and one event on the asset', async () => {
  const asset = await makeAsset(team);
  const metadata = { modelCard: { modelParameters: { task: 'detect fraud' } } };
  const { id } = await call(versions.register, { id: asset.id, label: ' 2.4.0 ', location: 's3://b/2.4', files, metadata }, as(lead));
  const version = await call(versions.get, { id }, as(lead));
  expect(version).toMatchObject({
    ...{ label: '2.4.0', location: 's3://b/2.4', purl: null, fileCount: 2, totalBytes: 3_000_000_012, signature: 'unknown', metadata },
    rootDigest: rootDigest(files),
    registeredByName: lead.name,
    asset: { id: asset.id, name: asset.name, teamName: team.name },
  });
  expect((await call(versions.files, { id }, as(lead))).rows.map((file) => file.path)).toEqual(['config.json', 'weights.bin']);
  expect(await eventsOf(asset)).toMatchObject([
    {
      event: 'version.registered',
      actor_id: lead.id,
      team_id: team.id,
      target_type: 'asset',
      before: null,
      after: { versionId: id, label: '2.4.0', rootDigest: rootDigest(files), fileCount: 2 },
    },
  ]);
});

test('a label is taken once in an asset, and free in another', async () => {
  const [asset, other] = [await makeAsset(team), await makeAsset(team)];
  await call(versions.register, { id: asset.id, label: '1' }, as(lead));
  const error = await refusal(call(versions.register, { id: asset.id, label: '1' }, as(lead)), 'invalid');
  expect(error.details.fields).toHaveProperty('label');
  expect(await eventsOf(asset)).toHaveLength(1);
  await call(versions.register, { id: other.id, label: '1' }, as(lead));
});

test('paths are normalised, and a bad manifest registers nothing', async () => {
  const asset = await makeAsset(team);
  const register = (path: string, more: object[] = []) =>
    call(versions.register, { id: asset.id, label: path, files: [{ path, sha256: digest('a'), size: 1 }, ...more] as never }, as(lead));
  const { id } = await register('./data//a.csv');
  expect((await call(versions.files, { id }, as(lead))).rows).toEqual([{ path: 'data/a.csv', sha256: digest('a'), size: 1 }]);
  await expect(register('../a')).rejects.toThrow('Input validation failed');
  await expect(register('b', [{ path: './b', sha256: digest('b'), size: 1 }])).rejects.toThrow('Input validation failed');
  expect((await call(versions.list, { id: asset.id }, as(lead))).rows).toHaveLength(1);
});

test('a person whose trade does not cover the kind may not; a stranger does not find the asset', async () => {
  const asset = await makeAsset(team, { kind: 'dataset' });
  const input = { id: asset.id, label: '1' };
  await refusal(call(versions.register, input, as(await makeActor([team, 'ml_engineer']))), 'forbidden');
  await refusal(call(versions.register, input, as(await makeActor([team, 'viewer']))), 'forbidden');
  const stranger = await makeActor([await makeTeam(), 'lead']);
  await refusal(call(versions.register, input, as(stranger)), 'not_found');
  await refusal(call(versions.list, { id: asset.id }, as(stranger)), 'not_found');
  const version = await makeVersion(asset);
  await refusal(call(versions.get, { id: version.id }, as(stranger)), 'not_found');
  await refusal(call(versions.files, { id: version.id }, as(stranger)), 'not_found');
  await call(versions.register, input, as(await makeOrganisationActor('security')));
});

test('a retired asset takes no version', async () => {
  const asset = await makeAsset(team, { more: { status: 'retired' } });
  await refusal(call(versions.register, { id: asset.id, label: '1' }, as(lead)), 'conflict');
});

test('whoever retires the asset at the same moment is waited for, and then no version is registered', async () => {
  const asset = await makeAsset(team);
  const retiring = await owner.connect();
  try {
    await retiring.query('BEGIN');
    await retiring.query("UPDATE assets SET status = 'retired', version = version + 1 WHERE id = $1", [asset.id]);
    const registering = call(versions.register, { id: asset.id, label: '1' }, as(lead));
    const over = registering.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([over, isWaiting()]))) await new Promise(setImmediate);
    await retiring.query('COMMIT');
    await refusal(registering, 'conflict');
  } finally {
    retiring.release();
  }
  expect(await eventsOf(asset)).toEqual([]);
});

/** Does a transaction of this database wait for another to end? */
const isWaiting = async () =>
  (await owner.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).rowCount === 1;

test('a new version is a change of its asset, and no conflict for whoever is editing that', async () => {
  const asset = await makeAsset(team, { more: { updated_at: '2026-01-01T00:00:00Z' } });
  const changed = async () => (await owner.query('SELECT updated_at, version FROM assets WHERE id = $1', [asset.id])).rows[0];
  await call(versions.register, { id: asset.id, label: '1' }, as(lead));
  expect(Date.now() - (await changed()).updated_at.getTime()).toBeLessThan(60_000);
  expect((await changed()).version).toBe(1);
  await call(assetOperations.edit, { id: asset.id, version: 1, name: 'Edited meanwhile' }, as(lead));
});

test('a bulk change is undone though a version was registered since', async () => {
  const asset = await makeAsset(team);
  const { operationId } = await call(assetOperations.bulk, { ids: [asset.id], change: { field: 'criticality', criticality: 5 } }, as(lead));
  await call(versions.register, { id: asset.id, label: '1' }, as(lead));
  expect((await call(assetOperations.undo, { operationId }, as(lead))).changed).toBe(1);
});

test('what was registered never changes, not even for the owner of the tables', async () => {
  const version = await makeVersion(await makeAsset(team), { files });
  for (const write of [
    `UPDATE asset_versions SET label = 'x' WHERE id = $1`,
    'DELETE FROM asset_versions WHERE id = $1',
    `UPDATE version_files SET path = 'x' WHERE version_id = $1`,
    'DELETE FROM version_files WHERE version_id = $1',
  ])
    await expect(owner.query(write, [version.id])).rejects.toThrow('is immutable');
});

test('lists newest first by pages, and files by the bytes of their paths', async () => {
  const asset = await makeAsset(team);
  const labels = ['1', '2', '3'];
  for (const [at, label] of labels.entries()) await makeVersion(asset, { label, more: { registered_at: `2026-01-0${at + 1}T00:00:00Z` } });
  const first = await call(versions.list, { id: asset.id, limit: 2 }, as(lead));
  const second = await call(versions.list, { id: asset.id, limit: 2, after: first.next ?? '' }, as(lead));
  expect([...first.rows, ...second.rows].map((row) => row.label)).toEqual(labels.toReversed());
  expect(second.next).toBeNull();
  const paths = ['é', 'b_c', 'a/z', 'Z', 'bxc'];
  const version = await makeVersion(asset, { files: paths.map((path) => ({ path, sha256: digest('a'), size: 1 })) });
  const page = await call(versions.files, { id: version.id, limit: 3 }, as(lead));
  const rest = await call(versions.files, { id: version.id, limit: 3, after: page.next ?? '' }, as(lead));
  expect([...page.rows, ...rest.rows].map((row) => row.path)).toEqual(['Z', 'a/z', 'b_c', 'bxc', 'é']);
  expect(await call(versions.files, { id: version.id, q: 'B_' }, as(lead))).toMatchObject({ rows: [{ path: 'b_c' }], matching: 1 });
});

test('compares across assets, within what the actor sees', async () => {
  const from = await makeVersion(await makeAsset(team), {
    label: '1',
    files: [files[0], { path: 'old', sha256: digest('c'), size: 1 }] as never,
  });
  const changed = { path: 'weights.bin', sha256: digest('d'), size: 4 };
  const to = await makeVersion(await makeAsset(team), {
    label: '2',
    files: [changed, { path: 'new', sha256: digest('e'), size: 2 }],
    more: { metadata: { modelCard: { task: 'x' } } },
  });
  const comparison = await call(versions.compare, { from: from.id, to: to.id }, as(lead));
  expect(comparison.facts).toContainEqual({ path: ['label'], from: '1', to: '2' });
  expect(comparison.facts).toContainEqual({ path: ['metadata', 'modelCard'], to: { task: 'x' } });
  expect(comparison.files).toMatchObject({ added: 1, removed: 1, changed: 1, unchanged: 0 });
  expect(comparison.files.rows.map((row) => [row.path, row.change])).toEqual([
    ['new', 'added'],
    ['old', 'removed'],
    ['weights.bin', 'changed'],
  ]);
  const hidden = await makeVersion(await makeAsset(await makeTeam()));
  await refusal(call(versions.compare, { from: from.id, to: hidden.id }, as(lead)), 'not_found');
});

test('100,000 files come as a stream', async () => {
  const asset = await makeAsset(team);
  const many = Array.from({ length: 100_000 }, (_, at) => ({ path: `shards/part-${at}.parquet`, sha256: digest('a'), size: at }));
  const stream = () => new Blob([JSON.stringify({ label: 'large', files: many })]).stream();
  const context = { ...contextOf(lead), upload: { stream: stream(), size: null, sha256: null } };
  const { id } = await call(versions.registerLarge, { id: asset.id }, { context });
  expect(await call(versions.get, { id }, as(lead))).toMatchObject({ fileCount: 100_000, rootDigest: rootDigest(many) });
  const broken = { ...contextOf(lead), upload: { stream: new Blob(['{"label": ']).stream(), size: null, sha256: null } };
  await refusal(call(versions.registerLarge, { id: asset.id }, { context: broken }), 'invalid');
  const wrong = { ...contextOf(lead), upload: { stream: new Blob(['{"label": "", "who": 1}']).stream(), size: null, sha256: null } };
  expect((await refusal(call(versions.registerLarge, { id: asset.id }, { context: wrong }), 'invalid')).details.fields).toHaveProperty(
    'label',
  );
  const hollow = `{"label": "x", "metadata": {"a": [${'{},'.repeat(2_000_000)}0]}}`;
  const crowded = { ...contextOf(lead), upload: { stream: new Blob([hollow]).stream(), size: null, sha256: null } };
  await refusal(call(versions.registerLarge, { id: asset.id }, { context: crowded }), 'too_large');
});
