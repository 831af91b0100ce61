import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, type TestAsset } from '#lib/access/testing.ts';
import { owner } from '#lib/platform/testing.ts';
import { assetOperations as assets } from '../procedures.ts';

let viewer: Actor;
let auditor: Actor;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const names = async (input: Record<string, string>) => (await call(assets.list, input, as(viewer))).rows.map((row) => row.name);

const raised = (asset: TestAsset, severity: string, source: string, at: string, clearedAt: string | null = null) =>
  owner.query(
    `INSERT INTO signals (id, team_id, asset_id, severity, source, source_ref, title, raised_at, cleared_at, cleared_note)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, gen_random_uuid(), 'Seen', $5, $6::timestamptz, CASE WHEN $6::timestamptz IS NOT NULL THEN 'Over' END)`,
    [asset.teamId, asset.id, severity, source, at, clearedAt],
  );
const registered = (asset: TestAsset, at: string) =>
  owner.query(`INSERT INTO asset_versions (id, team_id, asset_id, label, registered_at) VALUES (gen_random_uuid(), $1, $2, '1.0', $3)`, [
    asset.teamId,
    asset.id,
    at,
  ]);

beforeAll(async () => {
  const [team, other] = [await makeTeam(), await makeTeam()];
  viewer = await makeActor([team, 'viewer']);
  auditor = await makeOrganisationActor('auditor');
  const scorer = await makeAsset(team, { name: 'Scorer', kind: 'model' });
  const lite = await makeAsset(team, { name: 'Scorer lite', kind: 'model' });
  const payments = await makeAsset(team, { name: 'Payments', kind: 'dataset' });
  const secret = await makeAsset(other, { name: 'Scorer of another team', kind: 'model' });
  await raised(payments, 'critical', 'incident', '2026-11-03T23:59:59.999Z');
  await raised(secret, 'critical', 'incident', '2026-11-03T00:00:00Z');
  await raised(scorer, 'high', 'hand', '2026-11-03T12:00:00Z');
  await raised(scorer, 'critical', 'hand', '2026-11-03T12:00:00Z', '2026-11-04T12:00:00Z');
  await registered(scorer, '2026-11-03T00:00:00Z');
  await registered(lite, '2026-11-04T23:59:59Z');
});

test('open signals, of a severity at least, or none; what was cleared is not open', async () => {
  expect(await names({ signal: 'critical' })).toEqual(['Payments']);
  expect(await names({ signal: 'high' })).toEqual(['Payments', 'Scorer']);
  expect(await names({ signal: 'medium' })).toEqual(['Payments', 'Scorer']);
  expect(await names({ signal: 'none,critical' })).toEqual(['Payments', 'Scorer lite']);
  const { counts } = await call(assets.facet, { facet: 'signal', signal: 'critical', kind: 'model' }, as(viewer));
  expect(counts.map((each) => [each.value, each.count])).toEqual([
    ['critical', 0],
    ['high', 1],
    ['medium', 1],
    ['none', 1],
  ]);
});

test('what was released and what an incident befell on a UTC day', async () => {
  expect(await names({ releasedOn: '2026-11-03' })).toEqual(['Scorer']);
  expect(await names({ releasedOn: '2026-11-04' })).toEqual(['Scorer lite']);
  expect(await names({ releasedOn: '2026-11-05' })).toEqual([]);
  expect(await names({ incidentOn: '2026-11-03' })).toEqual(['Payments']);
  expect(await names({ incidentOn: '2026-11-02' })).toEqual([]);
  expect((await call(assets.total, { incidentOn: '2026-11-03' }, as(auditor))).total).toBe(2);
  await expect(call(assets.list, { releasedOn: 'yesterday' }, as(viewer))).rejects.toThrow();
});
