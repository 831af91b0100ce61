import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { read } from '#lib/platform/database.ts';
import { owner } from '#lib/platform/testing.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { riskOperations as risks } from '../procedures.ts';
import type { RiskFilter, RiskListQuery } from '../schema.ts';
import { conditions, ordered } from './sql.ts';

let team: TestTeam;
let other: TestTeam;

/** Enough rows that reading them all costs more than an index: 12,000 risks of two teams. */
beforeAll(async () => {
  [team, other] = [await makeTeam(), await makeTeam()];
  await owner.query(
    `INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags)
     SELECT uuid7(), CASE WHEN i % 10 = 0 THEN $1::uuid ELSE $2::uuid END, 'model', 'planned-' || i, 'Planned ' || i, 'deploy', 3, 'internal', 'internal', '{}'
     FROM generate_series(1, 1200) i`,
    [team.id, other.id],
  );
  await owner.query(
    `INSERT INTO risks (id, team_id, asset_id, kind, threat, stage, level, likelihood, impact, severity, treatment, due_at, opened_at, updated_at)
     SELECT uuid7(), a.team_id, a.id, a.kind, t.key, 'deploy', CASE WHEN random() < 0.7 THEN 3 ELSE 1 + floor(random() * 7) END, 3, 3, 2,
       CASE WHEN random() < 0.02 THEN 'transfer' END, CASE WHEN random() < 0.1 THEN now() + random() * interval '90 days' END,
       now() - random() * interval '400 days', now() - random() * interval '400 days'
     FROM assets a CROSS JOIN (SELECT key FROM threats ORDER BY key LIMIT 10) t WHERE a.team_id IN ($1, $2)`,
    [team.id, other.id],
  );
  await owner.query('ANALYZE risks');
  await owner.query('ANALYZE assets');
}, 60_000);

type Node = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Plans?: Node[] };

/** The plan of a page, under the application's role and row-level security. */
async function planOf(filter: RiskFilter, teams: TeamIds, key: string): Promise<{ kinds: string[]; indexes: string[] }> {
  const order = Prisma.raw(`${key} DESC, r.id DESC`);
  const dated = key === 'r.due_at' ? [Prisma.sql`r.due_at IS NOT NULL`] : [];
  const query = ordered({ where: [...conditions(filter, 'every', null), ...dated], teams, order, limit: 51 });
  const [row] = await read({ ...houseScope(null), read: teams, write: [] }, (reader) =>
    reader.rows<{ 'QUERY PLAN': { Plan: Node }[] }>(Prisma.sql`EXPLAIN (FORMAT JSON) ${query}`),
  );
  const nodes: Node[] = [];
  const walk = (node: Node) => {
    nodes.push(node);
    for (const each of node.Plans ?? []) walk(each);
  };
  for (const { Plan } of row?.['QUERY PLAN'] ?? []) walk(Plan);
  return {
    kinds: nodes.filter((node) => node['Relation Name'] === 'risks').map((node) => node['Node Type']),
    indexes: nodes.flatMap((node) => (node['Index Name']?.startsWith('risks') ? [node['Index Name']] : [])),
  };
}

describe('a page is read by an index in its order', () => {
  test.each([
    ['r.level', {}, 'risks_by_level', 'risks_by_team_and_level'],
    ['r.updated_at', {}, 'risks_by_change', 'risks_by_team_and_change'],
    ['r.opened_at', {}, 'risks_by_opening', 'risks_by_team_and_opening'],
    ['r.due_at', {}, 'risks_due_at', 'risks_by_team_and_due'],
    ['r.level', { treatment: ['transfer'] }, 'risks_of_treatment_by_level', null],
  ] as [string, RiskFilter, string, string | null][])('by %s of %o', async (key, filter, ofAll, ofTeam) => {
    const everyone = await planOf(filter, 'every', key);
    expect(everyone.kinds).toEqual(['Index Scan']);
    expect(everyone.indexes).toEqual([ofAll]);
    if (ofTeam) expect((await planOf(filter, [team.id], key)).indexes).toEqual([ofTeam]);
  });

  test('several teams are each read in their own order', async () => {
    const plan = await planOf({}, [team.id, other.id], 'r.level');
    expect(plan).toEqual({ kinds: ['Index Scan'], indexes: ['risks_by_team_and_level'] });
  });
});

test('the view shows what the policy of the table does', async () => {
  const both = Prisma.sql`SELECT (SELECT count(*)::int FROM risks) AS policy, (SELECT count(*)::int FROM risk_list) AS view`;
  const seen = async (teams: TeamIds) => (await read({ actorId: null, read: teams, write: [] }, (reader) => reader.rows<Seen>(both)))[0];
  for (const teams of ['every', [team.id], [team.id, other.id], []] as const) {
    const counts = await seen(teams);
    expect(counts?.view).toBe(counts?.policy);
    expect((counts?.view ?? 0) > 0).toBe(teams.length > 0);
  }
});

type Seen = { policy: number; view: number };

test('filters by what was treated in a month, what no longer applies among it', async () => {
  const as = (actor: Actor) => ({ context: contextOf(actor) });
  const own = await makeTeam();
  const [lead, stranger] = [await makeActor([own, 'lead']), await makeActor([await makeTeam(), 'lead'])];
  const list = (input: RiskListQuery, actor = lead) => call(risks.list, input, as(actor));
  await call(assets.create, { teamId: own.id, kind: 'model', name: 'Fraud scoring', key: 'fraud-scoring', stage: 'change' }, as(lead));
  const ids = (await list({ limit: 3 })).rows.map(({ id }) => id);
  const [first, second, gone] = ids as [string, string, string];
  const changed = (id: string, from: number, at: string, days: number | null) =>
    owner.query(
      `INSERT INTO risk_changes (id, team_id, asset_id, risk_id, at, cause, level_before, level_after, likelihood_before, likelihood_after, impact_before, impact_after, treated_after)
       SELECT gen_random_uuid(), team_id, asset_id, id, $2, 'risk.assessed', $3, 1, 4, 1, 4, 4, $4 FROM risks WHERE id = $1`,
      [id, at, from, days],
    );
  await changed(first, 7, '2024-03-31T23:59:59.999Z', 3);
  await changed(first, 6, '2024-03-01T00:00:00Z', 1);
  await changed(second, 6, '2024-04-01T00:00:00Z', 1);
  await changed(second, 6, '2024-03-05T00:00:00Z', null);
  await changed(gone, 6, '2024-04-30T00:00:00Z', 2);
  await owner.query('UPDATE risks SET applies = false, level = 0 WHERE id = $1', [gone]);
  const found = async (input: RiskListQuery) => {
    const rows = (await list(input)).rows;
    expect((await call(risks.total, input, as(lead))).total).toBe(rows.length);
    return rows.map(({ id }) => id).sort();
  };
  expect(await found({ treatedIn: '2024-03' })).toEqual([first]);
  expect(await found({ treatedIn: '2024-04' })).toEqual([second, gone].sort());
  expect(await found({ treatedIn: '2024-04', treatedFrom: 'critical' })).toEqual([]);
  expect(await found({ treatedIn: '2024-03,2024-04', treatedFrom: 'critical,high' })).toEqual([first, second, gone].sort());
  expect((await list({ treatedIn: '2024-03' }, stranger)).rows).toEqual([]);
  await expect(list({ treatedIn: '2024-13' })).rejects.toThrow();
});
