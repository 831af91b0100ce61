import { expect, test } from 'vitest';
import { countsOf, playwrightCounts, summaryLine, total, vitestCounts } from './results.ts';

test('the last line says what happened', () => {
  expect(
    summaryLine(
      total([
        { passed: 3, failed: 1, skipped: 0 },
        { passed: 4, failed: 0, skipped: 2 },
      ]),
    ),
  ).toBe('7 passed, 1 failed, 2 skipped');
});

test('a file that could not be loaded counts as a failure', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'failed', assertionResults: [] }],
  };
  expect(vitestCounts(report)).toEqual({ passed: 5, failed: 1, skipped: 2 });
});

test('a journey that passed only when repeated is told', () => {
  const counts = playwrightCounts({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, errors: [] });
  expect(counts).toEqual({ passed: 3, failed: 0, skipped: 0, repeated: 1 });
  expect(summaryLine(counts)).toContain('1 passed only when repeated');
});

test('an error outside every browser test is a failure', () => {
  expect(playwrightCounts({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: ['no server'] }).failed).toBe(1);
});

test('a runner without a report failed', async () => {
  expect(await countsOf('/nonexistent/report.json', vitestCounts, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
