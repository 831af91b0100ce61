/** How long `npm start` takes by step: cold in a fresh clone, and again right after. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#bin/running/port.ts';
import { Problem } from '#bin/running/problem.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { startGatehouse } from './started.ts';

export type StartTime = { name: string; seconds: number };

/**
 * Clones the last commit beside this checkout's, starts it with nothing installed, stops it, and starts it again.
 * Names are `start.cold.<step>` and `start.warm.<step>`, each with a `total`. npm's own cache is the machine's.
 */
export async function startTimes(): Promise<StartTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-clone-'));
  const clone = join(folder, 'gatehouse');
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', checkout, clone], { encoding: 'utf8' });
    if (cloned.status !== 0) throw new Problem(`The checkout could not be cloned: ${cloned.stderr}`);
    return [...(await once(clone, 'cold')), ...(await once(clone, 'warm'))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function once(clone: string, kind: 'cold' | 'warm'): Promise<StartTime[]> {
  const began = performance.now();
  const started = startGatehouse(clone, ['--port', String(await freePort())], { GATEHOUSE_DATA_DIR: join(clone, '.gatehouse') });
  if ((await started.settled) === 'ended') throw new Problem(`The ${kind} start failed:\n${started.output()}`);
  const total = (performance.now() - began) / 1000;
  const steps = started.steps().map(({ step, seconds }) => ({ name: `start.${kind}.${step.toLowerCase().replaceAll(' ', '-')}`, seconds }));
  process.kill(started.pid, 'SIGTERM');
  await started.ended;
  return [...steps, { name: `start.${kind}.total`, seconds: total }];
}
