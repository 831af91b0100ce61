/** How an answer to one item of a checklist stands between the form and the server. Pure. */
import type { Answer } from '#lib/reviews/rules.ts';
import type { AnsweredItem } from '#lib/reviews/schema.ts';

/** What is written to an item. */
export type Written = { answer: Answer | null; note: string; link: string };

/** `kept`: not sent yet. `failed`: sent in vain, with why. `conflict`: somebody else answered meanwhile. */
export type AnswerPhase = 'clean' | 'kept' | 'sending' | 'saved' | 'failed' | 'conflict';

export type AnswerState = Written & {
  /** The version that this is written over. */
  version: number;
  phase: AnswerPhase;
  failure: string | null;
  /** With a conflict: what stands on the server. */
  theirs: (Written & { version: number }) | null;
};

export const writtenOf = ({ answer, note, link }: Written): Written => ({ answer, note, link });
/** Whether the same was written; blanks around it do not count, for they are not sent. */
export const sameWritten = (a: Written, b: Written): boolean =>
  a.answer === b.answer && a.note.trim() === b.note.trim() && a.link.trim() === b.link.trim();

/** As the server knows it. */
export const fromServer = (item: Pick<AnsweredItem, 'answer' | 'note' | 'link' | 'version'>): AnswerState => ({
  answer: item.answer,
  note: item.note,
  link: item.link ?? '',
  version: item.version,
  phase: 'clean',
  failure: null,
  theirs: null,
});

/** A draft that was not sent before the page went away, over what the server knows now. */
export function withDraft(state: AnswerState, draft: Written & { version: number }): AnswerState {
  if (sameWritten(state, draft)) return state;
  if (draft.version === state.version) return { ...state, ...writtenOf(draft), phase: 'kept' };
  return { ...state, ...writtenOf(draft), phase: 'conflict', theirs: { ...writtenOf(state), version: state.version } };
}

/** What the server tells anew, after something else on the page was done: it never takes away what was not sent. */
export function refreshed(state: AnswerState, item: Pick<AnsweredItem, 'answer' | 'note' | 'link' | 'version'>): AnswerState {
  const settled = state.phase === 'clean' || state.phase === 'saved';
  return settled && item.version > state.version ? fromServer(item) : state;
}

/** Something else stands on the server. Where it is the same, it was this that arrived, and only the answer to it was lost. */
export const overtaken = (state: AnswerState, theirs: Written & { version: number }, failure: string): AnswerState =>
  sameWritten(state, theirs)
    ? { ...state, version: theirs.version, phase: 'saved', failure: null, theirs: null }
    : { ...state, version: theirs.version, phase: 'conflict', failure, theirs };

const isText = (value: unknown): value is string => typeof value === 'string';
const words: readonly unknown[] = ['yes', 'no', 'not_applicable', null];

/** A kept draft as it was written, or null where it cannot be one. */
export function readWritten(value: unknown): (Written & { version: number }) | null {
  if (typeof value !== 'object' || value === null) return null;
  const { answer, note, link, version } = value as Record<string, unknown>;
  if (!words.includes(answer) || !isText(note) || !isText(link) || typeof version !== 'number') return null;
  return { answer: answer as Answer | null, note, link, version };
}

/** What the server holds, out of a refusal's details. */
export function theirsOf(current: Readonly<Record<string, unknown>> | null): (Written & { version: number }) | null {
  return (
    current && readWritten({ ...current, link: current['link'] ?? '', note: current['note'] ?? '', answer: current['answer'] ?? null })
  );
}
