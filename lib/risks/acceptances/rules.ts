/** What may become of an acceptance, until when one may hold, and its words. Pure and browser-safe; the time is passed in. */
import { addDays, dayEnd, dayOf, yearAfter } from '#lib/platform/day-rules.ts';

export const acceptanceStates = ['requested', 'granted', 'refused', 'withdrawn', 'revoked', 'ended'] as const;
export type AcceptanceState = (typeof acceptanceStates)[number];

export const stateLabels: Record<AcceptanceState, string> = {
  requested: 'Requested',
  granted: 'Accepted',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  revoked: 'Revoked',
  ended: 'Ended',
};

export const acceptanceActs = ['grant', 'refuse', 'withdraw', 'revoke', 'end'] as const;
export type AcceptanceAct = (typeof acceptanceActs)[number];

const transitions: Record<AcceptanceState, Partial<Record<AcceptanceAct, AcceptanceState>>> = {
  requested: { grant: 'granted', refuse: 'refused', withdraw: 'withdrawn', end: 'ended' },
  granted: { revoke: 'revoked', end: 'ended' },
  refused: {},
  withdrawn: {},
  revoked: {},
  ended: {},
};

/** What becomes of an acceptance by an act; null where the act is not open to it. */
export const after = (state: AcceptanceState, act: AcceptanceAct): AcceptanceState | null => transitions[state][act] ?? null;

/** How it stands at a moment: past its end it has ended, whether or not that was written down yet. */
export function stateAt({ status, until }: { status: AcceptanceState; until: Date }, at: Date): AcceptanceState {
  return (status === 'requested' || status === 'granted') && until <= at ? 'ended' : status;
}

/** An act on an acceptance as it stands at a moment: what becomes of it, or why that cannot be, in words for whoever tried. */
export function attempt(
  acceptance: { status: AcceptanceState; until: Date },
  act: AcceptanceAct,
  at: Date,
): { next: AcceptanceState } | { hindrance: string } {
  const state = stateAt(acceptance, at);
  if (act === 'end' && state === 'ended' && acceptance.status !== 'ended') return { next: 'ended' };
  const next = after(state, act);
  return next ? { next } : { hindrance: hindrances[state] };
}

const hindrances: Record<AcceptanceState, string> = {
  requested: 'This request still waits for a decision: withdraw or refuse it instead.',
  granted: 'This acceptance was granted meanwhile. Load the page again.',
  refused: 'This request was refused meanwhile. Load the page again.',
  withdrawn: 'This request was withdrawn meanwhile. Load the page again.',
  revoked: 'This acceptance was revoked meanwhile. Load the page again.',
  ended: 'Its end date has passed, or it no longer applies: it has ended. Load the page again.',
};

/** A reason has at least so many characters: whoever decides has nothing else to go by. */
export const shortestReason = 20;
export const longestReason = 2000;
/** A bulk request or decision is about this many risks at most. */
export const mostAtOnce = 200;
/** People are told so many days before an acceptance ends. */
export const noticeDays = 14;

/** The first and the last day until which a risk may be accepted, from a moment, in a person's zone: tomorrow, and a year from today. */
export function daysOpen(at: Date, timeZone: string): { first: string; last: string } {
  const today = dayOf(at.toISOString(), timeZone);
  return { first: addDays(today, 1), last: yearAfter(today) };
}

/** The moment at which an acceptance until this day ends: the end of that day in the person's zone. Null for a day that is not open. */
export function endOf(day: string, at: Date, timeZone: string): Date | null {
  const { first, last } = daysOpen(at, timeZone);
  return day < first || day > last ? null : new Date(dayEnd(day, timeZone));
}

/** Is it time to tell people that it ends soon? Once, in the last two weeks. */
export const isEnding = ({ until, noticedAt }: { until: Date; noticedAt: Date | null }, at: Date): boolean =>
  noticedAt === null && until > at && until.getTime() - at.getTime() <= noticeDays * 86_400_000;

/** Why there is nothing to accept of a risk as it stands; null where there is. A renewal is asked for while one is granted. */
export function hindranceToRequest(risk: {
  applies: boolean;
  assessed: boolean;
  current: boolean;
  severity: number;
  retired: boolean;
  waiting: boolean;
}): string | null {
  if (risk.retired) return 'The asset is retired: nothing of it is open.';
  if (!risk.applies) return 'The threat no longer applies to this asset at this stage.';
  if (!risk.assessed) return 'Nobody has assessed this risk. Assess it first: what is not known cannot be accepted.';
  if (!risk.current) return 'The assessment of this risk is out of date. Assess it again first.';
  if (risk.severity <= 1) return 'The residual is low: there is nothing to accept.';
  return risk.waiting ? 'A request to accept this risk waits already. Withdraw it before you ask for something else.' : null;
}

/** By severity 1–4, as acceptances keep what they cover. */
export const severityWords = ['', 'low', 'medium', 'high', 'critical'] as const;
export type SeverityWord = Exclude<(typeof severityWords)[number], ''>;

/** A stored severity as its word. */
export const severityWord = (severity: number): SeverityWord => severityWords[severity] || 'critical';

/** What a granted acceptance does for the risk as it stands: it covers it, or the residual has risen past it. */
export const covers = (covered: number, severity: number): boolean => severity <= covered;

export const acceptanceSorts = ['until', '-until', 'requested', '-requested'] as const;
export type AcceptanceSort = (typeof acceptanceSorts)[number];
export const acceptanceFacets = ['status', 'team', 'kind', 'stage', 'severity', 'requester', 'decide', 'asset'] as const;
export type AcceptanceFacet = (typeof acceptanceFacets)[number];

/** "30d": within so many days from now. */
export const daysAhead = /^([1-9]\d{0,2})d$/;

/** The moment up to which a filter "until" reaches: so many days ahead, or the end of a day in UTC. */
export function aheadOf(text: string, at: Date): Date {
  const days = daysAhead.exec(text)?.[1];
  return days ? new Date(at.getTime() + Number(days) * 86_400_000) : new Date(dayEnd(text, 'UTC'));
}
