import { expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import {
  actorOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeLineage,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  makeVersion,
} from './testing.ts';

test('an actor of a fixture holds the roles it was made with', async () => {
  const team = await makeTeam({ name: 'Fraud analytics' });
  const actor = await makeActor([team, 'data_scientist']);
  expect(actor).toMatchObject({
    orgRole: { key: 'member' },
    memberships: [{ teamId: team.id, teamKey: team.key, teamName: team.name, role: { key: 'data_scientist' } }],
  });
  expect((await makeOrganisationActor('auditor')).orgRole.key).toBe('auditor');
});

test('a deactivated person of a fixture cannot act', async () => {
  await expect(actorOf(await makePerson({ status: 'deactivated' }))).rejects.toThrow('cannot act');
});

test('assets, versions and lineage of fixtures are rows that the constraints accept', async () => {
  const asset = await makeAsset(await makeTeam(), { kind: 'dataset', more: { tags: ['pii'], criticality: 5 } });
  const first = await makeVersion(asset, { files: [{ path: 'a.csv', sha256: 'a'.repeat(64), size: 7 }] });
  const second = await makeVersion(asset);
  await makeLineage(second, first);
  const { rows } = await owner.query('SELECT tags, criticality, (SELECT count(*)::int FROM lineage) AS arrows FROM assets WHERE id = $1', [
    asset.id,
  ]);
  expect(rows).toEqual([{ tags: ['pii'], criticality: 5, arrows: 1 }]);
  expect(await eventsOf(asset)).toEqual([]);
});
