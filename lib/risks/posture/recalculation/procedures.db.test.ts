import { spawn } from 'node:child_process';
import { call } from '@orpc/server';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkout } from '#bin/setup/checkout.ts';
import { houseScope } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { settle } from '../commands.ts';
import { settleDue } from '../due/commands.ts';
import { recalculate, requestRecalculation, resumeRecalculations } from './commands.ts';
import { recalculationOperations as recalculations } from './procedures.ts';

let team: TestTeam;

beforeAll(async () => {
  team = await makeTeam();
  for (let at = 0; at < 12; at += 1) await makeAsset(team, { kind: 'model', more: { stage: 'deploy' } });
  await settleDue(new Date(Date.now() + 60_000));
  await owner.query("UPDATE risks SET assessed_at = now(), assessed_until = now() + interval '90 days'");
});
afterEach(stopJobs);

const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows;
const act = () => ({ actorId: null, requestId: newId(), operationId: newId() });
const request = () =>
  transact(houseScope(null), act(), 'catalogue.changed', async (change) => {
    await change.record({ event: 'catalogue.changed', targetType: 'catalogue', targetId: null, teamId: null });
    return requestRecalculation(change, 'catalogue.changed');
  });

describe('asking for a recalculation', () => {
  test('makes a job; while it waits, it serves for the next change too', async () => {
    const id = await request();
    expect(await request()).toBe(id);
    const jobs = await rows("SELECT data FROM pgboss.job WHERE name = 'risks.recalculate'");
    expect(jobs).toEqual([{ data: { recalculationId: id } }]);
    await recalculate(id);
    expect(await request()).not.toBe(id);
  });

  test('that is over again does nothing', async () => {
    const id = await request();
    await recalculate(id);
    const [before] = await rows('SELECT * FROM recalculations WHERE id = $1', [id]);
    await recalculate(id);
    expect((await rows('SELECT * FROM recalculations WHERE id = $1', [id]))[0]).toEqual(before);
  });
});

describe('a recalculation', () => {
  test('moves what the catalogue moved, with the cause in the history, and forgets scores that no risk has', async () => {
    await owner.query(
      "INSERT INTO scorings (facts, threat, computed_likelihood, computed_impact, likelihood, impact, severity, residual_likelihood, residual_impact, residual_severity, coverage) VALUES ('model-theft|collect|public|public|1|-|-|0|', 'model-theft', 1, 1, 1, 1, 1, 1, 1, 1, 0) ON CONFLICT DO NOTHING",
    );
    await owner.query(
      "UPDATE settings SET value = jsonb_set(value, '{matrix}', (SELECT jsonb_agg(4) FROM generate_series(1, 25))) WHERE name = 'risk'",
    );
    const id = await request();
    await recalculate(id);
    expect(await rows('SELECT DISTINCT level FROM assets WHERE team_id = $1', [team.id])).toEqual([{ level: 7 }]);
    expect(await rows('SELECT status, total, done, moved, error FROM recalculations WHERE id = $1', [id])).toEqual([
      { status: 'done', total: 12, done: 12, moved: 12, error: null },
    ]);
    expect(await rows('SELECT DISTINCT cause FROM risk_changes WHERE level_after = 7')).toEqual([{ cause: 'catalogue.changed' }]);
    expect(await rows('SELECT id FROM scorings s WHERE NOT EXISTS (SELECT FROM risks r WHERE r.scoring_id = s.id)')).toEqual([]);
  });

  test('goes on where it stood, when its process was killed', async () => {
    await owner.query(
      "UPDATE settings SET value = jsonb_set(value, '{matrix}', (SELECT jsonb_agg(1) FROM generate_series(1, 25))) WHERE name = 'risk'",
    );
    const id = await request();
    const [last] = await rows('SELECT id FROM assets ORDER BY id DESC LIMIT 1');
    // Somebody holds the last asset, so that it cannot end; it is killed while it waits.
    const holder = await owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM assets WHERE id = $1 FOR UPDATE', [last?.id]);
    const script = `import { recalculate } from '#lib/risks/posture/recalculation/commands.ts'; await recalculate('${id}');`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: checkout, env: process.env, stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    const waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%gatehouse.scorings%'";
    await expect.poll(async () => (await rows(waits)).length, { timeout: 60_000 }).toBe(1);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    await holder.query('ROLLBACK');
    holder.release();
    expect(await rows('SELECT status FROM recalculations WHERE id = $1', [id])).toEqual([{ status: 'running' }]);
    await recalculate(id);
    expect(await rows('SELECT status, done FROM recalculations WHERE id = $1', [id])).toEqual([{ status: 'done', done: 12 }]);
    expect(await rows('SELECT DISTINCT level FROM assets WHERE team_id = $1', [team.id])).toEqual([{ level: 1 }]);
  });

  test('that stands somewhere looks at no asset before that', async () => {
    const ids = (await rows('SELECT id FROM assets WHERE team_id = $1 ORDER BY id', [team.id])).map((row) => row['id']);
    await owner.query('UPDATE assets SET level = 0 WHERE id = ANY ($1)', [[ids[2], ids[9]]]);
    const id = await request();
    await owner.query("UPDATE recalculations SET status = 'running', position = $2, done = 6 WHERE id = $1", [id, ids[5]]);
    await recalculate(id);
    expect(await rows('SELECT id FROM assets WHERE level = 0')).toEqual([{ id: ids[2] }]);
    expect(await rows('SELECT status, done, moved FROM recalculations WHERE id = $1', [id])).toEqual([
      { status: 'done', done: 12, moved: 1 },
    ]);
  });

  test('that its server let go of is taken up again', async () => {
    const id = await request();
    const stop = new AbortController();
    stop.abort();
    await recalculate(id, stop.signal);
    expect(await rows('SELECT status FROM recalculations WHERE id = $1', [id])).toEqual([{ status: 'running' }]);
    await owner.query("DELETE FROM pgboss.job WHERE name = 'risks.recalculate'");
    await resumeRecalculations();
    await resumeRecalculations();
    expect(await rows("SELECT data FROM pgboss.job WHERE name = 'risks.recalculate'")).toEqual([{ data: { recalculationId: id } }]);
    await recalculate(id);
    await owner.query("DELETE FROM pgboss.job WHERE name = 'risks.recalculate'");
    await resumeRecalculations();
    expect(await rows("SELECT data FROM pgboss.job WHERE name = 'risks.recalculate'")).toEqual([]);
  });

  test('and an assessment at the same time end as if one had come after the other', async () => {
    await owner.query(
      "UPDATE settings SET value = jsonb_set(value, '{matrix}', (SELECT jsonb_agg(3) FROM generate_series(1, 25))) WHERE name = 'risk'",
    );
    const id = await request();
    const assets = await rows('SELECT id FROM assets WHERE team_id = $1 ORDER BY id', [team.id]);
    const assessing = assets.map((asset) =>
      transact(houseScope(null), act(), 'risk.assessed', async (change) => {
        await change.tx.risk.updateMany({ where: { assetId: asset['id'] }, data: { assessedAt: null, assessedUntil: null } });
        await settle(change, [asset['id']]);
        await change.record({ event: 'risk.assessed', targetType: 'risk', targetId: asset['id'], teamId: team.id });
      }),
    );
    await Promise.all([recalculate(id), ...assessing]);
    expect(await rows('SELECT DISTINCT level FROM risks')).toEqual([{ level: 3 }]);
    expect(await rows('SELECT DISTINCT level FROM assets WHERE team_id = $1', [team.id])).toEqual([{ level: 3 }]);
    expect(await rows('SELECT DISTINCT severity FROM risks')).toEqual([{ severity: 3 }]);
  });
});

describe('looking how far it is', () => {
  test('tells whoever may read assets, the latest first', async () => {
    const context = contextOf(await makeActor([team, 'viewer']));
    const { rows: found } = await call(recalculations.list, {}, { context });
    expect(found[0]).toMatchObject({ cause: 'catalogue.changed', status: 'done', total: 12, done: 12, error: null });
    expect(found.map(({ requestedAt }) => requestedAt)).toEqual(
      found
        .map(({ requestedAt }) => requestedAt)
        .sort()
        .reverse(),
    );
    const [first] = found;
    expect(await call(recalculations.get, { id: first?.id ?? '' }, { context })).toEqual(first);
  });

  test('is refused to whoever reads none, and another id is not found', async () => {
    const nobody = contextOf(await makeActor());
    await refusal(call(recalculations.list, {}, { context: nobody }), 'forbidden');
    await refusal(call(recalculations.get, { id: newId() }, { context: nobody }), 'forbidden');
    await refusal(call(recalculations.get, { id: newId() }, { context: contextOf(await makeOrganisationActor('security')) }), 'not_found');
  });
});
