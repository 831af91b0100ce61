import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeTeam, moveToStage, type TestTeam } from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { changeAssets } from '#lib/assets/bulk/commands.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { foldTallies, mostWithin, settleDue, settlePassed } from './commands.ts';

let team: TestTeam;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});
afterEach(stopJobs);

const as = (actor: Actor) => ({ context: contextOf(actor) });
const act = () => ({ actorId: lead.id, requestId: newId(), operationId: newId() });
const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows;
const dueOf = (id: string) => rows('SELECT cause, actor_id FROM risks_due WHERE asset_id = $1', [id]);
const risksOf = (id: string) =>
  rows('SELECT threat, stage, applies, level, kind, team_id, likelihood FROM risks WHERE asset_id = $1 ORDER BY threat, stage', [id]);
const later = () => new Date(Date.now() + 60_000);

describe('a change of an asset', () => {
  test('settles it before it commits: its risks are there with the answer, unassessed', async () => {
    const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Churn', stage: 'deploy' }, as(lead));
    const risks = await risksOf(id);
    expect(risks.length).toBeGreaterThan(3);
    expect(risks.every((risk) => risk.applies && risk.level === 3 && risk.kind === 'model' && risk.likelihood >= 1)).toBe(true);
    expect(await dueOf(id)).toEqual([]);
    expect((await call(assets.get, { id }, as(lead))).level).toBe('unassessed');
  });

  test('of its stage brings the risks of the stages it has passed, and leaves its version at one step', async () => {
    const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Churn', stage: 'develop' }, as(lead));
    const before = await risksOf(id);
    await moveToStage({ id }, 'monitor');
    await settleDue(new Date(Date.now() + 60_000));
    const after = await risksOf(id);
    expect(after.length).toBeGreaterThan(before.length);
    expect(new Set(after.map((risk) => risk.stage))).toContain('monitor');
    expect((await call(assets.get, { id }, as(lead))).version).toBe(1);
    await moveToStage({ id }, 'develop');
    await settleDue(new Date(Date.now() + 60_000));
    const back = (await risksOf(id)).filter((risk) => risk.applies);
    expect(back.map((risk) => risk.threat)).toEqual(before.map((risk) => risk.threat));
  });

  test('of its kind brings the threats of the new one, and ends those of the old', async () => {
    const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Features', stage: 'deploy' }, as(lead));
    const asModel = (await risksOf(id)).map((risk) => risk.threat);
    await call(assets.edit, { id, version: 1, kind: 'dataset' }, as(lead));
    const after = await risksOf(id);
    const applying = after.filter((risk) => risk.applies);
    expect(applying.length).toBeGreaterThan(0);
    expect(applying.some((risk) => !asModel.includes(risk.threat))).toBe(true);
    expect(after.filter((risk) => !risk.applies).every((risk) => risk.level === 0)).toBe(true);
    const { rows: meant } = await owner.query(
      "SELECT key AS threat, split_part(place, ':', 2) AS stage FROM threats, unnest(applies) place WHERE enabled AND place = ANY ($1) ORDER BY 1, 2",
      [['collect', 'validate', 'develop', 'deploy'].map((stage) => `dataset:${stage}`)],
    );
    expect(applying.map(({ threat, stage }) => ({ threat, stage }))).toEqual(meant);
  });

  test('of its exposure or its data class scores its risks anew, in the same moment', async () => {
    const { id } = await call(
      assets.create,
      { teamId: team.id, kind: 'model', name: 'Churn', stage: 'deploy', criticality: 1, exposure: 'isolated', dataClass: 'public' },
      as(lead),
    );
    const sums = async () =>
      (
        await rows('SELECT sum(likelihood)::int AS likelihood, sum(impact)::int AS impact FROM risks WHERE asset_id = $1 AND applies', [id])
      )[0];
    const first = await sums();
    await call(assets.edit, { id, version: 1, exposure: 'public' }, as(lead));
    const exposed = await sums();
    expect(exposed.likelihood).toBeGreaterThan(first.likelihood);
    expect(exposed.impact).toBe(first.impact);
    await call(assets.edit, { id, version: 2, dataClass: 'restricted' }, as(lead));
    const classed = await sums();
    expect(classed.likelihood).toBe(exposed.likelihood);
    expect(classed.impact).toBeGreaterThan(exposed.impact);
    expect(await dueOf(id)).toEqual([]);
  });

  test('of its status ends its risks, and brings them back', async () => {
    const { id } = await call(assets.create, { teamId: team.id, kind: 'dataset', name: 'Clicks', stage: 'collect' }, as(lead));
    await changeAssets(lead, act(), [id], { field: 'status', status: 'retired' }, new Date());
    expect((await risksOf(id)).every((risk) => !risk.applies && risk.level === 0)).toBe(true);
    expect(await rows('SELECT level FROM assets WHERE id = $1', [id])).toEqual([{ level: 0 }]);
    await changeAssets(lead, act(), [id], { field: 'status', status: 'active' }, new Date());
    expect((await risksOf(id)).every((risk) => risk.applies && risk.level === 3)).toBe(true);
  });

  test('of what risks do not depend on leaves nothing due', async () => {
    const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name: 'Churn', stage: 'deploy' }, as(lead));
    const [before] = await rows('SELECT xmin FROM risks WHERE asset_id = $1', [id]);
    await call(assets.edit, { id, version: 1, name: 'Churn, again' }, as(lead));
    expect(await dueOf(id)).toEqual([]);
    expect((await rows('SELECT xmin FROM risks WHERE asset_id = $1', [id]))[0]).toEqual(before);
  });
});

describe('a change of very many assets', () => {
  test('leaves them to a job, which keeps who made it and what it was', async () => {
    const many = [];
    for (let at = 0; at <= mostWithin; at += 1) many.push((await makeAsset(team, { kind: 'model' })).id);
    await settleDue(later());
    await changeAssets(lead, act(), many, { field: 'criticality', criticality: 5 }, new Date());
    const [one = ''] = many;
    expect(await dueOf(one)).toEqual([{ cause: 'asset.edited', actor_id: lead.id }]);
    expect(await rows("SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'risks.settle'")).toEqual([{ count: 1 }]);
    await settleDue(later());
    expect(await rows('SELECT count(*)::int AS count FROM risks_due')).toEqual([{ count: 0 }]);
    expect(await rows('SELECT DISTINCT cause, actor_id FROM risk_changes WHERE asset_id = $1', [one])).toEqual([
      { cause: 'asset.edited', actor_id: lead.id },
    ]);
  });

  test('in a team that it may not write leaves that to the job, and settles its own', async () => {
    const elsewhere = await makeAsset(await makeTeam(), { kind: 'model', more: { stage: 'deploy' } });
    await settleDue(later());
    await owner.query("DELETE FROM pgboss.job WHERE name = 'risks.settle'");
    // As a trigger of the owner's does, for what inherits a safeguard in another team.
    await owner.query(`CREATE FUNCTION make_due(asset uuid, team uuid) RETURNS void LANGUAGE sql SECURITY DEFINER AS
      $$ INSERT INTO risks_due (asset_id, team_id, cause, transaction) VALUES (asset, team, 'safeguard.edited', pg_current_xact_id()::text::bigint) $$`);
    const mine = await makeAsset(team, { kind: 'model', more: { stage: 'deploy' } });
    await transact(scopeOf(lead, 'asset.edit'), act(), 'safeguard.edited', async ({ tx, record }) => {
      await tx.$executeRaw`SELECT make_due(${elsewhere.id}::uuid, ${elsewhere.teamId}::uuid), make_due(${mine.id}::uuid, ${team.id}::uuid)`;
      await record({ event: 'safeguard.edited', targetType: 'safeguard', targetId: newId(), teamId: team.id });
    });
    expect(await risksOf(mine.id)).not.toEqual([]);
    expect(await dueOf(elsewhere.id)).toEqual([{ cause: 'safeguard.edited', actor_id: null }]);
    expect(await rows("SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'risks.settle'")).toEqual([{ count: 1 }]);
    await settleDue(later());
    expect(await dueOf(elsewhere.id)).toEqual([]);
  });

  test('only what was due at a moment is taken', async () => {
    const { id } = await makeAsset(team);
    await settleDue(new Date(Date.now() - 60_000));
    expect(await dueOf(id)).toHaveLength(1);
    await settleDue(later());
    expect(await dueOf(id)).toEqual([]);
  });
});

describe('time', () => {
  test('makes an assessed low or medium stale, once', async () => {
    const { id } = await makeAsset(team, { kind: 'model', more: { criticality: 1, exposure: 'isolated', data_class: 'public' } });
    await settleDue(later());
    const until = new Date(Date.now() + 3_600_000);
    await owner.query('UPDATE risks SET assessed_at = now(), assessed_until = $2 WHERE asset_id = $1', [id, until]);
    await owner.query("INSERT INTO risks_due (asset_id, team_id, cause, transaction) VALUES ($1, $2, 'risk.assessed', 0)", [id, team.id]);
    await settleDue(later());
    const lowOrMedium = await rows('SELECT id FROM risks WHERE asset_id = $1 AND level IN (1, 5) AND next_at = $2', [id, until]);
    expect(lowOrMedium.length).toBeGreaterThan(0);
    await settlePassed(new Date(until.getTime() - 1));
    expect(await rows('SELECT count(*)::int AS count FROM risks WHERE asset_id = $1 AND level = 4', [id])).toEqual([{ count: 0 }]);
    expect(await settlePassed(until)).toBe(1);
    expect(await rows('SELECT id FROM risks WHERE asset_id = $1 AND level = 4 AND next_at IS NULL', [id])).toHaveLength(lowOrMedium.length);
    expect(await rows('SELECT DISTINCT cause, actor_id FROM risk_changes WHERE asset_id = $1 AND level_after = 4', [id])).toEqual([
      { cause: 'time.passed', actor_id: null },
    ]);
    expect(await settlePassed(until)).toBe(0);
  });

  test('folds the tallies without changing what they add up to', async () => {
    const sums = () =>
      rows(
        'SELECT measure, team_id, kind, stage, level, x, y, sum(n)::int AS n FROM tallies GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7',
      );
    const before = await sums();
    await foldTallies();
    expect(await sums()).toEqual(before);
    expect(await rows('SELECT count(*)::int AS count FROM tallies')).toEqual([{ count: before.length }]);
  });
});
