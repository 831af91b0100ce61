/** `npm start` as a process of its own, for the tests of it and for the bench. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepTime } from '#bin/setup/steps.ts';

export type Started = {
  pid: number;
  /** All it has said so far. */
  output: () => string;
  /** Resolves once it serves or has ended. */
  settled: Promise<'serving' | 'ended'>;
  ended: Promise<number | null>;
  /** The steps and what each took, once it serves. */
  steps: () => StepTime[];
};

/** Starts Gatehouse in this checkout; the environment's own settings do not reach it. */
export function startGatehouse(checkout: string, parameters: string[], settings: Record<string, string>): Started {
  const stepsFile = join(mkdtempSync(join(tmpdir(), 'gatehouse-steps-')), 'steps.json');
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(DATABASE_|GATEHOUSE_(?!NODE)|PORT$|FORCE_COLOR)/.test(name)),
  );
  const child = spawn(process.execPath, [join(checkout, 'bin', 'node.mjs'), 'bin/start.ts', ...parameters], {
    cwd: checkout,
    env: { ...inherited, NODE_ENV: 'production', ...settings, GATEHOUSE_STEPS_FILE: stepsFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', reject);
  });
  const serving = new Promise<'serving'>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (/^ {2}Stop /m.test(output)) resolve('serving');
      });
    }
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    settled: Promise.race([serving, ended.then(() => 'ended' as const)]),
    ended,
    steps: () => JSON.parse(readFileSync(stepsFile, 'utf8')),
  };
}
