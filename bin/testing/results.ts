/** Counts of tests, as the runners' own JSON reports give them. */
import { readFile } from 'node:fs/promises';

/** `repeated`: journeys among the passed that took a second attempt. */
export type Counts = { passed: number; failed: number; skipped: number; repeated?: number };

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function total(results: Counts[]): Counts {
  return results.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
      repeated: (sum.repeated ?? 0) + (each.repeated ?? 0),
    }),
    none,
  );
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped, repeated }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped${repeated ? `; ${repeated} passed only when repeated, named above` : ''}`;
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** A file that could not be loaded holds no tests, and counts as one that failed. */
export function vitestCounts(report: VitestReport): Counts {
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken, skipped: report.numPendingTests + report.numTodoTests };
}

type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; errors: unknown[] };

/** A journey gets a second attempt, and is counted as one that took it; an error outside every test counts as failed. */
export function playwrightCounts({ stats, errors }: PlaywrightReport): Counts {
  const { expected, unexpected, flaky, skipped } = stats;
  return { passed: expected + flaky, failed: unexpected + errors.length, skipped, repeated: flaky };
}

/**
 * The counts in a report. A runner that left none, that ran nothing, or that ended with an error nobody counted, failed
 * once: silence is not success.
 */
export async function countsOf<T>(file: string, read: (report: T) => Counts, exitCode: number): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { ...none, failed: 1 };
  const counts = read(JSON.parse(text));
  const ran = counts.passed + counts.failed > 0;
  return counts.failed === 0 && (exitCode !== 0 || !ran) ? { ...counts, failed: 1 } : counts;
}
