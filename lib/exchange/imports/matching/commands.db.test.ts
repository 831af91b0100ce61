import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { contextOf, makeActor, makeAsset, makeTeam, makeVersion } from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { applied, imported, previewOf, readByGuess, rowsOf, viewOf } from '../../fixtures/importing.ts';
import { importOperations } from '../procedures.ts';
import { readImport } from '../reading/jobs.ts';

const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
const one = async <T>(text: string, values: unknown[]) => (await owner.query(text, values)).rows[0] as T;

test('nearly the same name, the same package URL and the same files make a new row a possible duplicate', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const named = await makeAsset(team, { key: 'a', name: 'Card fraud scorer' });
  const packaged = await makeAsset(team, { key: 'b', name: 'Something else' });
  await makeVersion(packaged, { more: { purl: 'pkg:huggingface/bank/scorer@2' } });
  await makeAsset(team, { key: 'c', name: 'Card fraud scorer', kind: 'dataset' });
  await makeAsset(team, { key: 'd', name: 'Quarterly figures 2025' });
  const view = await readByGuess(
    actor,
    await previewOf(
      actor,
      team.id,
      'a.csv',
      csv(
        'Key,Name,Kind,Version,Package URL',
        'new-1,Card fraud scorers,model,,',
        'new-2,By its package,model,2,pkg:huggingface/bank/scorer@2',
        'new-3,Unlike all others,model,,',
        'new-4,Quarterly figures 2026,model,,',
      ),
    ),
  );
  expect(view.counts).toMatchObject({ duplicates: 2, undecided: 2 });
  const rows = await rowsOf(actor, view.id);
  expect(rows.map((row) => row.duplicates.map(({ id, why }) => [id, why]))).toEqual([
    [[named.id, 'name']],
    [[packaged.id, 'purl']],
    [],
    [],
  ]);
});

test('a merged row is previewed before it is applied, changes the asset that is there, and is remembered', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const asset = await makeAsset(team, { key: 'scorer', name: 'Card fraud scorer' });
  const file = csv('Key,Name,Kind,Criticality,Version', 'fraud-scorer,Card fraud scorers,model,5,2');
  const context = contextOf(actor);
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'a.csv', file));
  await refusal(
    call(importOperations.decide, { id: view.id, seq: 1, decision: 'merge', mergeWith: crypto.randomUUID() }, { context }),
    'conflict',
  );
  await call(importOperations.decide, { id: view.id, seq: 1, decision: 'merge', mergeWith: asset.id }, { context });
  expect((await call(importOperations.apply, { id: view.id }, { context })).status).toBe('reading');
  await readImport({ ids: { importId: view.id, actorId: actor.id }, lastAttempt: true });
  const [row] = await rowsOf(actor, view.id);
  expect(row).toMatchObject({
    action: 'update',
    assetId: asset.id,
    decision: 'merge',
    changes: { name: ['Card fraud scorer', 'Card fraud scorers'], criticality: [3, 5], versions: [null, ['2']] },
  });
  expect((await applied(actor, view.id)).applied).toMatchObject({ created: 0, edited: 1, versions: 1 });
  expect(await one('SELECT count(*)::int AS assets, max(key) AS key FROM assets WHERE team_id = $1', [team.id])).toEqual({
    assets: 1,
    key: 'scorer',
  });
  const again = await imported(actor, team.id, 'a.csv', file);
  expect(again.applied).toEqual({ created: 0, edited: 0, versions: 0, relations: 0, refusedRelations: 0 });
});

test('a row that is kept becomes an asset of its own, one that is skipped becomes none', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  await makeAsset(team, { key: 'a', name: 'Card fraud scorer' });
  await makeAsset(team, { key: 'b', name: 'Device fingerprints', kind: 'dataset' });
  const file = csv('Key,Name,Kind,Relations', 'x,Card fraud scorers,model,trained_on:y', 'y,Device fingerprint,dataset,');
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'a.csv', file));
  const context = contextOf(actor);
  await call(importOperations.decide, { id: view.id, seq: 2, decision: 'skip' }, { context });
  const decided = await call(importOperations.decide, { id: view.id, decision: 'keep' }, { context });
  expect(decided.counts).toMatchObject({ duplicates: 2, undecided: 0, skipped: 1 });
  expect((await applied(actor, view.id)).applied).toMatchObject({ created: 1, relations: 0 });
});

test('content that is registered under a label stays; the same content is unchanged', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const head = 'Key,Name,Kind,Version,Location';
  await imported(actor, team.id, 'a.csv', csv(head, 'm,M,model,1,s3://one'));
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'b.csv', csv(head, 'm,M,model,1,s3://other')));
  expect(view.counts).toMatchObject({ rows: { unchanged: 1 }, versions: { rejected: 1 } });
  const [row] = await rowsOf(actor, view.id, { only: 'remarks' });
  expect(row?.versions).toEqual([{ label: '1', action: 'rejected', reason: expect.stringContaining('versions never change'), files: 0 }]);
});

test('an owner whom nobody knows is left out with a remark, a known one is set', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const file = csv('Key,Name,Kind,Owner', `m,M,model,${actor.email.toUpperCase()}`, 'n,N,model,nobody@example.org');
  const done = await imported(actor, team.id, 'a.csv', file);
  const { rows } = await owner.query('SELECT owner_id FROM assets WHERE team_id = $1 ORDER BY key', [team.id]);
  expect(rows).toEqual([{ owner_id: actor.id }, { owner_id: null }]);
  expect((await rowsOf(actor, done.id, { only: 'remarks' })).map((row) => row.key)).toEqual(['n']);
});

test('a retired asset is not changed by an import that does not restore it', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  await makeAsset(team, { key: 'm', name: 'M', more: { status: 'retired' } });
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'a.csv', csv('Key,Name,Kind', 'm,Other,model')));
  expect((await rowsOf(actor, view.id))[0]).toMatchObject({ action: 'rejected', reason: expect.stringContaining('retired') });
  const restoring = await readByGuess(actor, await previewOf(actor, team.id, 'a.csv', csv('Key,Name,Kind,Status', 'm,Other,model,active')));
  expect((await rowsOf(actor, restoring.id))[0]).toMatchObject({ action: 'update', changes: { status: ['retired', 'active'] } });
  expect((await viewOf(actor, restoring.id)).status).toBe('preview');
});
