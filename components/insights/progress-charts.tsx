import { ChartFrame } from '#components/data/charts/chart-frame.tsx';
import { levels } from '#lib/assets/rules.ts';
import { assessedLevels, countOf, exposureWeights, sumOf } from '#lib/insights/charts/rules.ts';
import type { Assessment, Endings, InsightQuery, Teams, TreatmentTimes } from '#lib/insights/charts/schema.ts';
import { addDays, monthName } from '#lib/platform/day-rules.ts';
import { longDay } from './days.ts';
import { risksHref } from './filters.tsx';
import { assessmentFinding, endingsFinding, percent, seriesOf, teamsFinding, treatmentFinding } from './findings.ts';

const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);

/** Told where the page is cut by level and the chart is not. */
const allLevels = (query: InsightQuery): string => (query.level ? ' The filter by level does not apply here.' : '');

/** How long does it take to treat what is high? */
export function TreatmentChart({ answer, query }: { answer: TreatmentTimes; query: InsightQuery }) {
  const { level: _, ...cut } = query;
  return (
    <ChartFrame
      level={2}
      name="time-to-treat"
      title={treatmentFinding(answer)}
      context={`Median days from the day a risk became high or critical until it was no longer, by the month in which that was. Exact up to two weeks, then to within a tenth. A risk treated twice in a month counts twice, and stands once in the list that its mark opens.${allLevels(query)}`}
      drawing={{ type: 'lines' }}
      data={{
        rowLabel: 'Month',
        unit: ['day', 'days'],
        noteLabel: 'Treated',
        series: [
          { key: 'critical', label: 'Critical', look: 'critical' },
          { key: 'high', label: 'High', look: 'high' },
        ],
        rows: answer.months.map(({ month, high, critical }) => ({
          key: month,
          label: monthName(month),
          short: monthName(month).slice(0, 3),
          values: [critical.median, high.median],
          note: `${critical.count.toLocaleString('en-GB')} critical, ${high.count.toLocaleString('en-GB')} high treated`,
          hrefs: (['critical', 'high'] as const).map((level) => risksHref(cut, { treatedIn: month.slice(0, 7), treatedFrom: level })),
          ...(critical.count + high.count > 0 && { href: risksHref(cut, { treatedIn: month.slice(0, 7) }) }),
        })),
      }}
      empty="Nothing to draw yet: no high or critical risk was treated in the last twelve months among what you chose. As soon as one is, this shows how long it took."
    />
  );
}

/** Which acceptances end soon? */
export function EndingsChart({ answer, query }: { answer: Endings; query: InsightQuery }) {
  const { level: _, ...cut } = query;
  return (
    <ChartFrame
      level={2}
      name="acceptances-about-to-end"
      title={endingsFinding(answer)}
      context={`Accepted risks whose acceptance ends by then; each bar holds the shorter ones. When that day passes, the risk is open again.${allLevels(query)}`}
      drawing={{ type: 'bars' }}
      data={{
        rowLabel: 'Ends within',
        unit: ['acceptance', 'acceptances'],
        series: [{ key: 'count', label: 'Acceptances', look: 'accent' }],
        rows: answer.endings.map(({ days, count }) => ({
          key: String(days),
          label: `Within ${days} days`,
          short: `${days} days`,
          values: [count],
          href: risksHref(cut, { status: 'granted', until: `${days}d` }).replace('/risks', '/acceptances'),
        })),
      }}
      empty="Nothing to draw yet: no acceptance ends within ninety days among what you chose."
    />
  );
}

/** How far is assessment, and how fast? */
export function AssessmentChart({ answer, query }: { answer: Assessment; query: InsightQuery }) {
  const { level: _, ...cut } = query;
  const known = new Map(answer.days.map((day) => [day.day, day.levels]));
  const days: string[] = [];
  for (let day = answer.days[0]?.day ?? answer.to; day <= answer.to; day = addDays(day, 1)) days.push(day);
  return (
    <ChartFrame
      level={2}
      name="assessment"
      title={assessmentFinding(answer)}
      context={`Risks at the end of each day (UTC), today as it stands. Assessed means by a person and still valid; what went out of date counts no longer, and waits to be looked at again.${allLevels(query)}`}
      drawing={{ type: 'area' }}
      data={{
        rowLabel: 'Day',
        unit: ['risk', 'risks'],
        noteLabel: 'Done',
        series: [
          { key: 'assessed', label: 'Assessed', look: 'accent', href: risksHref(cut, { level: assessedLevels.join(',') }) },
          { key: 'stale', label: 'Stale', look: 'stale', href: risksHref(cut, { level: 'stale' }) },
          { key: 'unassessed', label: 'Unassessed', look: 'unassessed', href: risksHref(cut, { level: 'unassessed' }) },
        ],
        rows: days.map((day) => {
          const counts = known.get(day);
          if (!counts) return { key: day, label: longDay(day), values: [null, null, null], note: 'not written down' };
          const done = sumOf(counts, assessedLevels);
          return {
            key: day,
            label: longDay(day),
            values: [done, countOf(counts, 'stale'), countOf(counts, 'unassessed')],
            note: `${percent(done, total(counts) - countOf(counts, 'none'))} % assessed`,
            href: risksHref(cut, { level: 'unassessed,stale' }),
          };
        }),
      }}
      empty="Nothing to draw yet: no threat applies to what you chose, so there is nothing to assess."
    />
  );
}

const shown = levels.filter((level) => level !== 'none');

/** Which team carries most? */
export function TeamsChart({ answer, query }: { answer: Teams; query: InsightQuery }) {
  const { level: _, team: __, ...cut } = query;
  const series = seriesOf(shown);
  const weights = `critical ${exposureWeights.critical}, high and unassessed ${exposureWeights.high}, medium and stale ${exposureWeights.medium}`;
  return (
    <ChartFrame
      level={2}
      name="teams"
      title={teamsFinding(answer)}
      context={`Each team’s risks by level, as shares; the team with the most unresolved exposure first. Exposure adds up its risks: ${weights}, low and accepted nothing. What nobody looked at counts as high, so that assessing little never looks good.${allLevels(query)}`}
      drawing={{ type: 'bars', share: true }}
      footer={
        answer.total > answer.teams.length
          ? `The ${answer.teams.length} teams with the most exposure, of ${answer.total.toLocaleString('en-GB')}. Filter by team to compare others.`
          : undefined
      }
      data={{
        rowLabel: 'Team',
        unit: ['risk', 'risks'],
        noteLabel: 'Exposure',
        series,
        rows: answer.teams.map((team) => ({
          key: team.key,
          label: team.name,
          values: series.map(({ key }) => countOf(team.levels, key)),
          note: `exposure ${team.exposure.toLocaleString('en-GB')}, ${(team.exposure / Math.max(1, total(team.levels) - countOf(team.levels, 'none'))).toLocaleString('en-GB', { maximumFractionDigits: 1 })} a risk`,
          href: risksHref(cut, { team: team.key }),
          hrefs: series.map(({ key }) => risksHref(cut, { team: team.key, level: key })),
        })),
      }}
      empty="Nothing to draw yet: none of your teams has an asset that a threat applies to."
    />
  );
}
