/** What each chart says, as the sentence that is its title. Pure: numbers in, words out. */

import { type Level, levelLabels, levels, stageLabels } from '#lib/assets/rules.ts';
import { countOf, endings, exposureOf, openLevels, paceOf, sumOf } from '#lib/insights/charts/rules.ts';
import type { Ageing, Assessment, Coverage, Endings, Matrix, Teams, TreatmentTimes } from '#lib/insights/charts/schema.ts';
import { monthName } from '#lib/platform/day-rules.ts';
import { impactWords, likelihoodWords } from '#lib/risks/catalogue/rules.ts';

const number = (value: number) => value.toLocaleString('en-GB');
const many = (value: number, one: string, several: string) => `${number(value)} ${value === 1 ? one : several}`;
const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
/** Whole per cent; what is not all is never told as 100, nor what is not nothing as 0. */
export function percent(part: number, whole: number): number {
  if (whole === 0 || part === 0) return 0;
  const rounded = Math.round((part / whole) * 100);
  return part < whole ? Math.min(99, Math.max(1, rounded)) : 100;
}

/** "14 risks", or "all 14 risks critical" told shorter: the worst level among them and how many have it. */
function worstOf(counts: readonly number[]): string {
  const worst = openLevels.find((level) => countOf(counts, level) > 0);
  const n = total(counts);
  if (!worst) return number(n);
  const has = countOf(counts, worst);
  return has === n
    ? `${number(n)} ${levelLabels[worst].toLowerCase()}`
    : `${number(n)}, ${number(has)} of them ${levelLabels[worst].toLowerCase()}`;
}

const word = (words: readonly string[], value: number) => (words[value - 1] ?? String(value)).toLowerCase();

/** "Most open risks sit at likely × severe: 14 critical". */
export function matrixFinding({ cells }: Matrix, chosen?: readonly Level[]): string {
  const what = chosen?.length ? 'risks of these levels' : 'open risks';
  const [first, second] = cells.toSorted((a, b) => total(b.levels) - total(a.levels) || b.severity - a.severity);
  const most = first ? total(first.levels) : 0;
  if (!first || most === 0) return chosen?.length ? 'No risk has these levels' : 'No risk is open';
  const all = cells.reduce((sum, cell) => sum + total(cell.levels), 0);
  if (second && total(second.levels) === most)
    return `${many(all, what.replace('risks', 'risk'), what)}, spread over likelihood and impact`;
  return `Most ${what} sit at ${word(likelihoodWords, first.likelihood)} × ${word(impactWords, first.impact)}: ${worstOf(first.levels)}`;
}

/** "Controls cover least at Deployment: 22 % of risks have one verified". */
export function coverageFinding({ stages }: Coverage): string {
  const known = stages.filter(({ coverage }) => total(coverage) > 0);
  if (known.length === 0) return 'No risk to cover';
  const share = (coverage: readonly number[]) => percent(coverage[3] ?? 0, total(coverage));
  const [least] = known.toSorted((a, b) => (a.coverage[3] ?? 0) / total(a.coverage) - (b.coverage[3] ?? 0) / total(b.coverage));
  if (!least || known.every(({ coverage }) => !coverage[3])) return 'No risk has a verified control yet';
  if (known.every(({ coverage }) => coverage[3] === total(coverage))) return 'Every risk has a verified control';
  if (!least.coverage[3]) return `Controls cover least at ${stageLabels[least.stage]}: no risk there has one verified`;
  return `Controls cover least at ${stageLabels[least.stage]}: ${share(least.coverage)} % of risks have one verified`;
}

/** Before the third month back: two to three months old at least. */
export const oldFrom = (ageing: Ageing): string | null => ageing.months.at(-3)?.month ?? null;

/** "31 open risks have been open since before September 2026". */
export function ageingFinding(ageing: Ageing): string {
  const all = ageing.months.reduce((sum, month) => sum + total(month.levels), 0);
  if (all === 0) return 'No risk is open';
  const since = oldFrom(ageing);
  const old = ageing.months.slice(0, -3).reduce((sum, month) => sum + total(month.levels), 0);
  if (!since || old === 0) return `All ${many(all, 'open risk', 'open risks')} opened in the last three months`;
  return `${many(old, 'open risk has', 'open risks have')} been open since before ${monthName(since)}: ${percent(old, all)} % of all`;
}

const days = (value: number) => many(Math.round(value * 10) / 10, 'day', 'days');

/** "High risks take a median of 18 days to treat, critical ones 4 days". */
export function treatmentFinding({ high, critical }: TreatmentTimes): string {
  if (high.median === null && critical.median === null) return 'No high or critical risk was treated in twelve months';
  if (high.median === null) return `Critical risks take a median of ${days(critical.median ?? 0)} to treat`;
  if (critical.median === null) return `High risks take a median of ${days(high.median)} to treat`;
  return `High risks take a median of ${days(high.median)} to treat, critical ones ${days(critical.median)}`;
}

/** "5 acceptances end within 30 days". */
export function endingsFinding(answer: Endings): string {
  const within = (limit: number) => answer.endings.find((each) => each.days === limit)?.count ?? 0;
  const longest = Math.max(...endings);
  if (within(longest) === 0) return `No acceptance ends within ${longest} days`;
  const soonest = within(7) > 0 ? 7 : within(30) > 0 ? 30 : longest;
  const n = within(30) > 0 ? within(30) : within(longest);
  const limit = within(30) > 0 ? 30 : longest;
  const soon =
    soonest === 7
      ? `, ${within(7) === n ? (n === 1 ? 'it this week' : 'all of them this week') : `${number(within(7))} of them this week`}`
      : '';
  return `${many(n, 'acceptance ends', 'acceptances end')} within ${limit} days${soon}`;
}

const assessedOf = (counts: readonly number[]) =>
  total(counts) - countOf(counts, 'none') - countOf(counts, 'unassessed') - countOf(counts, 'stale');
const wholeOf = (counts: readonly number[]) => total(counts) - countOf(counts, 'none');

/** "Assessment: 64 % done, about 12 a day". The pace is that of the last thirty days known. */
export function assessmentFinding({ days: known }: Assessment): string {
  const last = known.at(-1);
  const whole = last ? wholeOf(last.levels) : 0;
  if (!last || whole === 0) return 'Nothing to assess yet';
  const done = assessedOf(last.levels);
  if (done === whole) return `Assessment is complete: all ${many(whole, 'risk', 'risks')}`;
  const pace = paceOf(known.slice(-31).map((day) => ({ day: day.day, assessed: assessedOf(day.levels), total: wholeOf(day.levels) })));
  const head = `Assessment: ${percent(done, whole)} % done`;
  if (pace === null) return head;
  const daily = pace >= 10 ? number(Math.round(pace)) : number(Math.round(pace * 10) / 10);
  if (pace < 0) return `${head}, and more goes out of date than is assessed`;
  return pace < 0.05 ? `${head}, at a standstill` : `${head}, about ${daily} a day`;
}

/** "Fraud analytics carries the most unresolved exposure: 38 % of all". */
export function teamsFinding({ teams, total: count }: Teams): string {
  const [first, second] = teams;
  if (!first) return 'No team has risks yet';
  if (first.exposure === 0) return 'No team carries unresolved exposure';
  if (count === 1) {
    const unseen = countOf(first.levels, 'unassessed') + countOf(first.levels, 'stale');
    const all = wholeOf(first.levels);
    return `${first.name}: ${percent(sumOf(first.levels, ['critical', 'high']), all)} % critical or high, ${percent(unseen, all)} % unassessed or stale`;
  }
  if (second?.exposure === first.exposure) return `${first.name} and ${second.name} carry the most unresolved exposure`;
  return `${first.name} carries the most unresolved exposure: ${percent(
    first.exposure,
    teams.reduce((sum, team) => sum + exposureOf(team.levels), 0),
  )} % of ${count > teams.length ? `the first ${teams.length} teams’` : 'all'}`;
}

/** Levels as series of a chart, the worst first. */
export const seriesOf = (of: readonly Level[]) =>
  levels
    .toReversed()
    .filter((level) => of.includes(level))
    .map((level) => ({ key: level, label: levelLabels[level], look: level }));
