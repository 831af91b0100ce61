/** What the overview's numbers say, each in a sentence: the title of a part. Pure. */
import { type Level, levelLabels, levels, type Stage, stageLabels } from '#lib/assets/rules.ts';
import type { Levels } from '#lib/insights/history/rules.ts';
import type { Due, HeatCell, Movement, TeamStanding } from '#lib/insights/overview/schema.ts';
import { causeWords } from '#lib/risks/register/history/rules.ts';
import { dayWords, number, plural } from './words.ts';

export const countOf = (counts: Levels, level: Level): number => counts[levels.indexOf(level)] ?? 0;
/** All that a threat concerns: each level but "no threats". */
export const concerned = (counts: Levels): number => counts.slice(1).reduce((sum, n) => sum + n, 0);
export const severe = (counts: Levels): number => countOf(counts, 'high') + countOf(counts, 'critical');

/** The worst level of which there is any. */
export const worstOf = (counts: Levels): Level => levels[counts.findLastIndex((n) => n > 0)] ?? 'none';

export interface Change {
  way: 'more' | 'fewer' | 'same';
  words: string;
}

/** "3 more", "12 fewer", "as many". */
export function changeOf(now: number, before: number): Change {
  if (now === before) return { way: 'same', words: 'as many' };
  return now > before ? { way: 'more', words: `${number(now - before)} more` } : { way: 'fewer', words: `${number(before - now)} fewer` };
}

const severeWords = (count: number): string =>
  count === 0 ? 'No risk is known to be high or critical' : `${plural(count, 'risk is', 'risks are')} high or critical`;

/** "12 risks are high or critical, 3 more than on 16 Nov." */
export function summary(risks: Levels, week: { day: string; risks: Levels } | null): string {
  if (concerned(risks) === 0) return 'The threats to your assets are being looked for; they appear here as they are found.';
  const now = severe(risks);
  const words = severeWords(now);
  if (!week) return `${words}. What stood a week ago, nobody recorded.`;
  const change = changeOf(now, severe(week.risks));
  return change.way === 'same'
    ? `${words}, as many as on ${dayWords(week.day)}.`
    : `${words}, ${change.words} than on ${dayWords(week.day)}.`;
}

const bad: readonly Level[] = ['critical', 'high', 'medium'];

/** "Deployment is worst: 4 assets are critical there". */
export function heatmapTitle(cells: readonly HeatCell[]): string {
  if (cells.length === 0) return 'No threat applies to any asset';
  for (const level of bad) {
    const byStage = new Map<Stage, number>();
    for (const cell of cells) byStage.set(cell.stage, (byStage.get(cell.stage) ?? 0) + countOf(cell.levels, level));
    const [first] = [...byStage].sort((a, b) => b[1] - a[1]);
    if (first && first[1] > 0) return `${stageLabels[first[0]]} is worst: ${plural(first[1], 'asset is', 'assets are')} ${level} there`;
  }
  const unknown = cells.reduce((sum, cell) => sum + countOf(cell.levels, 'unassessed'), 0);
  return unknown > 0 ? 'No asset is known to be at medium or above, and not all are assessed' : 'No asset is at medium or above';
}

/** "High and critical risks rose from 20 to 33 since 25 Aug". */
export function trendTitle(history: readonly { day: string; risks: Levels }[]): string {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last || first === last) return `${severeWords(last ? severe(last.risks) : 0)}; history begins today`;
  const [before, now] = [severe(first.risks), severe(last.risks)];
  if (before === now) return `${severeWords(now)}, as on ${dayWords(first.day)}`;
  return `High and critical risks ${now > before ? 'rose' : 'fell'} from ${number(before)} to ${number(now)} since ${dayWords(first.day)}`;
}

/** "7 assets are critical". */
export function worstTitle(assets: Levels): string {
  const level = bad.find((each) => countOf(assets, each) > 0);
  return level ? `${plural(countOf(assets, level), 'asset is', 'assets are')} ${level}` : 'No asset is known to be at medium or above';
}

/** "Fraud scorer moved most: medium to critical". */
export function movedTitle(moved: readonly Movement[]): string {
  const [first] = moved;
  if (!first) return 'Nothing moved by two levels or more this week';
  return `${first.assetName} moved most: ${levelLabels[first.from].toLowerCase()} to ${levelLabels[first.to].toLowerCase()}`;
}

/** "Model theft: Inês assessed the risk", "6 risks: time passed". */
export function whyWords({ count, threat, cause, actorName }: Pick<Movement, 'count' | 'threat' | 'cause' | 'actorName'>): string {
  const why = cause === 'time.passed' ? 'time passed' : `${actorName ?? 'Gatehouse'} ${causeWords(cause)}`;
  return `${count === 1 ? threat : plural(count, 'risk', 'risks')}: ${why}`;
}

/** "4 risks and 2 safeguards are overdue". */
export function dueTitle({
  risksOverdue,
  safeguardsOverdue,
  evidenceExpired,
  risksSoon,
  evidenceExpiring,
  acceptancesEnding,
}: Due): string {
  const said = (each: { total: number; more: boolean }, one: string, many: string) =>
    each.total === 0 ? [] : [`${number(each.total)}${each.more ? '+' : ''} ${each.total === 1 ? one : many}`];
  const overdue = [...said(risksOverdue, 'risk', 'risks'), ...said(safeguardsOverdue, 'safeguard', 'safeguards')];
  const count = risksOverdue.total + safeguardsOverdue.total;
  if (count > 0) return `${overdue.join(' and ')} ${count === 1 ? 'is' : 'are'} overdue`;
  if (evidenceExpired.total > 0) return `Nothing is overdue; evidence of ${said(evidenceExpired, 'safeguard', 'safeguards')} has expired`;
  const soon = risksSoon.total + evidenceExpiring.total + acceptancesEnding.total;
  return soon > 0 ? 'Nothing is overdue; some of it is due soon' : 'Nothing is overdue or due soon';
}

/** "61 of 180 risks are unassessed or stale". */
export function knownTitle(risks: Levels): string {
  const all = concerned(risks);
  const unknown = countOf(risks, 'unassessed') + countOf(risks, 'stale');
  if (all === 0) return 'No threat applies to any asset';
  return unknown === 0
    ? `All ${plural(all, 'risk', 'risks')} are assessed and current`
    : `${number(unknown)} of ${plural(all, 'risk is', 'risks are')} unassessed or stale`;
}

/** Teams with the most high and critical risks first; of equals, those with more that nobody assessed. */
export const teamsInOrder = (teams: readonly TeamStanding[]): TeamStanding[] =>
  teams.toSorted(
    (a, b) =>
      severe(b.risks) - severe(a.risks) ||
      countOf(b.risks, 'critical') - countOf(a.risks, 'critical') ||
      countOf(b.risks, 'unassessed') - countOf(a.risks, 'unassessed'),
  );

/** "Fraud analytics has the most high and critical risks: 12". */
export function teamsTitle(teams: readonly TeamStanding[]): string {
  const [first] = teamsInOrder(teams);
  if (!first || severe(first.risks) === 0) return 'No team has a high or critical risk that is known';
  return `${first.name} has the most high and critical risks: ${number(severe(first.risks))}`;
}
