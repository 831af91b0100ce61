import { call } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeControl,
  makeLineage,
  makePerson,
  makeSafeguard,
  makeServiceActor,
  makeTeam,
  type TestTeam,
} from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { gateOperations as gates } from '../procedures.ts';
import { isVerified, makeGate, makeStanding, type Standing } from '../testing.ts';

let team: TestTeam;
let lead: Actor;
let control: string;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const stageOf = async ({ id }: { id: string }) => (await owner.query('SELECT stage, version FROM assets WHERE id = $1', [id])).rows[0];
const keptOf = async ({ id }: { id: string }) =>
  (await owner.query('SELECT * FROM promotions WHERE asset_id = $1 ORDER BY at, id', [id])).rows;

beforeAll(async () => {
  control = await makeControl();
  await makeGate('model', 'deploy', [
    { key: 'controls', type: 'controls_verified', controls: [control] },
    { key: 'digests', type: 'complete_digests' },
  ]);
  await makeGate('model', 'monitor', [{ key: 'signals', type: 'no_signal', level: 'critical' }]);
});
beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

const ready = async (): Promise<Standing> => {
  const standing = await makeStanding(team, { name: 'Fraud scorer' });
  await makeSafeguard(standing.asset, control, isVerified);
  return standing;
};
const promote = (
  { asset, version }: Standing,
  given: { version?: number; stage?: 'deploy' | 'monitor' | 'validate'; versionId?: string | null } = {},
  actor = lead,
) =>
  call(
    gates.promote,
    { id: asset.id, version: given.version ?? 1, stage: given.stage ?? 'deploy', versionId: given.versionId ?? version.id },
    as(actor),
  );

describe('a promotion', () => {
  test('that passes takes the asset on, keeps its verdict, brings the risks of the stage, and is told', async () => {
    const someone = await makePerson({ roles: [[team, 'viewer']] });
    const standing = await ready();
    await owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [standing.asset.id, someone.id]);
    const outcome = await promote(standing);
    expect(outcome).toMatchObject({ passed: true, stage: 'deploy', verdict: { passed: true, version: { id: standing.version.id } } });
    expect(await stageOf(standing.asset)).toEqual({ stage: 'deploy', version: 2 });
    expect(await keptOf(standing.asset)).toMatchObject([
      {
        act: 'promote',
        passed: true,
        from_stage: 'develop',
        to_stage: 'deploy',
        root_digest: standing.digest,
        actor_id: lead.id,
        verdict: outcome.verdict,
      },
    ]);
    const { rows } = await owner.query("SELECT count(*)::int AS n FROM risks WHERE asset_id = $1 AND stage = 'deploy' AND applies", [
      standing.asset.id,
    ]);
    expect(rows[0].n).toBeGreaterThan(0);
    const events = await eventsOf(standing.asset);
    expect(events.at(-1)).toMatchObject({
      event: 'asset.promoted',
      before: { stage: 'develop' },
      after: { stage: 'deploy', promotionId: outcome.id },
    });
    const told = await owner.query("SELECT title FROM notifications WHERE user_id = $1 AND event = 'asset.promoted'", [someone.id]);
    expect(told.rows[0]?.title).toContain('Fraud scorer');
  });

  test('that fails leaves the asset where it is, and keeps its verdict with the reasons all the same', async () => {
    const standing = await makeStanding(team);
    const outcome = await promote(standing);
    expect(outcome).toMatchObject({ passed: false, stage: 'develop' });
    expect(outcome.verdict.gates[0]?.requirements[0]).toMatchObject({
      key: 'controls',
      met: false,
      reasons: [{ code: 'control_missing' }],
    });
    expect(await stageOf(standing.asset)).toEqual({ stage: 'develop', version: 1 });
    expect(await keptOf(standing.asset)).toMatchObject([{ passed: false, verdict: outcome.verdict }]);
    expect((await eventsOf(standing.asset)).map(({ event }) => event)).toEqual(['asset.held_back']);
  });

  test('is judged by what comes from other teams too, and tells of them by count alone', async () => {
    const standing = await ready();
    const other = await makeStanding(await makeTeam(), { kind: 'dataset', name: 'Secret data', more: {} });
    await owner.query('ALTER TABLE asset_versions DISABLE TRIGGER immutable');
    await owner.query('UPDATE asset_versions SET root_digest = NULL WHERE id = $1', [other.version.id]);
    await owner.query('ALTER TABLE asset_versions ENABLE TRIGGER immutable');
    await makeLineage(standing.version, other.version, 'trained_on');
    const { passed, verdict } = await promote(standing);
    expect(passed).toBe(false);
    expect(JSON.stringify(verdict)).toContain('1 of 1 versions');
    expect(JSON.stringify(verdict)).not.toContain('Secret');
  });

  test('is refused to whoever may not, and not found by whoever does not see it', async () => {
    const standing = await ready();
    await refusal(promote(standing, {}, await makeActor([team, 'viewer'])), 'forbidden');
    await refusal(promote(standing, {}, await makeActor([team, 'cloud_admin'])), 'forbidden');
    await refusal(promote(standing, {}, await makeActor([await makeTeam(), 'lead'])), 'not_found');
    await refusal(promote(standing, { versionId: (await ready()).version.id }), 'not_found');
    expect(await keptOf(standing.asset)).toEqual([]);
  });

  test('is a service account’s to ask for where it has the scope: the gate decides', async () => {
    const standing = await ready();
    await refusal(promote(standing, {}, await makeServiceActor(team, 'lead', ['asset.read'])), 'forbidden');
    expect((await promote(standing, {}, await makeServiceActor(team, 'lead', ['asset.read', 'asset.promote']))).passed).toBe(true);
  });

  test('conflicts where the asset was changed since, stands there already, or is retired', async () => {
    const standing = await ready();
    const conflict = await refusal(promote(standing, { version: 7 }), 'conflict');
    expect(conflict.details.current).toMatchObject({ version: 1, stage: 'develop' });
    await promote(standing);
    await refusal(promote(standing, { version: 2 }), 'conflict');
    await call(assets.retire, { id: standing.asset.id }, as(lead));
    await refusal(promote(standing, { version: 3, stage: 'monitor' }), 'conflict');
  });

  test('of two at once one goes on, and the other finds it gone', async () => {
    const standing = await ready();
    const outcomes = await Promise.allSettled([promote(standing), promote(standing)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stageOf(standing.asset)).toEqual({ stage: 'deploy', version: 2 });
    expect(await keptOf(standing.asset)).toHaveLength(1);
  });
});

describe('out of the ordinary', () => {
  const reason = 'The feed is replaced next week.';
  test('a stage is skipped by an act of its own, with a reason, through every gate on the way', async () => {
    const standing = await ready();
    await refusal(promote(standing, { stage: 'monitor' }), 'invalid');
    const input = { id: standing.asset.id, version: 1, stage: 'monitor' as const, versionId: standing.version.id };
    await expect(call(gates.skip, { ...input, reason: '' }, as(lead))).rejects.toThrow();
    const outcome = await call(gates.skip, { ...input, reason }, as(lead));
    expect(outcome).toMatchObject({ passed: true, stage: 'monitor' });
    expect(outcome.verdict.gates.map(({ stage }) => stage)).toEqual(['deploy', 'monitor']);
    expect((await eventsOf(standing.asset)).at(-1)).toMatchObject({ event: 'asset.stage_skipped', after: { reason } });
  });

  test('one gate on the way that does not pass holds all back', async () => {
    const standing = await makeStanding(team);
    const outcome = await call(gates.skip, { id: standing.asset.id, version: 1, stage: 'monitor', reason }, as(lead));
    expect(outcome).toMatchObject({ passed: false, stage: 'develop' });
    expect(outcome.verdict.gates.map(({ passed }) => passed)).toEqual([false, true]);
  });

  test('going back takes no gate, and a reason', async () => {
    const { asset } = await makeStanding(team, { stage: 'monitor' });
    const back = (stage: 'develop' | 'change' | 'monitor') => call(gates.back, { id: asset.id, version: 1, stage, reason }, as(lead));
    await refusal(back('change'), 'invalid');
    await refusal(back('monitor'), 'conflict');
    expect(await back('develop')).toMatchObject({ passed: true, stage: 'develop', verdict: { gates: [] } });
    expect((await eventsOf(asset)).at(-1)).toMatchObject({
      event: 'asset.sent_back',
      before: { stage: 'monitor' },
      after: { stage: 'develop', reason },
    });
  });
});

test('what was tried is listed, the newest first, a page at a time, to whoever sees the asset', async () => {
  const standing = await makeStanding(team);
  await promote(standing);
  await makeSafeguard(standing.asset, control, isVerified);
  await promote(standing);
  const viewer = await makeActor([team, 'viewer']);
  const first = await call(gates.promotions, { id: standing.asset.id, limit: 1 }, as(viewer));
  expect(first.rows).toMatchObject([{ passed: true, from: 'develop', to: 'deploy', actorName: lead.name }]);
  const second = await call(gates.promotions, { id: standing.asset.id, limit: 1, after: first.next ?? '' }, as(viewer));
  expect(second).toMatchObject({ rows: [{ passed: false }], next: null });
  await refusal(call(gates.promotions, { id: standing.asset.id }, as(await makeActor([await makeTeam(), 'lead']))), 'not_found');
});

test('an asset’s gate is the next one, on its newest version or another, with what the reader may do', async () => {
  const standing = await ready();
  const gate = await call(gates.ofAsset, { id: standing.asset.id }, as(lead));
  expect(gate).toMatchObject({
    stage: 'develop',
    next: 'deploy',
    assetVersion: 1,
    verdict: { passed: true },
    may: { promote: true, request: true },
  });
  expect(gate.versions).toEqual([{ id: standing.version.id, label: standing.version.label }]);
  expect(await call(gates.ofAsset, { id: standing.asset.id }, as(await makeActor([team, 'viewer'])))).toMatchObject({
    may: { promote: false, request: false },
  });
  const last = await makeStanding(team, { stage: 'change' });
  expect(await call(gates.ofAsset, { id: last.asset.id }, as(lead))).toMatchObject({ next: null, verdict: null });
  await refusal(call(gates.ofAsset, { id: standing.asset.id, versionId: last.version.id }, as(lead)), 'not_found');
  await refusal(call(gates.ofAsset, { id: standing.asset.id }, as(await makeActor([await makeTeam(), 'lead']))), 'not_found');
});
