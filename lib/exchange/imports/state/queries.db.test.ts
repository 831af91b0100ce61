import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { actorOf, contextOf, giveRole, makeActor, makeAsset, makePerson, makeTeam } from '#lib/access/testing.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { previewOf, viewOf } from '../../fixtures/importing.ts';
import { applyImport } from '../applying/jobs.ts';
import { importOperations } from '../procedures.ts';
import { listUnfinished } from './queries.ts';

const file = (assets: object[]) =>
  JSON.stringify({ format: 'gatehouse-inventory', version: 1, exportedAt: '2026-01-01T00:00:00Z', assets });

test('an import that is taken up again goes on in the name and with the rights of who asked last', async () => {
  const team = await makeTeam();
  const [uploader, lead] = [await makeActor([team, 'data_scientist']), await makeActor([team, 'lead'])];
  const { id, status, error } = await previewOf(
    uploader,
    team.id,
    'inventory.json',
    file([{ ref: 'a', kind: 'model', key: 'a', name: 'A' }]),
  );
  expect([status, error]).toEqual(['preview', null]);
  await call(importOperations.apply, { id }, { context: contextOf(lead) });
  expect((await listUnfinished()).filter((each) => each.id === id)).toEqual([{ id, status: 'applying', askedBy: lead.id }]);
});

test('an asset whose present kind its importer may no longer write is not turned into another', async () => {
  const team = await makeTeam();
  const person = await makePerson({ roles: [[team, 'ml_engineer']] });
  const asset = await makeAsset(team, { kind: 'pipeline', key: 'a', name: 'A' });
  const actor = await actorOf(person);
  const { id } = await previewOf(actor, team.id, 'inventory.json', file([{ ref: 'a', kind: 'model', key: 'a', name: 'A' }]));
  await call(importOperations.apply, { id }, { context: contextOf(actor) });
  await giveRole(person, team, 'data_scientist');
  await applyImport({ ids: { importId: id, actorId: actor.id }, lastAttempt: true });
  expect((await viewOf(actor, id)).status).toBe('reading');
  expect((await call(assetOperations.get, { id: asset.id }, { context: contextOf(actor) })).kind).toBe('pipeline');
});
