import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { AppError } from '#lib/platform/errors.ts';
import { emptyDigest } from '../manifest/rules.ts';
import { digestOf } from './commands.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const piece = new Uint8Array(64 * 1024).fill(7);
const most = 1024 ** 3;

/** A body of so many pieces of 64 kB; after the last it ends, or fails. */
function body(pieces: number, failing = false): ReadableStream<Uint8Array> {
  let given = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (given === pieces) return failing ? controller.error(new Error('aborted')) : controller.close();
      given += 1;
      controller.enqueue(piece.slice());
    },
  });
}

const hashOf = (pieces: number) => {
  const hash = createHash('sha256');
  for (let at = 0; at < pieces; at += 1) hash.update(piece);
  return hash.digest('hex');
};

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: AppError) => ({ code: error.code, fields: Object.keys(error.details.fields ?? {}) }),
  );

test('64 MB are hashed with a few pieces in memory', async () => {
  let [passed, peak] = [0, 0];
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const watched = body(1024).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        passed += 1;
        if (passed % 64 > 0) return;
        collectGarbage();
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      },
    }),
  );
  const result = await digestOf({ stream: watched, size: null, sha256: null }, {}, most);
  expect(result).toEqual({ sha256: hashOf(1024), size: 64 * 1024 * 1024 });
  expect(peak).toBeLessThan(8 * 1024 * 1024);
});

test('what was declared must be what arrived', async () => {
  const upload = () => ({ stream: body(2), size: null, sha256: null });
  expect(await refusal(digestOf(upload(), { size: 131_071 }, most))).toEqual({ code: 'invalid', fields: ['size'] });
  expect(await refusal(digestOf(upload(), { sha256: 'a'.repeat(64) }, most))).toEqual({ code: 'invalid', fields: ['sha256'] });
  expect(await refusal(digestOf({ ...upload(), sha256: 'b'.repeat(64) }, {}, most))).toEqual({ code: 'invalid', fields: ['sha256'] });
  expect(await digestOf(upload(), { size: 131_072, sha256: hashOf(2).toUpperCase() }, most)).toEqual({ sha256: hashOf(2), size: 131_072 });
});

test('a cut-off upload is refused, whether the stream fails or ends early', async () => {
  expect(await refusal(digestOf({ stream: body(2, true), size: null, sha256: null }, {}, most))).toMatchObject({ code: 'invalid' });
  expect(await refusal(digestOf({ stream: body(2), size: 200_000, sha256: null }, {}, most))).toMatchObject({ code: 'invalid' });
});

test('no more is read than may come', async () => {
  expect(await refusal(digestOf({ stream: body(3), size: null, sha256: null }, {}, 100_000))).toMatchObject({ code: 'too_large' });
  const untouched = new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new Error('was read')) }, { highWaterMark: 0 });
  expect(await refusal(digestOf({ stream: untouched, size: 100_001, sha256: null }, {}, 100_000))).toMatchObject({ code: 'too_large' });
});

test('an empty file has the digest of nothing; a missing body is refused', async () => {
  expect(await digestOf(undefined, { size: 0 }, most)).toEqual({ sha256: emptyDigest, size: 0 });
  expect(await refusal(digestOf(undefined, {}, most))).toMatchObject({ code: 'invalid' });
});
