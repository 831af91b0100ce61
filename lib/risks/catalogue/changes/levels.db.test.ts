/** What a change of the catalogue does to levels: what its preview says, once every risk has been scored again. */
import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import { levels } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { settleWith } from '../../posture/commands.ts';
import { asHouse, settleDue } from '../../posture/due/commands.ts';
import { recalculate } from '../../posture/recalculation/commands.ts';
import { catalogueOperations as catalogue } from '../procedures.ts';
import type { CatalogueChange } from './schema.ts';

const key = `own-${newId().slice(-8)}`;
let team: TestTeam;
let manager: Actor;
let asset: TestAsset;

const as = (actor: Actor) => ({ context: contextOf(actor) });
const make = async (change: CatalogueChange) => {
  const preview = await call(catalogue.preview, { change }, as(manager));
  const { recalculation } = await call(catalogue.change, { change, seen: preview.seen }, as(manager));
  if (recalculation) await recalculate(recalculation);
  return preview;
};
const version = async () => (await call(catalogue.threat, { key }, as(manager))).version;
const risk = async () =>
  (
    await owner.query<{ applies: boolean; level: number; assessed_at: Date | null; notes: string }>(
      'SELECT applies, level, assessed_at, notes FROM risks WHERE asset_id = $1 AND threat = $2',
      [asset.id, key],
    )
  ).rows[0];
const levelOf = async () =>
  levels[(await owner.query<{ level: number }>('SELECT level FROM assets WHERE id = $1', [asset.id])).rows[0]?.level ?? 0];

beforeAll(async () => {
  team = await makeTeam();
  manager = await makeOrganisationActor('security');
  // What is built in would only blur what one threat does.
  await owner.query('UPDATE threats SET enabled = false');
  asset = await makeAsset(team, { kind: 'model', more: { stage: 'develop', criticality: 5, exposure: 'public' } });
  await settleDue(new Date());
  const words = { name: 'Own', summary: 'In short.', description: 'At length.', references: [] };
  await make({ type: 'add-threat', key, ...words, affects: ['integrity'], likelihood: 3, applies: ['model:develop'] });
});

test('a threat that is added bears on assets at once, unassessed', async () => {
  expect(await risk()).toMatchObject({ applies: true, level: levels.indexOf('unassessed') });
  expect(await levelOf()).toBe('unassessed');
  const { bearing } = await call(catalogue.threat, { key }, as(await makeActor([team, 'viewer'])));
  expect(bearing).toEqual([{ level: 'unassessed', assets: 1 }]);
});

test('switching it off takes its risks out, and switching it on brings them back with their assessment', async () => {
  await owner.query(
    "UPDATE risks SET assessed_at = now(), assessed_until = now() + interval '90 days', notes = 'Looked at.' WHERE asset_id = $1",
    [asset.id],
  );
  const off = await make({ type: 'switch-threat', key, version: await version(), enabled: false });
  expect(off.impact).toMatchObject({ moved: 1, movements: [{ from: 'unassessed', to: 'none', assets: 1 }] });
  expect(await risk()).toMatchObject({ applies: false, level: 0, notes: 'Looked at.' });
  expect(await levelOf()).toBe('none');
  const on = await make({ type: 'switch-threat', key, version: await version(), enabled: true });
  expect(on.impact).toMatchObject({ moved: 1, movements: [{ from: 'none', to: 'critical', assets: 1 }] });
  expect(await risk()).toMatchObject({
    applies: true,
    level: levels.indexOf('critical'),
    assessed_at: expect.any(Date),
    notes: 'Looked at.',
  });
  expect(await levelOf()).toBe('critical');
});

test('a strength and the matrix move what their previews say', async () => {
  const control = `guard-${newId().slice(-8)}`;
  const words = { name: 'Guard', summary: 'In short.', description: 'At length.', evidence: 'A log.', references: [] };
  await make({ type: 'add-control', key: control, ...words, mitigates: [{ threat: key, reduces: 'likelihood', strength: 1, stages: [] }] });
  await owner.query(
    `INSERT INTO safeguards (id, team_id, asset_id, control, state, implemented_by, verified_by) VALUES ($1, $2, $3, $4, 'verified', $5, $6)`,
    [newId(), team.id, asset.id, control, manager.id, newId()],
  );
  await asHouse('safeguard.verified', (runner) => settleWith(runner, [asset.id], { cause: null, actorId: null }, new Date()));
  expect(await levelOf()).toBe('critical');
  const strength = await make({ type: 'edit-mitigation', control, version: 1, threat: key, strength: 3 });
  expect(strength.impact?.movements).toEqual([{ from: 'critical', to: 'high', assets: 1 }]);
  expect(await levelOf()).toBe('high');
  const { matrix, version: standing } = await call(catalogue.scoring, {}, as(manager));
  const stricter = matrix.map((severity) => Math.max(severity, severity >= 3 ? 4 : severity));
  const moved = await make({ type: 'edit-scoring', version: standing, matrix: stricter });
  expect(moved.impact?.movements).toEqual([{ from: 'high', to: 'critical', assets: 1 }]);
  expect(await levelOf()).toBe('critical');
  expect(await call(catalogue.control, { key: control }, as(manager))).toMatchObject({ coverage: { assets: 1, verified: 1, none: 0 } });
});
