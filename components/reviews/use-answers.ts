'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { draftKey, readDraft, writeDraft } from '#components/data/form/drafts.ts';
import { readFormError } from '#components/data/form/form-error.ts';
import { request } from '#lib/client.ts';
import type { AnsweredItem } from '#lib/reviews/schema.ts';
import {
  type AnswerState,
  fromServer,
  overtaken,
  readWritten,
  refreshed,
  sameWritten,
  theirsOf,
  type Written,
  withDraft,
  writtenOf,
} from './answer-state.ts';

export type Answers = Readonly<Record<string, AnswerState>>;

/** A text is sent when the keyboard rests for so long, in milliseconds; an answer at once. */
const rest = 700;

const signedOut = 'You have been signed out. Sign in again in another tab, then try again: what you wrote is kept.';

/**
 * The answers to a review's checklist, saved as one goes, one after another for each item. What cannot be sent is kept in the browser and shown as not
 * saved; what somebody else answered meanwhile is shown beside it.
 */
export function useAnswers(reviewId: string, viewerId: string, items: readonly AnsweredItem[], mayAnswer: boolean) {
  const [answers, setAnswers] = useState<Answers>(() => Object.fromEntries(items.map((item) => [item.id, fromServer(item)])));
  const latest = useRef(answers);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const sending = useRef(new Set<string>());
  const keyOf = useCallback((item: string) => draftKey(viewerId, reviewId, `answer ${item}`), [reviewId, viewerId]);

  const put = useCallback((item: string, change: (state: AnswerState) => AnswerState) => {
    const state = latest.current[item];
    if (!state) return;
    latest.current = { ...latest.current, [item]: change(state) };
    setAnswers(latest.current);
  }, []);

  const send = useCallback(
    async (item: string) => {
      clearTimeout(timers.current.get(item));
      const state = latest.current[item];
      if (!state || sending.current.has(item) || state.phase === 'conflict' || state.phase === 'clean' || state.phase === 'saved') return;
      const sent = writtenOf(state);
      sending.current.add(item);
      put(item, (now) => ({ ...now, phase: 'sending', failure: null }));
      try {
        const { version } = await request('PUT /reviews/{id}/answers/{item}', {
          ...{ id: reviewId, item, version: state.version, answer: sent.answer, note: sent.note.trim() },
          link: sent.link.trim() || null,
        });
        const now = latest.current[item];
        const all = now !== undefined && sameWritten(now, sent);
        put(item, (each) => ({ ...each, version, phase: all ? 'saved' : 'kept' }));
        if (all) writeDraft(keyOf(item), null);
        else writeDraft(keyOf(item), now && { ...writtenOf(now), version });
      } catch (thrown) {
        const { code, message, current } = readFormError(thrown);
        const theirs = code === 'conflict' ? theirsOf(current) : null;
        put(item, (each) =>
          theirs
            ? overtaken(each, theirs, message)
            : { ...each, phase: 'failed', failure: code === 'unauthenticated' ? signedOut : message },
        );
        if (latest.current[item]?.phase === 'saved') writeDraft(keyOf(item), null);
      } finally {
        sending.current.delete(item);
      }
      if (latest.current[item]?.phase === 'kept') void send(item);
    },
    [reviewId, put, keyOf],
  );

  // What was typed before the page went away, and was not sent.
  useEffect(() => {
    if (!mayAnswer) return;
    for (const item of Object.keys(latest.current)) {
      const draft = readWritten(readDraft(keyOf(item)));
      if (!draft) continue;
      put(item, (state) => withDraft(state, draft));
      if (latest.current[item]?.phase === 'kept') void send(item);
      else if (latest.current[item]?.phase === 'clean') writeDraft(keyOf(item), null);
    }
  }, [mayAnswer, keyOf, put, send]);

  useEffect(() => {
    for (const item of items) put(item.id, (state) => refreshed(state, item));
  }, [items, put]);

  // Leaving the tab, or being back on the net: what waits is sent.
  useEffect(() => {
    const flush = () => {
      for (const [item, { phase }] of Object.entries(latest.current)) if (phase === 'kept' || phase === 'failed') void send(item);
    };
    const onHidden = () => document.visibilityState === 'hidden' && flush();
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('online', flush);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('online', flush);
    };
  }, [send]);

  const write = useCallback(
    (item: string, change: Partial<Written>) => {
      put(item, (state) => ({
        ...state,
        ...change,
        phase: state.phase === 'sending' || state.phase === 'conflict' ? state.phase : 'kept',
      }));
      const state = latest.current[item];
      if (!state) return;
      writeDraft(keyOf(item), { ...writtenOf(state), version: state.version });
      clearTimeout(timers.current.get(item));
      timers.current.set(
        item,
        setTimeout(() => void send(item), 'answer' in change ? 0 : rest),
      );
    },
    [put, send, keyOf],
  );

  /** Takes one side of a conflict. */
  const resolve = useCallback(
    (item: string, side: 'mine' | 'theirs') => {
      put(item, (state) =>
        side === 'mine' || !state.theirs
          ? { ...state, phase: 'kept', theirs: null }
          : { ...state, ...writtenOf(state.theirs), phase: 'saved', theirs: null },
      );
      if (side === 'mine') void send(item);
      else writeDraft(keyOf(item), null);
    },
    [put, send, keyOf],
  );

  return { answers, write, resolve, send };
}
