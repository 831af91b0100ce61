import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { Actor } from '../policy.ts';
import { contextOf, makeActor, makeOrganisationActor, makeTeam } from '../testing.ts';
import { teamOperations } from './procedures.ts';

const list = async (actor: Actor | null) => (await call(teamOperations.list, {}, { context: contextOf(actor) })).teams;

test('a member sees their own teams, with their role and what it lets them do to which kinds', async () => {
  const [ours, theirs] = [await makeTeam(), await makeTeam()];
  const teams = await list(await makeActor([ours, 'data_scientist']));
  expect(teams.map((team) => team.id)).toEqual([ours.id]);
  expect(JSON.stringify(teams)).not.toContain(theirs.key);
  const [team] = teams;
  expect(team).toMatchObject({ key: ours.key, name: ours.name, role: { key: 'data_scientist', name: 'Data scientist' } });
  expect(team?.may.find((right) => right.permission === 'asset.create')?.kinds).toEqual(['dataset', 'model']);
  expect(team?.may.find((right) => right.permission === 'asset.read')?.kinds).toHaveLength(5);
  expect(team?.may.some((right) => right.permission === 'asset.move')).toBe(false);
});

test('an administrator sees all teams, by name, without a role in them; an archived one is left out', async () => {
  const [second, first, archived] = [await makeTeam({ name: 'b second' }), await makeTeam({ name: 'A first' }), await makeTeam()];
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [archived.id]);
  const teams = await list(await makeOrganisationActor('admin'));
  const ids = teams.map((team) => team.id);
  expect(ids).not.toContain(archived.id);
  expect(ids.indexOf(first.id)).toBeLessThan(ids.indexOf(second.id));
  expect(teams[0]).toMatchObject({ role: null });
  expect(teams[0]?.may.map((right) => right.permission)).toContain('asset.move');
});

test('a person in no team sees none, and nobody signed out sees any', async () => {
  expect(await list(await makeActor())).toEqual([]);
  await refusal(list(null), 'unauthenticated');
});
