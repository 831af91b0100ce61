import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { receive } from './kept-files.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A byte every so many milliseconds, without an end. */
const trickling = (every: number) => {
  let timer: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>({
    pull: (controller) =>
      new Promise((resolve) => {
        timer = setTimeout(() => {
          controller.enqueue(new Uint8Array(1));
          resolve();
        }, every);
      }),
    cancel: () => clearTimeout(timer),
  });
};
const declared = { size: 20 * 1024 * 1024, sha256: '0'.repeat(64) };
const sent = (every: number) => receive({ stream: trickling(every), size: declared.size }, declared);

test('a file that trickles is given up after five minutes, and holds no memory afterwards', async () => {
  const many = Array.from({ length: 5 }, () => sent(10_000).catch((error: Error) => error.message));
  await expect(sent(10_000)).rejects.toThrow(/Too many files/);
  await vi.advanceTimersByTimeAsync(5 * 60_000 + 1_000);
  expect(await Promise.all(many)).toEqual(Array(5).fill(expect.stringMatching(/took too long/)));
  const next = sent(60_000).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await next).toMatch(/took too long/);
});
