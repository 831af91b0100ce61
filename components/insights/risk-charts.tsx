import { Fragment } from 'react';
import { ChartFrame } from '#components/data/charts/chart-frame.tsx';
import { Link } from '#components/ui/link.tsx';
import { type Level, levelLabels, levels, stageLabels } from '#lib/assets/rules.ts';
import { countOf, openLevels } from '#lib/insights/charts/rules.ts';
import type { Ageing, Coverage, InsightQuery, Matrix } from '#lib/insights/charts/schema.ts';
import { monthName } from '#lib/platform/day-rules.ts';
import { impactWords, likelihoodWords } from '#lib/risks/catalogue/rules.ts';
import { levelOfSeverity } from '#lib/risks/register/rules.ts';
import { risksHref } from './filters.tsx';
import { ageingFinding, coverageFinding, matrixFinding, seriesOf } from './findings.ts';

const scale = [1, 2, 3, 4, 5];
const chosenLevels = (query: InsightQuery): readonly Level[] | undefined =>
  query.level ? levels.filter((level) => query.level?.split(',').includes(level)) : undefined;
const openOf = (query: InsightQuery) => query.level ?? openLevels.join(',');
const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
const without = (query: InsightQuery, name: keyof InsightQuery): InsightQuery => ({ ...query, [name]: undefined });

/** Where do risks sit? */
export function MatrixChart({ matrix, query }: { matrix: Matrix; query: InsightQuery }) {
  const chosen = chosenLevels(query);
  const words = (counts: readonly number[]) =>
    levels
      .toReversed()
      .filter((level) => countOf(counts, level) > 0)
      .map((level) => `${countOf(counts, level).toLocaleString('en-GB')} ${levelLabels[level].toLowerCase()}`)
      .join(', ');
  const cell = (likelihood: number, impact: number) =>
    matrix.cells.find((each) => each.likelihood === likelihood && each.impact === impact);
  return (
    <ChartFrame
      level={2}
      name="likelihood-and-impact"
      title={matrixFinding(matrix, chosen)}
      context={`${chosen ? 'Risks of the levels chosen' : 'Open risks'} by residual likelihood and impact. The colour is the severity that your matrix gives; the shade says how many. Unassessed risks stand where they are computed to be.`}
      drawing={{ type: 'grid', rowAxis: 'Likelihood', columnAxis: 'Impact' }}
      data={{
        rowLabel: 'Likelihood',
        unit: ['risk', 'risks'],
        series: scale.map((impact) => ({
          key: String(impact),
          short: String(impact),
          label: `${impact} · ${impactWords[impact - 1]}`,
          look: 'neutral' as const,
        })),
        rows: scale.toReversed().map((likelihood) => ({
          key: String(likelihood),
          label: `${likelihood} · ${likelihoodWords[likelihood - 1]}`,
          values: scale.map((impact) => total(cell(likelihood, impact)?.levels ?? [])),
          looks: scale.map((impact) => levelOfSeverity(cell(likelihood, impact)?.severity ?? 1)),
          hrefs: scale.map((impact) => risksHref(query, { likelihood, impact, level: openOf(query) })),
          notes: scale.map((impact) => words(cell(likelihood, impact)?.levels ?? [])),
        })),
      }}
      empty="Nothing to draw yet: no risk has been scored among what you chose. Risks appear by themselves when assets are registered."
    />
  );
}

const coverageSeries = [
  { key: 'verified', label: 'Verified', look: 'accent' as const },
  { key: 'implemented', label: 'Implemented', look: 'soft' as const },
  { key: 'planned', label: 'Planned', look: 'pale' as const },
  { key: 'none', label: 'None', look: 'hatched' as const },
];

/** Where do controls cover least? */
export function CoverageChart({ answer, query }: { answer: Coverage; query: InsightQuery }) {
  const order = [3, 2, 1, 0];
  return (
    <ChartFrame
      level={2}
      name="control-coverage"
      title={coverageFinding(answer)}
      context="Risks of each stage by the best state of the controls against them, as shares of the stage. A control counts fully when somebody else than its implementer has verified it."
      drawing={{ type: 'bars', share: true }}
      data={{
        rowLabel: 'Stage',
        unit: ['risk', 'risks'],
        series: coverageSeries,
        rows: answer.stages
          .filter(({ coverage }) => total(coverage) > 0)
          .map(({ stage, coverage }) => ({
            key: stage,
            label: stageLabels[stage],
            values: order.map((at) => coverage[at] ?? 0),
            href: risksHref(query, { stage }),
            hrefs: coverageSeries.map(({ key }) => risksHref(query, { stage, coverage: key })),
          })),
      }}
      empty="Nothing to draw yet: no threat applies to what you chose, so there is nothing to cover."
    />
  );
}

/** Ages that are asked for by the day, each opening the open risks that are older. */
function OpenFor({ query }: { query: InsightQuery }) {
  return (
    <>
      Open for more than{' '}
      {[30, 90, 180, 365].map((days, index) => (
        <Fragment key={days}>
          {index > 0 && ' · '}
          <Link
            href={risksHref(query, { openedBefore: `${days}d`, level: openOf(query), sort: 'opened' })}
            className="focus-ring rounded-sm underline underline-offset-2 hover:text-ink"
          >
            {days} days
          </Link>
        </Fragment>
      ))}
    </>
  );
}

/** How long have they been open? */
export function AgeingChart({ answer, query }: { answer: Ageing; query: InsightQuery }) {
  const chosen = chosenLevels(query);
  const series = seriesOf(chosen ?? openLevels);
  const next = (index: number) => answer.months[index + 1]?.month;
  // Months are of every stage, so their lists are, too.
  const wide = without(query, 'stage');
  const opened = (index: number): Record<string, string> => {
    const month = answer.months[index]?.month;
    const until = next(index);
    return { ...(month && { openedSince: month }), ...(until && { openedBefore: until }) };
  };
  return (
    <ChartFrame
      level={2}
      name="age-of-open-risks"
      title={ageingFinding(answer)}
      context={`Open risks by the month since which they have been open without a break${query.stage ? '. The filter by stage does not apply here: ages are kept over all stages' : ''}.`}
      drawing={{ type: 'columns', tight: true }}
      footer={<OpenFor query={wide} />}
      data={{
        rowLabel: 'Open since',
        unit: ['risk', 'risks'],
        series,
        rows: answer.months.map(({ month, levels: counts }, index) => ({
          key: month ?? 'earlier',
          label: month ? monthName(month) : `Before ${monthName(next(index) ?? '')}`,
          short: month ? monthName(month).slice(0, 3) : 'Earlier',
          values: series.map(({ key }) => countOf(counts, key)),
          href: risksHref(wide, { ...opened(index), level: openOf(query) }),
          hrefs: series.map(({ key }) => risksHref(wide, { ...opened(index), level: key })),
        })),
      }}
      empty="Nothing to draw yet: no risk is open among what you chose."
    />
  );
}
