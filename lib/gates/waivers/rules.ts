/** What may become of a waiver, until when one may hold, and its words. Pure and browser-safe; the time is passed in. */
import { addDays, dayEnd, dayOf } from '#lib/platform/day-rules.ts';

export const waiverStates = ['requested', 'granted', 'refused', 'withdrawn', 'revoked', 'ended'] as const;
export type WaiverState = (typeof waiverStates)[number];

export const stateLabels: Record<WaiverState, string> = {
  requested: 'Requested',
  granted: 'Waived',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  revoked: 'Revoked',
  ended: 'Ended',
};

export const waiverActs = ['grant', 'refuse', 'withdraw', 'revoke', 'end'] as const;
export type WaiverAct = (typeof waiverActs)[number];

const transitions: Record<WaiverState, Partial<Record<WaiverAct, WaiverState>>> = {
  requested: { grant: 'granted', refuse: 'refused', withdraw: 'withdrawn', end: 'ended' },
  granted: { revoke: 'revoked', end: 'ended' },
  refused: {},
  withdrawn: {},
  revoked: {},
  ended: {},
};

/** How it stands at a moment: past its end it has ended, whether or not that was written down yet. */
export function stateAt({ status, until }: { status: WaiverState; until: Date }, at: Date): WaiverState {
  return (status === 'requested' || status === 'granted') && until <= at ? 'ended' : status;
}

/** An act on a waiver as it stands at a moment: what becomes of it, or why that cannot be, in words for whoever tried. */
export function attempt(
  waiver: { status: WaiverState; until: Date },
  act: WaiverAct,
  at: Date,
): { next: WaiverState } | { hindrance: string } {
  const state = stateAt(waiver, at);
  if (act === 'end' && state === 'ended' && waiver.status !== 'ended') return { next: 'ended' };
  const next = transitions[state][act];
  return next ? { next } : { hindrance: hindrances[state] };
}

const hindrances: Record<WaiverState, string> = {
  requested: 'This request still waits for a decision: withdraw or refuse it instead.',
  granted: 'This waiver was granted meanwhile. Load the page again.',
  refused: 'This request was refused meanwhile. Load the page again.',
  withdrawn: 'This request was withdrawn meanwhile. Load the page again.',
  revoked: 'This waiver was revoked meanwhile. Load the page again.',
  ended: 'Its end date has passed: it has ended. Load the page again.',
};

/** A reason has at least so many characters: whoever decides has nothing else to go by. */
export const shortestReason = 20;
export const longestReason = 2000;
/** A waiver holds for so many days at most. */
export const longestDays = 90;
/** People are told so many days before a waiver ends. */
export const noticeDays = 7;

/** The first and the last day until which a requirement may be waived, from a moment, in a person's zone: tomorrow, and 90 days from today. */
export function daysOpen(at: Date, timeZone: string): { first: string; last: string } {
  const today = dayOf(at.toISOString(), timeZone);
  return { first: addDays(today, 1), last: addDays(today, longestDays) };
}

/** The moment at which a waiver until this day ends: the end of that day in the person's zone. Null for a day that is not open. */
export function endOf(day: string, at: Date, timeZone: string): Date | null {
  const { first, last } = daysOpen(at, timeZone);
  return day < first || day > last ? null : new Date(dayEnd(day, timeZone));
}

export const waiverSorts = ['until', '-until', 'requested', '-requested'] as const;
export type WaiverSort = (typeof waiverSorts)[number];
export const waiverFacets = ['status', 'team', 'kind', 'stage', 'type', 'requester', 'decide', 'asset'] as const;
export type WaiverFacet = (typeof waiverFacets)[number];
