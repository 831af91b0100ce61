import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Kind } from '#lib/access/kinds.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { actOf } from '#lib/access/procedure.ts';
import { contextOf, eventsOf, makeActor, makeAsset, makeLineage, makeTeam, makeVersion, type TestTeam } from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { lockLineage } from './commands.ts';
import { lineageOperations as lineage } from './procedures.ts';
import { originOf, type Relation, relations } from './rules.ts';

let team: TestTeam;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });

/** An asset of its own with one version. */
async function version(kind: Kind = 'model', of: TestTeam = team, name?: string) {
  const asset = await makeAsset(of, { kind, ...(name && { name }) });
  return { ...(await makeVersion(asset, { label: '1' })), asset };
}

test('records an arrow with its event on the asset that it starts from', async () => {
  const [model, data] = [await version('model'), await version('dataset')];
  const input = { fromVersionId: model.id, toVersionId: data.id, relation: 'trained_on' } as const;
  const { id } = await call(lineage.record, input, as(lead));
  expect(await eventsOf(model.asset)).toMatchObject([
    {
      event: 'lineage.recorded',
      actor_id: lead.id,
      team_id: team.id,
      target_type: 'asset',
      after: { lineageId: id, relation: 'trained_on', from: `${model.asset.name} 1`, to: `${data.asset.name} 1` },
    },
  ]);
  const graph = await call(lineage.get, { id: model.asset.id }, as(lead));
  expect(graph.edges).toEqual([{ id, from: model.id, to: data.id, relation: 'trained_on', removable: true }]);
  expect(graph.nodes.map((node) => [node.id, node.distance])).toEqual([
    [model.id, 0],
    [data.id, -1],
  ]);
  await refusal(call(lineage.record, input, as(lead)), 'conflict');
});

test('refuses what does not fit, oneself, and a retired asset', async () => {
  const [model, other] = [await version(), await version()];
  const record = (from: string, to: string, relation: 'trained_on' | 'derived_from') =>
    call(lineage.record, { fromVersionId: from, toVersionId: to, relation }, as(lead));
  expect((await refusal(record(model.id, other.id, 'trained_on'), 'invalid')).details.fields?.['relation']).toContain('a dataset');
  await refusal(record(model.id, model.id, 'derived_from'), 'invalid');
  await owner.query(`UPDATE assets SET status = 'retired' WHERE id = $1`, [model.asset.id]);
  await refusal(record(model.id, other.id, 'derived_from'), 'conflict');
});

test('takes the right on the asset it starts from, and sight of the other', async () => {
  const shared = await makeTeam();
  const [mine, theirs] = [await version(), await version('dataset', shared)];
  const input = { fromVersionId: mine.id, toVersionId: theirs.id, relation: 'trained_on' } as const;
  expect((await refusal(call(lineage.record, input, as(lead)), 'not_found')).details.fields).toHaveProperty('toVersionId');
  await refusal(call(lineage.record, input, as(await makeActor([team, 'viewer'], [shared, 'lead']))), 'forbidden');
  await refusal(call(lineage.record, input, as(await makeActor([team, 'cloud_admin'], [shared, 'viewer']))), 'forbidden');
  await call(lineage.record, input, as(await makeActor([team, 'data_scientist'], [shared, 'viewer'])));
  const [event] = await eventsOf(mine.asset);
  expect(JSON.stringify(event)).not.toContain(theirs.asset.name);
});

test('refuses a circle with the path that would close', async () => {
  const [a, b, c] = [await version('model', team, 'Alpha'), await version('model', team, 'Beta'), await version('model', team, 'Gamma')];
  await makeLineage(a, b);
  await makeLineage(b, c);
  const error = await refusal(
    call(lineage.record, { fromVersionId: c.id, toVersionId: a.id, relation: 'derived_from' }, as(lead)),
    'conflict',
  );
  expect(error.message).toContain('Gamma 1 → Alpha 1 → Beta 1 → Gamma 1');
  expect(error.details.fields).toHaveProperty('toVersionId');
  expect(await eventsOf(c.asset)).toEqual([]);
});

test('a circle through a team that one does not see is refused without its names', async () => {
  const hiddenTeam = await makeTeam();
  const [a, hidden, c] = [await version(), await version('model', hiddenTeam, 'Canary'), await version()];
  await makeLineage(a, hidden);
  await makeLineage(hidden, c);
  const error = await refusal(
    call(lineage.record, { fromVersionId: c.id, toVersionId: a.id, relation: 'derived_from' }, as(lead)),
    'conflict',
  );
  expect(error.message).toContain('an asset outside your teams');
  expect(JSON.stringify([error.message, error.details])).not.toMatch(/Canary/);
  expect(JSON.stringify(error.details)).not.toContain(hidden.id);
});

const record = (from: { id: string }, relation: Relation, to: { id: string }, actor = lead) =>
  call(lineage.record, { fromVersionId: from.id, toVersionId: to.id, relation }, as(actor));

test('a circle is one of what comes from what, however the arrows point', async () => {
  const model = await version('model', team, 'Model');
  const [endpoint, logs] = [await version('infrastructure', team, 'Endpoint'), await version('dataset', team, 'Logs')];
  await record(model, 'deployed_to', endpoint);
  await record(logs, 'derived_from', endpoint);
  const closing = await refusal(record(model, 'trained_on', logs), 'conflict');
  expect(closing.message).toContain('Model 1 → Logs 1 → Endpoint 1 → Model 1');
  const retrained = await makeVersion(model.asset, { label: '2' });
  await record(retrained, 'trained_on', logs);
  const shipped = await refusal(record(retrained, 'deployed_to', endpoint), 'conflict');
  expect(shipped.message).toContain('Endpoint 1 → Model 2 → Logs 1 → Endpoint 1');
  await record(retrained, 'deployed_to', await makeVersion(endpoint.asset, { label: '2' }));
});

test('what is evaluated on its own output, or stored beside its source, closes no circle', async () => {
  const [model, attacks] = [await version('model'), await version('dataset')];
  await record(attacks, 'derived_from', model);
  await record(model, 'evaluated_on', attacks);
  const [repository, pipeline] = [await version('repository'), await version('pipeline')];
  await record(pipeline, 'derived_from', repository);
  await record(model, 'built_by', pipeline);
  await record(model, 'stored_in', repository);
});

test('the database and the rules agree on what comes from what', async () => {
  for (const relation of relations) {
    const [from, to] = [await version(), await version()];
    await makeLineage(from, to, relation);
    const { rows } = await owner.query('SELECT version_id, origin_id FROM lineage_origins WHERE version_id = ANY ($1)', [[from.id, to.id]]);
    const told = originOf({ from: from.id, to: to.id, relation });
    expect(rows, relation).toEqual(told ? [{ version_id: told.version, origin_id: told.origin }] : []);
  }
});

test('two writers at once cannot close a circle together', async () => {
  const [a, b] = [await version(), await version()];
  const record = (from: string, to: string) =>
    call(lineage.record, { fromVersionId: from, toVersionId: to, relation: 'derived_from' }, as(lead)).then(
      () => 'recorded',
      () => 'refused',
    );
  // Both are past all else and wait for the lock when it opens: without it, neither would see the other's arrow.
  const pending: Promise<string>[] = [];
  await transact(scopeOf(lead, 'lineage.edit'), actOf(contextOf(lead)), 'lineage.recorded', async ({ tx, unchanged }) => {
    await lockLineage(tx);
    pending.push(record(a.id, b.id), record(b.id, a.id));
    await waiters(2);
    unchanged();
  });
  expect((await Promise.all(pending)).sort()).toEqual(['recorded', 'refused']);
  expect((await owner.query('SELECT 1 FROM lineage WHERE from_version_id = ANY ($1)', [[a.id, b.id]])).rowCount).toBe(1);
});

/** Ends when so many transactions wait for an advisory lock of this database. */
async function waiters(count: number): Promise<void> {
  const query = `SELECT count(*)::int AS waiting FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()`;
  while ((await owner.query<{ waiting: number }>(query)).rows[0]?.waiting !== count) await new Promise(setImmediate);
}

test('removes an arrow once, keeps the row, and may record it again', async () => {
  const [model, data] = [await version('model'), await version('dataset')];
  const id = await makeLineage(model, data, 'trained_on');
  await refusal(call(lineage.remove, { id }, as(await makeActor([team, 'viewer']))), 'forbidden');
  await refusal(call(lineage.remove, { id }, as(await makeActor([await makeTeam(), 'lead']))), 'not_found');
  await call(lineage.remove, { id }, as(lead));
  expect(await eventsOf(model.asset)).toMatchObject([{ event: 'lineage.removed', before: { lineageId: id, to: `${data.asset.name} 1` } }]);
  expect((await owner.query('SELECT removed_at FROM lineage WHERE id = $1', [id])).rows[0].removed_at).toBeInstanceOf(Date);
  expect((await call(lineage.get, { id: model.asset.id }, as(lead))).edges).toEqual([]);
  await refusal(call(lineage.remove, { id }, as(lead)), 'not_found');
  await call(lineage.record, { fromVersionId: model.id, toVersionId: data.id, relation: 'trained_on' }, as(lead));
});
