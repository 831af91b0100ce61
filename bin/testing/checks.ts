import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countsOf, vitestCounts } from './results.ts';
import { heading, runShown, tool } from './run-shown.ts';

/** Types and lint count as one test each; architecture and unit tests by Vitest's count. */
export async function checks(): Promise<Counts[]> {
  heading('Types');
  const types = await whole(tool('tsc'), ['--noEmit']);
  heading('Lint');
  const lint = await whole(tool('biome'), ['check', '--diagnostic-level=warn', '--error-on-warnings']);
  heading('Architecture and unit tests');
  return [types, lint, await vitest('unit')];
}

async function whole(command: string, parameters: string[]): Promise<Counts> {
  const passed = (await runShown(command, parameters)) === 0;
  console.log(passed ? 'passed' : 'failed');
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Runs one Vitest project, shown as it runs, and counts from its report. */
export async function vitest(project: 'unit' | 'database'): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-report-'));
  const report = join(folder, 'vitest.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runShown(tool('vitest'), ['run', '--project', project, ...reporters]);
    return await countsOf(report, vitestCounts, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
