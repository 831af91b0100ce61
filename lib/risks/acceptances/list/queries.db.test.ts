import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeRisk, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { acceptanceOperations as acceptances } from '../procedures.ts';
import type { AcceptanceListQuery } from '../schema.ts';

const day = 86_400_000;
let team: TestTeam;
let viewer: Actor;
let security: Actor;
const as = (actor: Actor) => ({ context: contextOf(actor) });

/** Acceptances of risks of their own, a day apart in the order given; `ends` in days from now. */
async function add(
  of: TestTeam,
  given: { status?: string; ends?: number; by?: Actor; kind?: 'model' | 'dataset'; impact?: number; name?: string },
  at = 0,
) {
  const asset = await makeAsset(of, { kind: given.kind ?? 'model', ...(given.name && { name: given.name }) });
  const risk = await makeRisk(asset, { impact: given.impact ?? 4 });
  const [id, status] = [newId(), given.status ?? 'requested'];
  const [asked, decided, ended] = [new Date(Date.now() - (20 - at) * day), ['granted', 'refused'].includes(status), status === 'withdrawn'];
  await owner.query(
    `INSERT INTO acceptances (id, team_id, asset_id, risk_id, status, reason, until, severity, requested_by, requested_at, decided_by, decided_at, note, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, of.id, asset.id, risk.id, status, `Borne for a while: canary ${of.key}.`, new Date(Date.now() + (given.ends ?? 30) * day)],
      ...[given.impact === 5 ? 4 : 3, (given.by ?? viewer).id, asked],
      ...[decided ? security.id : null, decided ? asked : null, decided ? 'Noted.' : null, ended ? asked : null],
    ],
  );
  return id;
}

let ids: string[];
let other: TestTeam;

beforeAll(async () => {
  [team, other] = [await makeTeam(), await makeTeam()];
  viewer = await makeActor([team, 'viewer']);
  security = await makeOrganisationActor('security');
  ids = [
    await add(team, { name: 'Fraud scoring' }, 0),
    await add(team, { status: 'granted', ends: 10 }, 1),
    await add(team, { status: 'granted', ends: -1 }, 2),
    await add(team, { status: 'refused', kind: 'dataset' }, 3),
    await add(team, { status: 'withdrawn', impact: 5 }, 4),
    await add(team, { by: security }, 5),
    await add(team, { ends: -1 }, 6),
  ];
  await add(other, {}, 7);
});

const list = async (query: AcceptanceListQuery, actor = viewer) =>
  (await call(acceptances.list, query, as(actor))).rows.map(({ id }) => ids.indexOf(id));

test('shows what the reader may see, the newest request first, by either sort and page', async () => {
  expect(await list({})).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect(await list({ sort: 'until' })).toEqual([2, 6, 1, 0, 3, 4, 5]);
  const first = await call(acceptances.list, { sort: 'requested', limit: 3 }, as(viewer));
  const second = await call(acceptances.list, { sort: 'requested', limit: 3, after: first.next ?? '' }, as(viewer));
  const back = await call(acceptances.list, { sort: 'requested', limit: 3, before: second.previous ?? '' }, as(viewer));
  expect([first, second, back].map(({ rows }) => rows.map(({ id }) => ids.indexOf(id)))).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [0, 1, 2],
  ]);
  await refusal(call(acceptances.list, { sort: 'until', after: first.next ?? '' }, as(viewer)), 'invalid');
  expect(JSON.stringify(await call(acceptances.list, {}, as(viewer)))).not.toContain(other.key);
  expect((await call(acceptances.list, { team: other.key }, as(viewer))).rows).toEqual([]);
});

test('filters by how things stand at this moment, and counts each value under all other filters', async () => {
  expect(await list({ status: 'requested' })).toEqual([5, 0]);
  expect(await list({ status: 'granted' })).toEqual([1]);
  expect(await list({ status: 'ended' })).toEqual([6, 2]);
  expect(await list({ until: '14d' })).toEqual([1]);
  expect(await list({ kind: 'dataset' })).toEqual([3]);
  expect(await list({ severity: 'critical' })).toEqual([4]);
  expect(await list({ requester: security.id })).toEqual([5]);
  expect(await list({ q: 'fraud canary' })).toEqual([0]);
  const { counts } = await call(acceptances.facet, { facet: 'status', severity: 'high' }, as(viewer));
  expect(Object.fromEntries(counts.map(({ value, count }) => [value, count]))).toEqual({
    requested: 2,
    granted: 1,
    refused: 1,
    withdrawn: 0,
    revoked: 0,
    ended: 2,
  });
  expect(await call(acceptances.total, { status: 'ended' }, as(viewer))).toEqual({ total: 2, more: false });
  for (const facet of ['team', 'kind', 'stage', 'severity', 'requester', 'decide', 'asset'] as const)
    expect((await call(acceptances.facet, { facet }, as(viewer))).counts.reduce((sum, { count }) => sum + count, 0)).toBe(
      facet === 'decide' ? 0 : 7,
    );
});

test('what is mine to decide: not one’s own requests, nothing for who may not decide', async () => {
  expect(await list({ decide: 'mine', team: team.key }, security)).toEqual([0]);
  expect(await list({ decide: 'mine' })).toEqual([]);
  const { rows } = await call(acceptances.list, { team: team.key, status: 'requested' }, as(security));
  expect(rows.map(({ mayDecide }) => mayDecide)).toEqual([false, true]);
  const { counts } = await call(acceptances.facet, { facet: 'decide', team: team.key }, as(security));
  expect(counts).toEqual([{ value: 'mine', label: 'Mine to decide', count: 1 }]);
});

test('names what a filter holds, and nothing of teams that one may not see', async () => {
  const names = await call(acceptances.names, { team: `${team.key},${other.key}`, requester: security.id }, as(viewer));
  expect(names).toEqual({ team: { [team.key]: team.name }, requester: { [security.id]: security.name }, asset: {} });
});

test('an export holds what the list does, and that it was taken is recorded', async () => {
  const { body, headers } = await call(acceptances.export, { status: 'requested', sort: 'requested' }, as(viewer));
  const lines = (await body.text()).trim().split('\r\n');
  expect(headers['content-disposition']).toMatch(/gatehouse-acceptances-.*\.csv/);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('Fraud scoring');
  expect(lines.join()).not.toContain(other.key);
  const { rows } = await owner.query("SELECT after FROM audit_events WHERE event = 'acceptances.exported' AND actor_id = $1", [viewer.id]);
  expect(rows).toEqual([{ after: { filter: { status: ['requested'] }, count: 2 } }]);
});
