/** Every number of the overview and of Insights that opens a list, against the total of that list, over the demonstration organisation. */
import { call } from '@orpc/server';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseListState } from '#components/data/list/list-state.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { actorOf, contextOf, makeOrganisationActor } from '#lib/access/testing.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import { chartOperations } from '#lib/insights/charts/procedures.ts';
import type { InsightQuery } from '#lib/insights/charts/schema.ts';
import { overviewOperations } from '#lib/insights/overview/procedures.ts';
import type { Overview } from '#lib/insights/overview/schema.ts';
import { owner } from '#lib/platform/testing.ts';
import { acceptanceOperations } from '#lib/risks/acceptances/procedures.ts';
import { riskOperations } from '#lib/risks/register/procedures.ts';
import { safeguardListOperations } from '#lib/risks/safeguards/list/procedures.ts';
import { seedDemonstration } from '#prisma/seed.ts';
import { insightQuery, insightVocabulary } from './filters.tsx';
import { DueList } from './overview/due-list.tsx';
import { KnownBar } from './overview/known-bar.tsx';
import { LevelTiles } from './overview/level-tiles.tsx';
import { chartOf } from './overview/level-trend.tsx';
import { OwnPart } from './overview/own-part.tsx';
import { PostureHeatmap } from './overview/posture-heatmap.tsx';
import { TeamTable } from './overview/team-table.tsx';
import { AssessmentChart, EndingsChart, TeamsChart, TreatmentChart } from './progress-charts.tsx';
import { AgeingChart, CoverageChart, MatrixChart } from './risk-charts.tsx';

let auditor: Actor;
let lead: Actor;

beforeAll(async () => {
  await seedDemonstration(process.env.DATABASE_OWNER_URL ?? '', new Date());
  auditor = await makeOrganisationActor('auditor');
  const { rows } = await owner.query<{ user_id: string }>(
    "SELECT user_id FROM memberships WHERE role = 'lead' AND team_id = (SELECT team_id FROM risks GROUP BY team_id ORDER BY count(*) DESC LIMIT 1)",
  );
  lead = await actorOf({ id: rows[0]?.user_id ?? '' });
});

const totals: Record<string, (input: object, actor: Actor) => Promise<{ total: number }>> = {
  '/assets': (input, actor) => call(assetOperations.total, input, { context: contextOf(actor) }),
  '/risks': (input, actor) => call(riskOperations.total, input, { context: contextOf(actor) }),
  '/safeguards': (input, actor) => call(safeguardListOperations.total, input, { context: contextOf(actor) }),
  '/acceptances': (input, actor) => call(acceptanceOperations.total, input, { context: contextOf(actor) }),
};

/** How many the list behind an address holds, for this reader. */
async function totalOf(href: string, actor: Actor): Promise<number> {
  const { pathname, searchParams } = new URL(href, 'https://gatehouse.test');
  searchParams.delete('sort');
  const { total } = (await totals[pathname]?.(Object.fromEntries(searchParams), actor)) ?? { total: -1 };
  return total;
}

const plain = (html: string) => html.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');
const numberIn = (text: string | undefined) => Number(text?.replaceAll(',', ''));

type Mark = { href: string; words: string; n: number };

const hrefIn = (html: string) => /href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** Each link of a part that says a number, with the number: the first of its label, else the last in its words. */
function marksOf(html: string): Mark[] {
  return [...html.matchAll(/<a [^>]*>.*?<\/a>/gs)].flatMap(([link]) => {
    const label = /aria-label="([^"]*)"/.exec(link)?.[1];
    const told = label
      ? /\d[\d,]*/.exec(label)?.[0]
      : plain(link)
          .match(/\d[\d,]*/g)
          ?.at(-1);
    return told === undefined ? [] : [{ href: hrefIn(link), words: label ?? plain(link), n: numberIn(told) }];
  });
}

/** Each link of a chart's table: of a value, with the value; of a row, with the sum of its values. */
function valuesOf(html: string): Mark[] {
  const body = /<tbody>(.*)<\/tbody>/s.exec(html)?.[1] ?? '';
  return [...body.matchAll(/<tr[^>]*>.*?<\/tr>/gs)].flatMap(([row]) => {
    const name = /<th[^>]*>.*?<\/th>/s.exec(row)?.[0] ?? '';
    const values = [...row.matchAll(/<td class="px-2 py-1 text-right">(.*?)<\/td>/gs)].map(([, cell = '']) => ({
      href: hrefIn(cell),
      words: plain(name),
      n: numberIn(plain(cell)),
    }));
    const whole = { href: hrefIn(name), words: plain(name), n: values.reduce((sum, { n }) => sum + n, 0) };
    return [whole, ...values].filter(({ href }) => href !== '');
  });
}

async function expectLists(marks: readonly Mark[], actor: Actor, least: number) {
  expect(marks.length).toBeGreaterThanOrEqual(least);
  const lists = await Promise.all(marks.map(async (mark) => ({ ...mark, n: await totalOf(mark.href, actor) })));
  expect(lists).toEqual(marks);
}

const drawn = (node: ReactNode) => renderToStaticMarkup(node);

describe.each(['auditor', 'lead'] as const)('the overview of the %s', (who) => {
  let reader: Actor;
  let overview: Overview;
  beforeAll(async () => {
    reader = who === 'auditor' ? auditor : lead;
    overview = await call(overviewOperations.overview, {}, { context: contextOf(reader) });
  });

  test('heatmap', () => expectLists(marksOf(drawn(createElement(PostureHeatmap, { cells: overview.assets.cells }))), reader, 5));

  test('releases and incidents over time: no asset of the demonstration has two on one day', async () => {
    const { data } = chartOf(overview.history.map((day) => [day.day, day.risks, day.releases, day.incidents]));
    const marks = data.rows.flatMap(({ markers = [] }) =>
      markers.map(({ label, href = '' }) => ({ href, words: label, n: numberIn(/^\d+/.exec(label)?.[0]) })),
    );
    await expectLists(marks, reader, 5);
  });

  test('what is due', () => expectLists(marksOf(drawn(createElement(DueList, { due: overview.due }))), reader, 7));

  test('teams', async () => {
    const marks = marksOf(drawn(createElement(TeamTable, { teams: overview.teams })));
    await expectLists(
      marks.filter(({ href }) => href.startsWith('/risks')),
      reader,
      2,
    );
  });

  test('levels', async () => {
    const tiles = drawn(createElement(LevelTiles, { risks: overview.risks }));
    const marks = [...tiles.matchAll(/<a [^>]*>.*?tracking-tight">([\d,]+)</gs)].map(([tile, n]) => ({
      href: hrefIn(tile),
      words: '',
      n: numberIn(n),
    }));
    await expectLists(marks, reader, 7);
  });

  test('what is known', async () => {
    const bar = drawn(createElement(KnownBar, { risks: overview.risks.levels }));
    const marks = [...bar.matchAll(/<a [^>]*>.*?<\/span> ([\d,]+)</gs)].map(([part, n]) => ({
      href: hrefIn(part),
      words: '',
      n: numberIn(n),
    }));
    await expectLists(marks, reader, 3);
  });
});

test('what is one’s own', async () => {
  const { rows } = await owner.query<{ id: string }>(
    "SELECT s.owner_id AS id FROM safeguards s JOIN users u ON u.id = s.owner_id AND u.status = 'active' WHERE s.state = 'planned' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
  );
  const person = rows[0]?.id ?? '';
  const own = await actorOf({ id: person });
  const { mine } = await call(overviewOperations.overview, {}, { context: contextOf(own) });
  const marks = marksOf(drawn(createElement(OwnPart, { mine, personId: person, at: new Date() })));
  await expectLists(
    marks.filter(({ href }) => !href.startsWith('/risks/')),
    own,
    3,
  );
});

describe.each([
  ['auditor', {}],
  ['auditor', { kind: 'model', stage: 'deploy,monitor', level: 'critical,high,unassessed' }],
  ['lead', { kind: 'dataset,model' }],
] as const)('Insights of the %s, cut to %o', (who, filters) => {
  const query: InsightQuery = insightQuery(parseListState(filters, insightVocabulary));
  const { level: _, ...cut } = query;
  let reader: Actor;
  const as = () => ({ context: contextOf(reader) });
  beforeAll(() => {
    reader = who === 'auditor' ? auditor : lead;
  });

  test('likelihood and impact', async () => {
    const matrix = await call(chartOperations.matrix, query, as());
    await expectLists(valuesOf(drawn(createElement(MatrixChart, { matrix, query }))), reader, 3);
  });

  test('coverage', async () => {
    const answer = await call(chartOperations.coverage, query, as());
    // A chart of coverage is cut by level, and its list with it.
    await expectLists(valuesOf(drawn(createElement(CoverageChart, { answer, query }))), reader, 3);
  });

  test('ages', async () => {
    const answer = await call(chartOperations.ageing, query, as());
    await expectLists(valuesOf(drawn(createElement(AgeingChart, { answer, query }))), reader, 12);
  });

  test('time to treat: each mark opens the risks that were treated', async () => {
    const answer = await call(chartOperations.treatment, cut, as());
    const chart = drawn(createElement(TreatmentChart, { answer, query }));
    const hrefs = [...chart.matchAll(/href="(\/risks\?[^"]*treatedIn=[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
    expect(hrefs.length).toBeGreaterThan(who === 'auditor' ? 2 : 0);
    const { read } = scopeOf(reader);
    for (const href of hrefs) {
      const asked = new URL(href, 'https://gatehouse.test').searchParams;
      const values = (name: string) => asked.get(name)?.split(',') ?? null;
      const { rows } = await owner.query<{ n: number }>(
        `SELECT count(DISTINCT r.id)::int AS n FROM risk_changes c JOIN risks r ON r.id = c.risk_id WHERE c.treated_after IS NOT NULL
         AND to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM') = $1 AND ($2::text[] IS NULL OR (ARRAY['high', 'critical'])[c.level_before - 5] = ANY ($2))
         AND ($3::text[] IS NULL OR r.kind = ANY ($3)) AND ($4::text[] IS NULL OR r.stage = ANY ($4)) AND ($5::uuid[] IS NULL OR r.team_id = ANY ($5))`,
        [asked.get('treatedIn'), values('treatedFrom'), values('kind'), values('stage'), read === 'every' ? null : read],
      );
      expect(rows[0]?.n).toBeGreaterThan(0);
      expect(await totalOf(href, reader)).toBe(rows[0]?.n);
    }
  });

  test('acceptances about to end', async () => {
    const answer = await call(chartOperations.endings, cut, as());
    const marks = valuesOf(drawn(createElement(EndingsChart, { answer, query })));
    await expectLists(marks, reader, answer.endings.some(({ count }) => count > 0) ? 5 : 0);
  });

  test('teams', async () => {
    const answer = await call(chartOperations.teams, cut, as());
    await expectLists(valuesOf(drawn(createElement(TeamsChart, { answer, query }))), reader, 2);
  });

  test('assessment, as it stands today', async () => {
    const answer = await call(chartOperations.assessment, cut, as());
    const chart = drawn(createElement(AssessmentChart, { answer, query }));
    const today = valuesOf(
      chart.replaceAll('<td class="px-2 py-1 text-right">', '<td class="px-2 py-1 text-right"><a href="/"></a>'),
    ).slice(-3);
    const heads = [...chart.matchAll(/href="(\/risks[^"]*level=[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
    expect(today).toHaveLength(3);
    expect(heads.length).toBeGreaterThan(0);
    const of = (level: string) => totalOf(`/risks?${new URLSearchParams({ ...(cut as Record<string, string>), level })}`, reader);
    expect(today.map(({ n }) => n)).toEqual([await of('critical,high,medium,low,accepted'), await of('stale'), await of('unassessed')]);
  });
});
