import { existsSync, readFileSync } from 'node:fs';
import { call } from '@orpc/server';
import { describe, expect, it, test, vi } from 'vitest';
import { actorOfApiToken } from '#lib/access/bearer.ts';
import type { Actor } from '#lib/access/policy.ts';
import { actorOf, contextOf, makeActor, makePerson, makeService, makeTeam, makeToken } from '#lib/access/testing.ts';
import { lineageOperations } from '#lib/assets/lineage/procedures.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';
import { owner } from '#lib/platform/testing.ts';
import { imported, previewOf, readByGuess, rowsOf, uploadOf, viewOf } from '../../fixtures/importing.ts';
import { importOperations } from '../procedures.ts';
import { readImport } from '../reading/jobs.ts';
import { applyImport } from './jobs.ts';

const folders = ['lib/exchange/fixtures/', '../shared/samples/cyclonedx/', '../shared/samples/spdx/'];
const names = [
  'fraud-system-1.7.cdx.json',
  'sorted-keys-1.5.cdx.json',
  'credit-model.spdx.json',
  'aibomgen-mnist.json',
  'valid-component-data-1.6.json',
  'valid-machine-learning-1.5.json',
  'valid-machine-learning-1.6.json',
  'simplehtr-example.json',
];
const present = names.flatMap((name) => {
  const path = folders.map((folder) => folder + name).find(existsSync);
  return path ? [{ name, path }] : [];
});

/** Members that say what kind of document or object this is, and nothing about the inventory. */
const form = new Set(['$schema', 'bomFormat', '@type']);
/** Words that became the name of a member of ours, and names of SPDX's own structures. */
const translated = new Set(['size', 'sha256', 'DictionaryEntry', 'Hash']);

function* leaves(value: unknown, key = ''): Generator<string> {
  if (value === null || form.has(key)) return;
  if (typeof value !== 'object') yield String(value).trim();
  else for (const [name, member] of Object.entries(value)) yield* leaves(member, name);
}

/** Everything that the API tells of what an import made: assets, versions, files, lineage, and the report itself. */
async function told(actor: Actor, id: string): Promise<unknown[]> {
  const context = contextOf(actor);
  const rows = await rowsOf(actor, id);
  const parts: unknown[] = [rows, await viewOf(actor, id), await call(importOperations.facts, { id }, { context })];
  for (const { assetId } of rows) {
    if (!assetId) continue;
    parts.push(
      await call(assetOperations.get, { id: assetId }, { context }),
      await call(lineageOperations.get, { id: assetId }, { context }),
    );
    for (const version of (await call(versionOperations.list, { id: assetId }, { context })).rows)
      parts.push(
        await call(versionOperations.get, { id: version.id }, { context }),
        await call(versionOperations.files, { id: version.id }, { context }),
      );
  }
  return parts;
}

describe.each(present)('$name', ({ name, path }) => {
  it('imports with every fact it holds visible by the API, and a second time changes nothing', async () => {
    const team = await makeTeam();
    const actor = await makeActor([team, 'lead']);
    const bytes = readFileSync(path);
    const done = await imported(actor, team.id, name, bytes);
    expect([done.status, done.counts?.rows.rejected]).toEqual(['done', 0]);
    expect(done.applied?.created).toBeGreaterThan(0);
    const seen = new Set<string>();
    for (const part of await told(actor, done.id)) for (const leaf of leaves(part)) seen.add(leaf);
    const texts = [...seen];
    const lost = [...leaves(JSON.parse(bytes.toString()))].filter(
      (leaf) => !seen.has(leaf) && !translated.has(leaf) && !texts.some((text) => text.includes(leaf)),
    );
    expect(lost).toEqual([]);
    const again = await imported(actor, team.id, name, bytes);
    expect(again.applied).toEqual({ created: 0, edited: 0, versions: 0, relations: 0, refusedRelations: 0 });
  });
});

const mnist = present.find(({ name }) => name === 'aibomgen-mnist.json');
test.runIf(mnist)('a person finds the model of aibomgen-mnist.json, what it was trained on, its facts and its components', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'data_scientist']);
  const done = await imported(actor, team.id, 'aibomgen-mnist.json', readFileSync(mnist?.path ?? ''));
  // What runs the training is infrastructure, which a data scientist may not write: rejected by itself, with the reason.
  expect(done.counts?.rows).toMatchObject({ create: 3, rejected: 2 });
  const context = contextOf(actor);
  const { rows } = await call(assetOperations.list, { q: 'unknown model', team: team.key }, { context });
  expect(rows.map((row) => [row.kind, row.name])).toEqual([['model', 'Unknown Model']]);
  const id = rows[0]?.id ?? '';
  const { nodes, edges } = await call(lineageOperations.get, { id }, { context });
  expect(edges.map((edge) => edge.relation)).toEqual(['trained_on', 'trained_on']);
  expect(nodes.map((node) => node.version?.asset.name).sort()).toEqual(['Unknown Model', 'train_images.npy', 'train_labels.npy']);
  const { rows: versions } = await call(versionOperations.list, { id }, { context });
  const version = await call(versionOperations.get, { id: versions[0]?.id ?? '' }, { context });
  expect(Object.keys(version.metadata)).toEqual(expect.arrayContaining(['properties', 'components']));
  const { rows: events } = await owner.query('SELECT DISTINCT event FROM audit_events WHERE target_id = $1 ORDER BY 1', [id]);
  expect(events.map((row) => row.event)).toEqual(['asset.registered', 'lineage.recorded', 'version.registered']);
});

test('an asset that only gets a version counts as changed, without being edited; one that is as it was does not', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const file = (...labels: string[]) =>
    JSON.stringify({
      ...{ format: 'gatehouse-inventory', version: 1, exportedAt: '2026-01-01T00:00:00Z' },
      assets: [
        { ref: 'a', kind: 'model', key: 'a', name: 'A', versions: labels.map((label) => ({ label })) },
        { ref: 'b', kind: 'model', key: 'b', name: 'B', versions: [{ label: '1' }] },
      ],
    });
  await imported(actor, team.id, 'inventory.json', file('1'));
  await owner.query("UPDATE assets SET updated_at = '2026-01-01' WHERE team_id = $1", [team.id]);
  await imported(actor, team.id, 'inventory.json', file('1', '2'));
  const { rows } = await owner.query(
    "SELECT key, version, updated_at > '2026-01-02' AS changed FROM assets WHERE team_id = $1 ORDER BY key",
    [team.id],
  );
  expect(rows).toEqual([
    { key: 'a', version: 1, changed: true },
    { key: 'b', version: 1, changed: false },
  ]);
});

test('things that two files call by the same generic name are two assets, and each file again changes nothing, whatever it is called', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const sha256 = 'd'.repeat(64);
  const file = (serial: string | null, task: string) =>
    JSON.stringify({
      components: [
        { type: 'machine-learning-model', name: 'Unknown Model', 'bom-ref': 'model', modelCard: { modelParameters: { task } } },
        { type: 'data', name: 'train_images.npy', 'bom-ref': 'data', hashes: [{ alg: 'SHA-256', content: sha256 }] },
      ],
      ...{ bomFormat: 'CycloneDX', specVersion: '1.6' },
      ...(serial && { serialNumber: `urn:uuid:${serial}` }),
    });
  const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  expect((await imported(actor, team.id, 'bom.json', file(one, 'read digits'))).applied).toMatchObject({ created: 2 });
  expect((await imported(actor, team.id, 'bom.json', file(two, 'read faces'))).applied).toMatchObject({ created: 1 });
  expect((await imported(actor, team.id, 'bom.json', file(null, 'read minds'))).applied).toMatchObject({ created: 1 });
  for (const content of [file(one, 'read digits'), file(two, 'read faces'), file(null, 'read minds')])
    expect((await imported(actor, team.id, 'renamed.json', content)).applied).toMatchObject({ created: 0, edited: 0, versions: 0 });
  const { rows } = await owner.query('SELECT kind, key FROM assets WHERE team_id = $1 ORDER BY kind, key', [team.id]);
  expect(rows.map((row) => row.kind)).toEqual(['dataset', 'model', 'model', 'model']);
  for (const { key } of rows) expect(key).toMatch(/^(unknown-model|train_images\.npy)-[0-9a-f]{8}$/);
});

test('rights taken away while an import is applied do not wait for it, and nothing of it is written', async () => {
  const team = await makeTeam();
  const person = await makePerson({ roles: [[team, 'lead']] });
  const actor = await actorOf(person);
  const view = await previewOf(actor, team.id, 'late.csv', 'kind,key,name\nmodel,late,Comes too late\n').then((each) =>
    readByGuess(actor, each),
  );
  await call(importOperations.apply, { id: view.id }, { context: contextOf(actor) });
  const blocker = await owner.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query(
      "INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags) SELECT gen_random_uuid(), $1, 'model', 'late', 'Blocks', 'develop', 3, 'internal', 'internal', '{}'",
      [team.id],
    );
    const applying = applyImport({ ids: { importId: view.id, actorId: person.id }, lastAttempt: false });
    const outcome = applying.then(
      () => 'applied',
      (error: Error) => error.message,
    );
    await vi.waitFor(
      async () => {
        const { rows } = await owner.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        expect(rows).toHaveLength(1);
      },
      { timeout: 10_000, interval: 10 },
    );
    await owner.query('DELETE FROM memberships WHERE user_id = $1', [person.id]);
    await blocker.query('ROLLBACK');
    expect(await outcome).toContain('Your rights changed');
  } finally {
    blocker.release();
  }
  expect((await owner.query('SELECT 1 FROM assets WHERE team_id = $1', [team.id])).rowCount).toBe(0);
  await applyImport({ ids: { importId: view.id, actorId: person.id }, lastAttempt: true });
  const { rows } = await owner.query('SELECT status, error FROM imports WHERE id = $1', [view.id]);
  expect(rows).toMatchObject([{ status: 'failed', error: expect.stringContaining('may no longer write') }]);
});

test('an import that was asked for with a token has the token’s power: once it is revoked, nothing is written', async () => {
  const team = await makeTeam();
  const service = await makeService(team);
  const token = await makeToken(service, { scopes: ['asset.read', 'asset.import'] });
  const actor = await actorOfApiToken(token.token, null);
  const ids = { actorId: service.id, tokenId: token.id };
  const upload = uploadOf('kind,key,name\nmodel,one,One\n');
  const { id } = await call(importOperations.start, { teamId: team.id, fileName: 'one.csv' }, { context: { ...contextOf(actor), upload } });
  await readImport({ ids: { importId: id, ...ids }, lastAttempt: true });
  const status = async () => (await owner.query('SELECT status FROM imports WHERE id = $1', [id])).rows[0]?.status;
  expect(await status()).toBe('mapping');
  await owner.query("UPDATE imports SET status = 'reading' WHERE id = $1", [id]);
  await owner.query('UPDATE api_tokens SET revoked_at = now() WHERE id = $1', [token.id]);
  await readImport({ ids: { importId: id, ...ids }, lastAttempt: true });
  expect(await status()).toBe('failed');
});
