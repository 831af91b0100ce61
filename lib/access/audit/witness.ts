/**
 * Witnesses: places outside the database that are told of every checkpoint, so that cutting the log's tail, or writing all of it anew, is found by
 * whoever compares. A file that lines are appended to, and a webhook.
 */
import { appendFile, readFile } from 'node:fs/promises';
import { log } from '#lib/platform/log.ts';
import { pause } from '#lib/platform/pause.ts';
import type { Checkpoint } from './chain.ts';
import { checkpointLine } from './sealing.ts';

export type Witness = { tell(checkpoint: Checkpoint): void; settled(): Promise<void> };

const firstWait = 1_000;
const longestWait = 5 * 60_000;
/** What cannot be told waits; of more than this many, the oldest go: every checkpoint vouches for those before it. */
const mostWaiting = 1_000;

/** Tells `deliver` of one checkpoint after the other, again and again while it fails. */
function faithful(name: string, deliver: (line: string) => Promise<void>, signal: AbortSignal, wait = firstWait): Witness {
  const waiting: string[] = [];
  let running: Promise<void> | null = null;
  const run = async () => {
    for (let next = wait; waiting.length > 0 && !signal.aborted; ) {
      try {
        await deliver(waiting[0] ?? '');
        waiting.shift();
        next = wait;
      } catch (error) {
        log.warn({ err: error, witness: name, waiting: waiting.length }, 'a witness of the audit log could not be told; trying again');
        await pause(next, signal, false);
        next = Math.min(next * 2, longestWait);
      }
    }
    running = null;
  };
  return {
    tell(checkpoint) {
      waiting.push(checkpointLine(checkpoint));
      if (waiting.length > mostWaiting) waiting.shift();
      running ??= run();
    },
    settled: async () => running ?? undefined,
  };
}

/** Appends a line for each checkpoint to a file. */
export const fileWitness = (file: string, signal: AbortSignal, wait?: number): Witness =>
  faithful(file, (line) => appendFile(file, `${line}\n`, { mode: 0o600 }), signal, wait);

/** Posts each checkpoint as JSON; an answer other than 2xx, or none within ten seconds, counts as not told. */
export const webhookWitness = (url: string, signal: AbortSignal, wait?: number): Witness =>
  faithful(
    new URL(url).host,
    async (line) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: line,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    },
    signal,
    wait,
  );

/** The checkpoints of a witness file, in its order. @throws Error that names the line that is none. */
export async function readWitness(file: string): Promise<Checkpoint[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const found = parsedCheckpoint(line);
    if (!found) throw new Error(`${file}, line ${at + 1}: not a checkpoint`);
    return [found];
  });
}

/** A checkpoint from its text, or null. */
export function parsedCheckpoint(line: string): Checkpoint | null {
  try {
    const { number, seq, hash, at, keyId, previous, signature } = JSON.parse(line) as Checkpoint;
    const texts = [hash, at, keyId, previous, signature].every((each) => typeof each === 'string');
    return texts && Number.isSafeInteger(number) && Number.isSafeInteger(seq)
      ? { number, seq, hash, at, keyId, previous, signature }
      : null;
  } catch {
    return null;
  }
}
