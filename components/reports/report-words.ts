/** What a report says in its titles. Pure. */
import { kindLabels, type Level, levels } from '#lib/assets/rules.ts';
import type { Levels } from '#lib/insights/history/rules.ts';
import type { Posture } from '#lib/insights/report/schema.ts';

export const countOf = (counts: Levels, level: Level): number => counts[levels.indexOf(level)] ?? 0;
export const number = (value: number): string => value.toLocaleString('en-GB');
export const plural = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

/** "23 November 2026": a UTC day. */
export const longDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** "23 November 2026 at 14:05 UTC". */
export const utcMoment = (at: string): string =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(at))} UTC`;

/** "All teams, models only". */
export function scopeWords({ team, teams, kind }: Posture['scope']): string {
  const whose = team
    ? team.name
    : teams === null
      ? 'All teams of the organisation'
      : teams.length === 1
        ? teams[0]
        : `${teams.length} teams: ${teams.join(', ')}`;
  return kind ? `${whose}; kind: ${kindLabels[kind].toLowerCase()}` : `${whose}; every kind of asset`;
}

/** "12 risks were high or critical, and 61 of 180 unassessed or stale". */
export function mainFinding(risks: Levels): string {
  const severe = countOf(risks, 'high') + countOf(risks, 'critical');
  const unknown = countOf(risks, 'unassessed') + countOf(risks, 'stale');
  const all = risks.slice(1).reduce((sum, n) => sum + n, 0);
  if (all === 0) return 'No threat applied to any asset in this scope.';
  return `${plural(severe, 'risk was', 'risks were')} high or critical; of ${number(all)} in all, ${number(unknown)} ${unknown === 1 ? 'was' : 'were'} unassessed or stale.`;
}

/** "3 more", "2 fewer", "as many". */
export const comparedWith = (now: number, before: number): string =>
  now === before ? 'as many' : now > before ? `${number(now - before)} more` : `${number(before - now)} fewer`;
