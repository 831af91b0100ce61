import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makePerson, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { assetOperations as assets } from '../procedures.ts';
import { readWithin } from './queries.ts';

let team: TestTeam;
let other: TestTeam;
let viewer: Actor;
let auditor: Actor;
let ines: { id: string };
const as = (actor: Actor) => ({ context: contextOf(actor) });
const names = async (input: Record<string, string>, actor = viewer) =>
  (await call(assets.list, input, as(actor))).rows.map((row) => row.name);

beforeAll(async () => {
  team = await makeTeam({ key: 'fraud', name: 'Fraud analytics' });
  other = await makeTeam({ key: 'credit', name: 'Credit risk' });
  viewer = await makeActor([team, 'viewer']);
  auditor = await makeOrganisationActor('auditor');
  ines = await makePerson({ name: 'Inês Carvalho' });
  await makeAsset(team, {
    key: 'scorer',
    name: 'Scorer',
    kind: 'model',
    more: { level: 6, level_deploy: 6, level_develop: 1, stage: 'deploy', tags: ['pci', 'a,b'], owner_id: ines.id },
  });
  await makeAsset(team, { key: 'scorer-lite', name: 'Scorer lite', kind: 'model', more: { level: 1, exposure: 'public' } });
  await makeAsset(team, {
    key: 'card_payments',
    name: 'Payments',
    kind: 'dataset',
    more: { data_class: 'restricted', description: 'Everything a scorer needs' },
  });
  await makeAsset(team, { key: 'old', name: 'Old', kind: 'pipeline', more: { status: 'retired' } });
  await makeAsset(team, {
    key: 'éclair',
    name: 'Éclair 100%_sure',
    kind: 'repository',
    more: { origin: 'file', updated_at: '2020-01-01' },
  });
  await makeAsset(other, { key: 'secret', name: 'Scorer of another team', kind: 'model' });
});

describe('scope', () => {
  test('shows a team its own assets alone, in rows, totals and counts', async () => {
    expect(await names({})).toEqual(['Payments', 'Scorer', 'Scorer lite', 'Éclair 100%_sure']);
    expect(await names({ team: 'credit' })).toEqual([]);
    expect(await call(assets.total, {}, as(viewer))).toEqual({ total: 4, more: false });
    const facet = await call(assets.facet, { facet: 'team' }, as(viewer));
    expect(facet.counts).toEqual([{ value: 'fraud', label: 'Fraud analytics', count: 4 }]);
  });

  test('shows the auditor every team', async () => {
    expect(await names({ q: 'scorer' }, auditor)).toContain('Scorer of another team');
    expect(await names({ team: 'credit' }, auditor)).toEqual(['Scorer of another team']);
  });

  test('lets the view show exactly what the policy of the table shows', async () => {
    const client = await owner.connect();
    for (const setting of [`{${team.id}}`, `{${team.id},${other.id}}`, '{}', '']) {
      await client.query('BEGIN');
      await client.query("SELECT set_config('app.team_ids', $1, true), set_config('app.every_team', 'off', true)", [setting]);
      await client.query('SET LOCAL ROLE gatehouse_app');
      const { rows } = await client.query(
        'SELECT (SELECT array_agg(id ORDER BY id) FROM assets) AS by_policy, (SELECT array_agg(id ORDER BY id) FROM asset_list) AS by_view',
      );
      await client.query('ROLLBACK');
      expect(rows[0].by_view).toEqual(rows[0].by_policy);
    }
    client.release();
  });
});

describe('search', () => {
  test('ranks the exact name, then names that begin so, then words, then text within words', async () => {
    expect(await names({ q: 'scorer' })).toEqual(['Scorer', 'Scorer lite', 'Payments']);
    expect(await names({ q: 'ayment' })).toEqual(['Payments']);
  });

  test('finds by key, tag, owner and description, by prefix, and whatever the case', async () => {
    expect(await names({ q: 'CARD_pay' })).toEqual(['Payments']);
    expect(await names({ q: 'pci' })).toEqual(['Scorer']);
    expect(await names({ q: 'inês carv' })).toEqual(['Scorer']);
    expect(await names({ q: 'everything need' })).toEqual(['Payments']);
  });

  test('takes signs of the pattern language as letters', async () => {
    expect(await names({ q: '100%_s' })).toEqual(['Éclair 100%_sure']);
    expect(await names({ q: '%%%' })).toEqual([]);
    expect(await names({ q: "'; DROP TABLE assets; --" })).toEqual([]);
    expect(await names({ q: '& | ! :*' })).toEqual([]);
  });

  test('shows every match that the total counts, however many match by words', async () => {
    const crowd = await makeTeam();
    const reader = await makeActor([crowd, 'viewer']);
    for (let at = 0; at < 130; at += 1) await makeAsset(crowd, { name: at < 120 ? `Ledger ${at}` : `Subledger ${at}` });
    const { total } = await call(assets.total, { q: 'ledger' }, as(reader));
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await call(assets.list, { q: 'ledger', limit: 50, after }, as(reader));
      found.push(...page.rows.map((row) => row.name));
      if (!page.next) break;
      after = page.next;
    }
    expect(total).toBe(130);
    expect(new Set(found).size).toBe(130);
  });

  test('can be sorted otherwise and filtered further', async () => {
    expect(await names({ q: 'scorer', sort: '-name' })).toEqual(['Scorer lite', 'Scorer', 'Payments']);
    expect(await names({ q: 'scorer', kind: 'dataset' })).toEqual(['Payments']);
  });
});

describe('filters', () => {
  test.each([
    ['kind', 'model,dataset', ['Payments', 'Scorer', 'Scorer lite']],
    ['stage', 'deploy', ['Scorer']],
    ['level', 'high,low', ['Scorer', 'Scorer lite']],
    ['posture', 'deploy:high', ['Scorer']],
    ['posture', 'deploy:critical,develop:low,develop:stale', ['Scorer']],
    ['exposure', 'public', ['Scorer lite']],
    ['dataClass', 'restricted', ['Payments']],
    ['origin', 'file', ['Éclair 100%_sure']],
    ['status', 'retired', ['Old']],
    ['tag', 'a\\,b', ['Scorer']],
    ['owner', 'none', ['Payments', 'Scorer lite', 'Éclair 100%_sure']],
    ['changedSince', '2021-01-01', ['Payments', 'Scorer', 'Scorer lite']],
  ])('%s = %s', async (filter, value, expected) => {
    expect(await names({ [filter]: value })).toEqual(expected);
    expect((await call(assets.total, { [filter]: value }, as(viewer))).total).toBe(expected.length);
  });

  test('owner by person, and person or nobody', async () => {
    expect(await names({ owner: ines.id })).toEqual(['Scorer']);
    expect(await names({ owner: `${ines.id},none` })).toHaveLength(4);
  });

  test('count their values with the other filters standing and their own left out', async () => {
    const { counts } = await call(assets.facet, { facet: 'kind', kind: 'model', level: 'high,low' }, as(viewer));
    expect(Object.fromEntries(counts.map((each) => [each.value, each.count]))).toEqual({
      dataset: 0,
      model: 2,
      pipeline: 0,
      infrastructure: 0,
      repository: 0,
    });
    const owners = await call(assets.facet, { facet: 'owner', term: 'inês' }, as(viewer));
    expect(owners.counts).toEqual([{ value: ines.id, label: 'Inês Carvalho', count: 1 }]);
    const levels = await call(assets.facet, { facet: 'level' }, as(viewer));
    expect(levels.counts.map((each) => [each.value, each.count])).toEqual([
      ['none', 0],
      ['low', 1],
      ['accepted', 0],
      ['unassessed', 2],
      ['stale', 0],
      ['medium', 0],
      ['high', 1],
      ['critical', 0],
    ]);
  });

  test('refuse what they do not know, by name', async () => {
    await expect(call(assets.list, { kind: 'modell' as string }, as(viewer))).rejects.toThrow();
    await expect(call(assets.list, { colour: 'red' } as never, as(viewer))).rejects.toThrow();
  });
});

describe('counting', () => {
  const everything = { actorId: null, read: 'every', write: [] } as const;

  test('gives up when it takes too long, and leaves no time limit of its own behind on the connection', async () => {
    const slow = (seconds: number) => (reader: Reader) => reader.rows(Prisma.sql`SELECT pg_sleep(${seconds})`);
    expect(await readWithin(everything, 50, slow(10))).toBeNull();
    expect(await readWithin(everything, 5000, slow(0))).toHaveLength(1);
    const [row] = await read(everything, (reader) =>
      reader.rows<{ limit: string }>(Prisma.sql`SELECT current_setting('statement_timeout') AS "limit"`),
    );
    expect(row?.limit).toBe('30s');
  });

  test('is exact to 10,000, and beyond says that there are more', async () => {
    const crowd = await makeTeam();
    const reader = await makeActor([crowd, 'viewer']);
    const add = (many: number) =>
      owner.query(
        `INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class)
         SELECT gen_random_uuid(), $1, 'model', gen_random_uuid(), 'One of many', 'develop', 3, 'internal', 'internal' FROM generate_series(1, $2)`,
        [crowd.id, many],
      );
    await add(10_000);
    expect(await call(assets.total, {}, as(reader))).toEqual({ total: 10_000, more: false });
    await add(1);
    expect(await call(assets.total, {}, as(reader))).toEqual({ total: 10_000, more: true });
    expect(await call(assets.total, { kind: 'dataset' }, as(reader))).toEqual({ total: 0, more: false });
  });

  test('passes other faults on', async () => {
    await expect(readWithin(everything, 5000, (reader) => reader.rows(Prisma.sql`SELECT 1 / 0`))).rejects.toThrow('division by zero');
  });
});

describe('pages', () => {
  test.each(['name', '-name', 'level', '-level', 'criticality', '-changed', 'changed'] as const)(
    'by %s go to the end and back without a gap or a double',
    async (sort) => {
      const crowd = await makeTeam();
      const reader = await makeActor([crowd, 'viewer']);
      for (let at = 0; at < 11; at += 1)
        await makeAsset(crowd, {
          name: `Same ${at % 3}`,
          more: { level: at % 3, criticality: 1 + (at % 2), updated_at: new Date(1_700_000_000_000 + (at % 4)) },
        });
      const all = (await call(assets.list, { sort }, as(reader))).rows.map((row) => row.id);
      const forwards: string[] = [];
      let page = await call(assets.list, { sort, limit: 4 }, as(reader));
      expect(page.previous).toBeNull();
      for (;;) {
        forwards.push(...page.rows.map((row) => row.id));
        if (!page.next) break;
        page = await call(assets.list, { sort, limit: 4, after: page.next }, as(reader));
      }
      expect(forwards).toEqual(all);
      const backwards: string[] = page.rows.map((row) => row.id);
      while (page.previous) {
        page = await call(assets.list, { sort, limit: 4, before: page.previous }, as(reader));
        backwards.unshift(...page.rows.map((row) => row.id));
      }
      expect(backwards).toEqual(all);
    },
  );

  test('of a search go to the end and back too', async () => {
    const first = await call(assets.list, { q: 'scorer', limit: 2 }, as(viewer));
    const second = await call(assets.list, { q: 'scorer', limit: 2, after: first.next ?? '' }, as(viewer));
    expect([...first.rows, ...second.rows].map((row) => row.name)).toEqual(['Scorer', 'Scorer lite', 'Payments']);
    const back = await call(assets.list, { q: 'scorer', limit: 2, before: second.previous ?? '' }, as(viewer));
    expect(back.rows.map((row) => row.name)).toEqual(['Scorer', 'Scorer lite']);
  });

  test('of a search over two teams keep the order of the tiers, one row a page', async () => {
    const [left, right] = [await makeTeam(), await makeTeam()];
    const reader = await makeActor([left, 'viewer'], [right, 'viewer']);
    const ranked = ['Churn', 'Zoo', 'Churn forecast', 'Churn score', 'A model of churn', 'Some churn', 'The churning', 'Unchurned'];
    for (const [at, name] of [...ranked].reverse().entries())
      await makeAsset(at % 2 ? left : right, { name, key: name === 'Zoo' ? 'churn' : `asset-${at}` });
    expect(await names({ q: 'churn' }, reader)).toEqual(ranked);
    const forwards: string[] = [];
    let page = await call(assets.list, { q: 'churn', limit: 1 }, as(reader));
    for (;;) {
      forwards.push(...page.rows.map((row) => row.name));
      if (!page.next) break;
      page = await call(assets.list, { q: 'churn', limit: 1, after: page.next }, as(reader));
    }
    expect(forwards).toEqual(ranked);
    const backwards = page.rows.map((row) => row.name);
    while (page.previous) {
      page = await call(assets.list, { q: 'churn', limit: 1, before: page.previous }, as(reader));
      backwards.unshift(...page.rows.map((row) => row.name));
    }
    expect(backwards).toEqual(ranked);
  });

  test.each(['name', '-name', '-changed'] as const)('of two teams are merged by %s', async (sort) => {
    const [left, right] = [await makeTeam(), await makeTeam()];
    const reader = await makeActor([left, 'viewer'], [right, 'viewer']);
    for (let at = 0; at < 7; at += 1)
      await makeAsset(at % 2 ? left : right, { name: `Crowd ${at}`, more: { updated_at: new Date(1_700_000_000_000 + at) } });
    const expected = [0, 1, 2, 3, 4, 5, 6].map((at) => `Crowd ${at}`);
    if (sort !== 'name') expected.reverse();
    const first = await call(assets.list, { sort, limit: 4 }, as(reader));
    const second = await call(assets.list, { sort, limit: 4, after: first.next ?? '' }, as(reader));
    expect([...first.rows, ...second.rows].map((row) => row.name)).toEqual(expected);
  });

  test('refuse a cursor that is not theirs', async () => {
    const { next } = await call(assets.list, { limit: 1 }, as(viewer));
    await refusal(call(assets.list, { after: next ?? '', sort: '-level' }, as(viewer)), 'invalid');
    await refusal(call(assets.list, { after: 'nonsense' }, as(viewer)), 'invalid');
    await refusal(call(assets.list, { after: Buffer.from('["name","x","not-a-uuid"]').toString('base64url') }, as(viewer)), 'invalid');
  });
});
