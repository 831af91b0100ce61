/** How long `npm start` takes from a fresh clone, and the second time, by step. The packages come from npm's cache where it has them. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#bin/running/port.ts';
import { Problem } from '#bin/running/problem.ts';
import { waitUntil } from '#bin/running/process.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { run } from '#bin/setup/run.ts';
import type { StepTime } from '#bin/setup/steps.ts';
import { undoLater } from './clean-up.ts';
import { asReference, type Measured, report, tell } from './results.ts';

/** Clones what is committed, starts it twice, and reports the seconds of each step and of the whole. */
export async function measureStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-start-'));
  undoLater(() => rm(folder, { recursive: true, force: true }));
  // The embedded database runs as an account of its own where we are root, and has to get in.
  await chmod(folder, 0o711);
  const clone = join(folder, 'gatehouse');
  await run('The clone', 'git', ['clone', '--quiet', '--no-hardlinks', checkout, clone], { cwd: folder });
  const cold = await started(clone, folder, 'cold');
  const warm = await started(clone, folder, 'warm');
  for (const measured of cold) report(measured);
  const whole = cold.at(-1);
  for (const measured of warm) report(measured, measured === warm.at(-1) && whole ? [asReference(whole)] : []);
}

/** One start until it answers and has said so, then Ctrl-C. */
async function started(clone: string, folder: string, how: 'cold' | 'warm'): Promise<Measured[]> {
  tell(`npm start, ${how}`);
  const stepsFile = join(folder, `${how}.json`);
  const port = await freePort();
  const { NEXT_DIST_DIR: _1, DATABASE_URL: _2, GATEHOUSE_DATA_DIR: _3, LOG_LEVEL: _4, ...rest } = process.env;
  const began = performance.now();
  const child = spawn(process.execPath, [join('bin', 'node.mjs'), join('bin', 'start.ts'), '--port', String(port)], {
    cwd: clone,
    env: { ...rest, GATEHOUSE_STEPS_FILE: stepsFile, GATEHOUSE_DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      process.stderr.write(text);
    });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  undoLater(async () => {
    child.kill('SIGINT');
    await ended;
  });
  const ready = await waitUntil(() => child.exitCode !== null || existsSync(stepsFile), 1_200_000, 20);
  const seconds = (performance.now() - began) / 1000;
  if (!ready || child.exitCode !== null) throw new Problem(`npm start (${how}) did not come to serve:\n${said.join('').slice(-3000)}`);
  const steps: StepTime[] = JSON.parse(await readFile(stepsFile, 'utf8'));
  child.kill('SIGINT');
  await ended;
  const measured = (name: string, value: number): Measured => ({ name, rows: 0, clients: 1, samples: [value], unit: 's' });
  return [
    ...steps.map((each) => measured(`start.${how}.${each.step.toLowerCase().replaceAll(' ', '-')}`, each.seconds)),
    measured(`start.${how}`, seconds),
  ];
}
