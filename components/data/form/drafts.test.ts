import { beforeEach, expect, test, vi } from 'vitest';
import { countDrafts, draftKey, forgetDrafts, readDraft, writeDraft } from './drafts.ts';

class Shelf {
  readonly #kept = new Map<string, string>();
  get length() {
    return this.#kept.size;
  }
  key = (at: number) => [...this.#kept.keys()][at] ?? null;
  getItem = (key: string) => this.#kept.get(key) ?? null;
  setItem = (key: string, text: string) => void this.#kept.set(key, text);
  removeItem = (key: string) => void this.#kept.delete(key);
}

const mira = draftKey('mira', 'review-1', 'comment');
const yusuf = draftKey('yusuf', 'review-1', 'comment');

beforeEach(() => {
  vi.useRealTimers();
  vi.stubGlobal('localStorage', new Shelf());
  return () => vi.unstubAllGlobals();
});

test('a draft is kept by person, until it is sent', () => {
  writeDraft(mira, 'Looks good');
  expect(readDraft(mira)).toBe('Looks good');
  expect(readDraft(yusuf)).toBeNull();
  writeDraft(mira, null);
  expect(readDraft(mira)).toBeNull();
  expect(localStorage.length).toBe(0);
});

test('signing out forgets what this person wrote, and nothing of anybody else or of anything else', () => {
  writeDraft(mira, 'a');
  writeDraft(draftKey('mira', 'review-2', 'decision 1'), { decision: 'approve' });
  writeDraft(yusuf, 'b');
  localStorage.setItem('theme', 'dark');
  expect([countDrafts('mira'), countDrafts('yusuf'), countDrafts('mir')]).toEqual([2, 1, 0]);
  forgetDrafts('mira');
  expect([readDraft(mira), readDraft(yusuf), localStorage.getItem('theme')]).toEqual([null, 'b', 'dark']);
});

test('after thirty days a draft is no more, and goes when the next is kept', () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 1) });
  writeDraft(mira, 'old');
  vi.setSystemTime(Date.UTC(2026, 10, 30));
  expect(readDraft(mira)).toBe('old');
  vi.setSystemTime(Date.UTC(2026, 11, 2));
  expect([readDraft(mira), countDrafts('mira')]).toEqual([null, 0]);
  writeDraft(yusuf, 'new');
  expect(localStorage.getItem(mira)).toBeNull();
});

test('what cannot be read, or a browser that keeps nothing, is no draft and no error', () => {
  for (const text of ['{', '"text"', 'null', '{"value":1}']) {
    localStorage.setItem(mira, text);
    expect(readDraft(mira)).toBeNull();
  }
  vi.stubGlobal('localStorage', undefined);
  writeDraft(mira, 'a');
  forgetDrafts('mira');
  expect([readDraft(mira), countDrafts('mira')]).toEqual([null, 0]);
});
