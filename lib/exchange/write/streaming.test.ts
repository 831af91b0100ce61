import { expect, test } from 'vitest';
import { streamOf } from './streaming.ts';

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
