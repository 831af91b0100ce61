import { expect, test } from 'vitest';
import { type AnswerState, fromServer, overtaken, readWritten, refreshed, theirsOf, withDraft } from './answer-state.ts';

const item = { answer: 'yes' as const, note: 'Seen', link: null, version: 3 };
const clean = fromServer(item);
const draft = { answer: 'no' as const, note: 'Not there', link: 'https://example.org', version: 3 };

test('a draft over what the server still holds is kept to be sent; over something newer both are shown', () => {
  expect(withDraft(clean, draft)).toMatchObject({ answer: 'no', note: 'Not there', phase: 'kept', version: 3, theirs: null });
  expect(withDraft(clean, { ...draft, version: 2 })).toMatchObject({
    ...{ answer: 'no', phase: 'conflict', version: 3 },
    theirs: { answer: 'yes', note: 'Seen', link: '', version: 3 },
  });
  expect(withDraft(clean, { answer: 'yes', note: 'Seen', link: '', version: 1 })).toBe(clean);
});

test('what the server tells anew takes the place of what was saved, never of what was not', () => {
  const newer = { ...item, answer: 'no' as const, version: 4 };
  expect(refreshed(clean, newer)).toMatchObject({ answer: 'no', version: 4 });
  expect(refreshed(clean, item)).toBe(clean);
  for (const phase of ['kept', 'sending', 'failed', 'conflict'] as const) {
    const state: AnswerState = { ...clean, note: 'Typed', phase };
    expect(refreshed(state, newer)).toBe(state);
  }
});

test('what overtook an answer stands beside it, unless it is the same: then it had arrived', () => {
  const mine: AnswerState = { ...clean, answer: 'no', phase: 'sending', version: 0 };
  const theirs = { answer: 'yes' as const, note: 'Seen', link: '', version: 1 };
  expect(overtaken(mine, theirs, 'Somebody else answered.')).toMatchObject({ answer: 'no', phase: 'conflict', version: 1, theirs });
  expect(overtaken(mine, { ...theirs, answer: 'no' }, 'x')).toMatchObject({ answer: 'no', phase: 'saved', version: 1, failure: null });
});

test('what is no draft is none', () => {
  expect(readWritten(draft)).toEqual(draft);
  for (const value of [null, 'yes', {}, { ...draft, answer: 'maybe' }, { ...draft, version: '3' }, { ...draft, note: 1 }])
    expect(readWritten(value)).toBeNull();
  expect(theirsOf({ answer: null, note: 'x', link: null, version: 5 })).toEqual({ answer: null, note: 'x', link: '', version: 5 });
  expect(theirsOf(null)).toBeNull();
});
