import { call } from '@orpc/server';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeOrganisationActor, makePerson, makeTeam, type TestPerson, type TestTeam } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import { type Level, levels } from '#lib/assets/rules.ts';
import { read } from '#lib/platform/database.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { riskOperations as risks } from '../procedures.ts';
import { sorts } from '../rules.ts';
import type { RiskFacet, RiskListQuery, RiskRow } from '../schema.ts';
import { conditions, find, ordered } from './sql.ts';

let team: TestTeam;
let other: TestTeam;
let lead: Actor;
let everyone: Actor;
let marta: TestPerson;
const ids: string[] = [];

const as = (actor: Actor) => ({ context: contextOf(actor) });
const list = (input: RiskListQuery, actor = lead) => call(risks.list, input, as(actor));
const all = async (input: RiskListQuery = {}, actor = lead) => (await list({ limit: 200, ...input }, actor)).rows;

/** What people and settling would write, written at once, so that every value that lists go by stands in some row. */
async function arrange(): Promise<void> {
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM risks WHERE team_id = $1 ORDER BY id', [team.id]);
  ids.push(...rows.map(({ id }) => id));
  for (const [at, id] of ids.entries())
    await owner.query(
      `UPDATE risks SET level = $2, due_at = $3, updated_at = now() - $4 * interval '1 minute', opened_at = now() - $5 * interval '1 day',
        owner_id = $6, treatment = $7, coverage = $8, assessed_at = $9, likelihood = $10, impact = $11 WHERE id = $1`,
      [
        id,
        [7, 6, 5, 4, 3, 2, 1][at % 7],
        at % 3 === 0 ? null : new Date(Date.now() + ((at % 5) - 1) * 4 * 86_400_000),
        at % 4,
        at % 6,
        at % 2 ? marta.id : null,
        [null, 'mitigate', 'accept', 'avoid', 'transfer'][at % 5],
        at % 4,
        at % 3 === 1 ? new Date(Date.now() - at * 86_400_000) : null,
        (at % 5) + 1,
        ((at + 2) % 5) + 1,
      ],
    );
}

beforeAll(async () => {
  [team, other] = [await makeTeam(), await makeTeam()];
  [lead, everyone, marta] = [
    await makeActor([team, 'lead']),
    await makeOrganisationActor('security'),
    await makePerson({ name: 'Marta Kovač' }),
  ];
  const stranger = await makeActor([other, 'lead']);
  await call(assets.create, { teamId: team.id, kind: 'model', name: 'Fraud scoring', key: 'fraud-scoring', stage: 'change' }, as(lead));
  await call(assets.create, { teamId: team.id, kind: 'dataset', name: 'Card transactions', stage: 'validate' }, as(lead));
  await call(assets.create, { teamId: other.id, kind: 'model', name: 'Fraud of another team', stage: 'deploy' }, as(stranger));
  await arrange();
});

describe('the list of risks', () => {
  test('shows the risks of readable teams alone, the worst first', async () => {
    const rows = await all();
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map((row) => row.id))).toEqual(new Set(ids));
    const indexes = rows.map(({ level }) => levels.indexOf(level));
    expect(indexes).toEqual([...indexes].sort((a, b) => b - a));
    expect(rows[0]).toMatchObject({ level: 'critical', team: team.key, teamName: team.name });
    expect((await all({ q: 'fraud' }, everyone)).some((row) => row.team === other.key)).toBe(true);
    expect(await all({ team: other.key })).toEqual([]);
  });

  test('finds by the asset’s name and key, by the beginning of a word and by what the threat is called', async () => {
    const names = async (q: string) => [...new Set((await all({ q })).map((row) => row.assetName))];
    expect(await names('fraud')).toEqual(['Fraud scoring']);
    expect(await names('card trans')).toEqual(['Card transactions']);
    expect(await names('fraud-scoring')).toEqual(['Fraud scoring']);
    const [any] = await all();
    const threat = any?.threatName ?? '';
    expect((await all({ q: threat.toLowerCase() })).every((row) => row.threatName === threat)).toBe(true);
    expect(await all({ q: 'nothing is called this' })).toEqual([]);
  });

  const day = 86_400_000;
  const open = (row: RiskRow) => !['none', 'low', 'accepted'].includes(row.level);
  const within = (row: RiskRow, days: number) =>
    row.dueAt !== null && open(row) && Date.parse(row.dueAt) >= Date.now() && Date.parse(row.dueAt) < Date.now() + days * day;
  const filters: [RiskListQuery, (row: RiskRow) => boolean][] = [
    [{ level: 'critical,high' }, (row) => row.level === 'critical' || row.level === 'high'],
    [{ stage: 'validate' }, (row) => row.stage === 'validate'],
    [{ kind: 'dataset' }, (row) => row.kind === 'dataset'],
    [{ owner: 'none' }, (row) => row.ownerName === null],
    [{ treatment: 'accept' }, (row) => row.treatment === 'accept'],
    [{ treatment: 'none,avoid' }, (row) => row.treatment === null || row.treatment === 'avoid'],
    [{ coverage: 'none,verified' }, (row) => row.coverage === 'none' || row.coverage === 'verified'],
    [{ due: 'overdue' }, (row) => row.dueAt !== null && open(row) && Date.parse(row.dueAt) < Date.now()],
    [{ due: '7d' }, (row) => within(row, 7)],
    [{ due: '30d' }, (row) => within(row, 30)],
    [{ due: 'none,7d' }, (row) => row.dueAt === null || within(row, 7)],
    [{ likelihood: '5', impact: '2' }, (row) => row.likelihood === 5 && row.impact === 2],
    [{ assessedSince: '7d' }, (row) => row.assessedAt !== null && Date.parse(row.assessedAt) > Date.now() - 7 * day],
    [{ openedSince: '3d' }, (row) => Date.parse(row.openedAt) > Date.now() - 3 * day],
    [{ openedBefore: '3d' }, (row) => Date.parse(row.openedAt) <= Date.now() - 3 * day],
  ];
  test.each(filters)('filters by %o', async (filter, fits) => {
    const rows = await all();
    const expected = rows.filter(fits).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(rows.length);
    expect((await all(filter)).map(({ id }) => id)).toEqual(expected);
    expect((await call(risks.total, filter as object, as(lead))).total).toBe(expected.length);
  });

  test('filters by asset, threat and owner', async () => {
    const [row] = (await all()).filter(({ ownerName }) => ownerName);
    const of = async (filter: RiskListQuery) => all(filter);
    expect((await of({ asset: row?.assetId })).every(({ assetId }) => assetId === row?.assetId)).toBe(true);
    expect((await of({ threat: row?.threat })).every(({ threat }) => threat === row?.threat)).toBe(true);
    expect((await of({ owner: marta.id })).length).toBe(Math.floor(ids.length / 2));
  });

  test.each([{ level: 'green' }, { due: 'someday' }, { likelihood: '6' }, { kid: 'x' }])('refuses %o', async (input: object) => {
    await expect(call(risks.list, input as RiskListQuery, as(lead))).rejects.toThrow();
  });

  test('refuses a cursor that is not of this list', async () => {
    await refusal(list({ after: 'nonsense' }), 'invalid');
    const { next } = await list({ limit: 1, sort: 'opened' });
    await refusal(list({ limit: 1, sort: 'due', after: next ?? '' }), 'invalid');
  });
});

test('a search means the same risks, however many assets it finds', async () => {
  const found = await read(scopeOf(lead), (reader) => find(reader, 'fraud', 'each'));
  expect(found?.assets).toHaveLength(1);
  const by = (assets: 'each' | 'all' | readonly string[]) =>
    read(scopeOf(lead), (reader) =>
      reader.rows<{ id: string }>(
        ordered({ where: conditions({ q: 'fraud' }, 'every', { threats: [], assets }), teams: [team.id], order, limit: 200 }),
      ),
    );
  const order = Prisma.sql`r.id`;
  const named = await by(found?.assets ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect(await by('each')).toEqual(named);
  expect(await by('all')).toEqual(named);
});

describe('pages', () => {
  const keyOf: Record<string, (row: RiskRow) => number> = {
    level: (row) => levels.indexOf(row.level as Level),
    changed: (row) => Date.parse(row.changedAt),
    opened: (row) => Date.parse(row.openedAt),
    due: (row) => Date.parse(row.dueAt ?? ''),
  };

  /** By key and then id, both ways round; what has no due date is last, either way. */
  function inOrder(rows: readonly RiskRow[], sort: string): string[] {
    const sign = sort.startsWith('-') ? -1 : 1;
    const key = keyOf[sort.replace('-', '')] ?? (() => 0);
    const byId = (a: RiskRow, b: RiskRow) => (a.id < b.id ? -1 : 1);
    return [...rows]
      .sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
        return sign * (Number.isNaN(x) || x === y ? byId(a, b) : x - y);
      })
      .map(({ id }) => id);
  }

  test('stand in the order of their sort, and walk forwards and back over the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 17 }),
        fc.constantFrom<RiskListQuery>({}, { kind: 'model' }, { treatment: 'none' }, { due: 'none' }, { q: 'fraud' }),
        async (sort, limit, filter) => {
          const expected = inOrder(await all(filter), sort);
          const pages: string[][] = [];
          let page = await list({ ...filter, sort, limit });
          expect(page.previous).toBeNull();
          for (;;) {
            pages.push(page.rows.map(({ id }) => id));
            if (!page.next) break;
            page = await list({ ...filter, sort, limit, after: page.next });
          }
          expect(pages.flat()).toEqual(expected);
          for (const behind of pages.slice(0, -1).reverse()) {
            expect(page.previous).not.toBeNull();
            page = await list({ ...filter, sort, limit, before: page.previous ?? '' });
            expect(page.rows.map(({ id }) => id)).toEqual(behind);
            expect(page.next).not.toBeNull();
          }
          expect(page.previous).toBeNull();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('of somebody in several teams are one order', async () => {
    const both = await makeActor([team, 'viewer'], [other, 'viewer']);
    const rows = await all({}, both);
    expect(new Set(rows.map((row) => row.team))).toEqual(new Set([team.key, other.key]));
    expect(rows.map(({ id }) => id)).toEqual(inOrder(rows, '-level'));
  });
});

describe('counts', () => {
  const counted = async (facet: RiskFacet, input: object = {}) => {
    const { counts } = await call(risks.facet, { ...input, facet }, as(lead));
    return Object.fromEntries(counts.filter(({ count }) => count).map(({ value, count }) => [value, count]));
  };
  const by = (rows: readonly RiskRow[], of: (row: RiskRow) => string) => {
    const found: Record<string, number> = {};
    for (const row of rows) found[of(row)] = (found[of(row)] ?? 0) + 1;
    return found;
  };

  test('by tallies and by counting are those of the rows', async () => {
    const rows = await all();
    expect(await counted('level')).toEqual(by(rows, (row) => row.level));
    expect(await counted('stage')).toEqual(by(rows, (row) => row.stage));
    expect(await counted('team')).toEqual({ [team.key]: rows.length });
    expect(await counted('coverage')).toEqual(by(rows, (row) => row.coverage));
    expect(await counted('likelihood')).toEqual(by(rows, (row) => String(row.likelihood)));
    expect(await counted('threat')).toEqual(by(rows, (row) => row.threat));
    expect(await counted('treatment')).toEqual(by(rows, (row) => row.treatment ?? 'none'));
    expect(await counted('owner')).toEqual(by(rows, (row) => (row.ownerName ? marta.id : 'none')));
  });

  test('leave their own filter out and keep the others', async () => {
    const rows = await all({ kind: 'dataset', treatment: 'mitigate' });
    expect(await counted('kind', { kind: 'model', treatment: 'mitigate' })).toMatchObject({ dataset: rows.length });
    expect(await counted('level', { kind: 'dataset', level: 'critical' })).toEqual(by(await all({ kind: 'dataset' }), (row) => row.level));
    const due = await counted('due', { kind: 'model' });
    for (const state of ['overdue', '7d', '30d', 'none'] as const)
      expect(due[state] ?? 0).toBe((await all({ kind: 'model', due: state })).length);
  });

  test('find a value by what is typed', async () => {
    expect(Object.keys(await counted('owner', { term: 'marta' }))).toEqual([marta.id]);
  });

  test('names of a filter are those of what the reader may see', async () => {
    const [row] = await all();
    const found = await call(
      risks.names,
      { owner: `${marta.id},none`, team: `${team.key},${other.key}`, threat: row?.threat, asset: row?.assetId },
      as(lead),
    );
    expect(found).toEqual({
      owner: { none: 'No owner', [marta.id]: 'Marta Kovač' },
      team: { [team.key]: team.name },
      threat: { [row?.threat ?? '']: row?.threatName },
      asset: { [row?.assetId ?? '']: row?.assetName },
    });
  });
});

test('a person in no team is refused, and the view shows no more than the policy does', async () => {
  const nobody = await makeActor();
  await refusal(call(risks.list, {}, as(nobody)), 'forbidden');
  const { rows } = await owner.query<{ view: string; guarded: boolean }>(
    "SELECT pg_get_viewdef('risk_list') AS view, (SELECT relrowsecurity FROM pg_class WHERE relname = 'risks') AS guarded",
  );
  expect(rows[0]?.guarded).toBe(true);
  expect(rows[0]?.view).toMatch(/app\.every_team[\s\S]*app\.team_ids/);
});
