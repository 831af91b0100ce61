/** Many dependants, deep lineage, and those who act at the same moment. */
import { call } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import '#lib/composition.ts';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeLineage, makeTeam, makeVersion, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import { versionOperations as versions } from '#lib/assets/versions/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { stopJobs } from '#lib/platform/jobs.ts';
import { owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { isCounted, makeReview, makeTemplate, type TestTemplate } from '../testing.ts';
import { approve } from './commands.ts';
import { approvalOperations as approvals } from './procedures.ts';
import { judgeLeft, mostWithin } from './staleness/commands.ts';
import { tellStale } from './telling/commands.ts';

let team: TestTeam;
let lead: Actor;
let template: TestTemplate;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  template = await makeTemplate();
});
afterEach(stopJobs);

const as = (actor: Actor) => ({ context: contextOf(actor) });
const house = () => ({ actorId: null, requestId: 'test', operationId: newId() });
const rows = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows;
const register = (asset: TestAsset) =>
  call(versions.register, { id: asset.id, label: newId(), files: [{ path: 'data.bin', sha256: 'c'.repeat(64), size: 1 }] }, as(lead));

/** A dataset, and below it so many levels of so many models, each made from two of the level above; each is approved. */
async function deep(levels: number, wide: number): Promise<{ data: TestAsset; last: string }> {
  const data = await makeAsset(team, { kind: 'dataset', name: 'Root' });
  const root = await makeVersion(data, { more: { root_digest: 'a'.repeat(64) } });
  const nodes = Array.from({ length: levels * wide }, (_, n) => ({ n, asset: newId(), version: newId(), review: newId() }));
  const given = [JSON.stringify(nodes), team.id];
  const each = `jsonb_to_recordset($1::jsonb) AS n(n int, asset uuid, version uuid, review uuid)`;
  const client = await owner.connect();
  await client.query('BEGIN');
  const run = (text: string, values: unknown[] = given) => client.query(text, values);
  await run(`INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags)
    SELECT asset, $2, 'model', asset::text, 'Model ' || n, 'develop', 3, 'internal', 'internal', '{}' FROM ${each}`);
  await run(`INSERT INTO asset_versions (id, asset_id, team_id, label) SELECT version, asset, $2, '1' FROM ${each}`);
  const joined = `INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation)
    SELECT gen_random_uuid(), $2, n.version, coalesce(o.version, $4), 'derived_from' FROM ${each}
    LEFT JOIN ${each.replace('AS n(', 'AS o(')} ON o.n = `;
  await run(`${joined} n.n - $3`, [...given, wide, root.id]);
  await run(`${joined} n.n - $3 - n.n % $3 + (n.n * 7 + 1) % $3 WHERE n.n >= $3 AND (n.n * 7 + 1) % $3 <> n.n % $3`, [
    ...given,
    wide,
    root.id,
  ]);
  await run('SET LOCAL session_replication_role = replica', []);
  await run(
    `INSERT INTO reviews (id, team_id, subject, asset_id, version_id, template, template_number, title, status, due_at)
     SELECT review, $2, 'version', asset, version, $3, 1, 'Of many', 'approved', now() FROM ${each}`,
    [...given, template.key],
  );
  await run(`INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, upstream, upstream_digest, governed, valid_until, moment)
    SELECT gen_random_uuid(), review, $2, asset, version, '[{"version": "${root.id}", "digest": null}]', repeat('b', 64),
      '{"stage": "develop", "exposure": "internal", "dataClass": "internal"}', now() + interval '90 days', nextval('approval_moments') FROM ${each}`);
  await run('COMMIT', []);
  client.release();
  return { data, last: nodes.at(-1)?.asset ?? '' };
}

test('many dependants, 300 levels deep, are left to the job; until it is done nobody relies on them; killed in the middle nothing is half done', async () => {
  const [levels, wide] = [300, 8];
  const { data, last } = await deep(levels, wide);
  expect(levels * wide).toBeGreaterThan(mostWithin);
  expect(await isCounted(last)).toBe(true);
  await register(data);
  const count = () => rows('SELECT p.status, count(*)::int AS n FROM approvals p WHERE team_id = $1 GROUP BY 1 ORDER BY 1', [team.id]);
  expect(await count()).toEqual([{ status: 'fresh', n: levels * wide }]);
  expect(await isCounted(last)).toBe(false);
  const [waiting] = (await call(approvals.ofAsset, { id: last }, as(lead))).rows;
  expect(waiting).toMatchObject({ status: 'fresh', judging: true, staleness: null });
  const [job] = await rows("SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'approvals.judge'");
  expect(job?.n).toBeGreaterThan(0);

  const doomed = await owner.connect();
  const { rows: process } = await doomed.query('SELECT pg_backend_pid() AS pid');
  await doomed.query('BEGIN');
  await doomed.query('SELECT judge_approvals(false, 1000000)');
  const ended = new Promise((done) => doomed.once('error', done));
  await rows('SELECT pg_terminate_backend($1)', [process[0].pid]);
  await ended;
  doomed.release(true);
  expect(await count()).toEqual([{ status: 'fresh', n: levels * wide }]);
  expect((await rows('SELECT 1 FROM approvals_due WHERE team_id = $1', [team.id])).length).toBe(1);

  await Promise.all([judgeLeft(), judgeLeft()]);
  expect(await count()).toEqual([{ status: 'stale', n: levels * wide }]);
  const [shown] = (await call(approvals.ofAsset, { id: last }, as(lead))).rows;
  expect(shown?.staleness?.path).toHaveLength(levels + 2);
  expect([shown?.staleness?.path[1]?.asset.name, shown?.staleness?.path.at(-1)?.asset.id]).toEqual(['Root', last]);

  const stopping = new AbortController();
  const first = tellStale(stopping.signal);
  stopping.abort();
  await first;
  await Promise.all([tellStale(), tellStale()]);
  const [told] = await rows(
    "SELECT count(*)::int AS n, count(DISTINCT target_id)::int AS assets, min(actor_id::text) AS by FROM audit_events WHERE team_id = $1 AND event = 'approval.staled'",
    [team.id],
  );
  expect(told).toEqual({ n: levels * wide, assets: levels * wide, by: lead.id });
  expect(
    await rows('SELECT status, count(*)::int AS n FROM reviews WHERE team_id = $1 AND template = $2 AND title = $3 GROUP BY 1', [
      team.id,
      template.key,
      'Of many',
    ]),
  ).toEqual([{ status: 'stale', n: levels * wide }]);
});

async function trained() {
  const [data, model] = [await makeAsset(team, { kind: 'dataset' }), await makeAsset(team, { kind: 'model' })];
  const [dataVersion, modelVersion] = [await makeVersion(data, { more: { root_digest: 'a'.repeat(64) } }), await makeVersion(model)];
  await makeLineage(modelVersion, dataVersion, 'trained_on');
  const review = await makeReview(model, { template, status: 'approved', more: { version_id: modelVersion.id } });
  return { data, model, review };
}

/** Ends when so many transactions wait for an advisory lock of this database. */
async function waiters(count: number): Promise<void> {
  const query = `SELECT count(*)::int AS waiting FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`;
  while ((await rows(query))[0]?.waiting !== count) await new Promise(setImmediate);
}

test('a version that is registered while somebody approves makes that approval stale', async () => {
  const { data, model, review } = await trained();
  let registering: Promise<unknown> = Promise.resolve();
  await transact(houseScope(null), house(), 'review.approved', async (change) => {
    await approve(change, review.id);
    registering = register(data);
    await waiters(1);
  });
  await registering;
  expect(await isCounted(model.id)).toBe(false);
  expect(await rows('SELECT status FROM approvals WHERE asset_id = $1', [model.id])).toEqual([{ status: 'stale' }]);
});

test.each([
  ['judged by its own change', 1000],
  ['left to the job', 0],
])('an approval that comes after a change, %s, knows of it and stands', async (_, most) => {
  const { data, model, review } = await trained();
  const client = await owner.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO asset_versions (id, asset_id, team_id, label, root_digest) VALUES ($1, $2, $3, 'new', repeat('c', 64))", [
    newId(),
    data.id,
    team.id,
  ]);
  await client.query('SELECT judge_approvals(true, $1)', [most]);
  const approving = transact(houseScope(null), house(), 'review.approved', (change) => approve(change, review.id));
  await waiters(1);
  await client.query('COMMIT');
  client.release();
  await approving;
  expect(await isCounted(model.id)).toBe(true);
  await judgeLeft();
  expect(await rows('SELECT status FROM approvals WHERE asset_id = $1', [model.id])).toEqual([{ status: 'fresh' }]);
});

test('an approval is for nobody else to see or write, and is not written without an event', async () => {
  const { model, review } = await trained();
  await transact(houseScope(null), house(), 'review.approved', (change) => approve(change, review.id));
  const other = await makeTeam();
  const scope = { actorId: lead.id, read: [other.id], write: [other.id] };
  const changed = await transact(scope, { ...house(), actorId: lead.id }, 'approval.staled', async (change) => {
    change.unchanged();
    return [
      await change.tx.approval.count(),
      await change.tx.$executeRaw`UPDATE approvals SET status = 'superseded' WHERE asset_id = ${model.id}::uuid`,
    ];
  });
  expect(changed).toEqual([0, 0]);
  const client = await owner.connect();
  await client.query("SET app.announced = ''");
  await expect(client.query("UPDATE approvals SET status = 'superseded' WHERE asset_id = $1", [model.id])).rejects.toThrow('announced');
  await client.query("SET app.announced = 'test.arranged'");
  client.release();
});

test('a digest is of 64 lower-case hexadecimal digits, or refused', async () => {
  const asset = await makeAsset(team, { kind: 'model' });
  const version = await makeVersion(asset);
  const review = await makeReview(asset, { template, status: 'approved', more: { version_id: version.id } });
  const insert = (root: string | null, upstream: string) =>
    owner.query(
      `INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, root_digest, upstream_digest, valid_until, moment)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + interval '1 day', nextval('approval_moments'))`,
      [newId(), review.id, team.id, asset.id, version.id, root, upstream],
    );
  const good = '0123456789abcdef'.repeat(4);
  for (const bad of ['', good.slice(1), `${good}0`, good.toUpperCase(), `${good.slice(1)}g`, `${good.slice(1)}\n`, `${good.slice(2)}é`]) {
    await expect(insert(bad, good), bad).rejects.toMatchObject({ code: '23514' });
    await expect(insert(good, bad), bad).rejects.toMatchObject({ code: '23514' });
  }
  await insert(null, good);
});
