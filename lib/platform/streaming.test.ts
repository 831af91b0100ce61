import { afterEach, expect, test, vi } from 'vitest';
import { streamOf } from './streaming.ts';

afterEach(() => vi.useRealTimers());

test('a stream that is given up while a piece is being made ends once', async () => {
  let ends = 0;
  const begun = Promise.withResolvers<void>();
  const made = Promise.withResolvers<void>();
  async function* text() {
    begun.resolve();
    await made.promise;
    yield 'a';
    yield 'b';
  }
  const reader = streamOf(text(), async () => {
    ends += 1;
  }).getReader();
  const first = reader.read();
  await begun.promise;
  const cancelled = reader.cancel();
  made.resolve();
  await Promise.all([first, cancelled]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toBe(1);
});

test('a stream that is read to its end, and one whose source fails, end once', async () => {
  let ends = 0;
  const end = async () => {
    ends += 1;
  };
  async function* failing() {
    yield 'a';
    throw new Error('broken');
  }
  async function* whole() {
    yield 'ab';
  }
  expect(await new Response(streamOf(whole(), end)).text()).toBe('ab');
  await expect(new Response(streamOf(failing(), end)).text()).rejects.toThrow('broken');
  expect(ends).toBe(2);
});

/** Pieces without end, and how often the stream over them ended. */
function endless() {
  const seen = { ends: 0 };
  async function* text() {
    for (;;) yield 'a';
  }
  return {
    seen,
    text: text(),
    end: async () => {
      seen.ends += 1;
    },
  };
}

test('a stream that nobody goes on reading is given up', async () => {
  vi.useFakeTimers();
  const { seen, text, end } = endless();
  const reader = streamOf(text, end, { pause: 60_000, whole: 3_600_000 }).getReader();
  await reader.read();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(seen.ends).toBe(0);
  await reader.read();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(seen.ends).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen.ends).toBe(1);
  await expect(reader.read()).rejects.toThrow('not taken');
});

test('a stream that is read without end, slowly, is given up as well', async () => {
  vi.useFakeTimers();
  const { seen, text, end } = endless();
  const reader = streamOf(text, end, { pause: 60_000, whole: 3_600_000 }).getReader();
  let pieces = 0;
  const reading = (async () => {
    for (;;) {
      await reader.read();
      pieces += 1;
      await vi.advanceTimersByTimeAsync(30_000);
    }
  })();
  await expect(reading).rejects.toThrow('too long');
  expect([seen.ends, pieces]).toEqual([1, 120]);
});
