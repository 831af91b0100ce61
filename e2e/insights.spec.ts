import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

/** A chart by the beginning of its finding. */
const chart = (page: Page, finding: RegExp) => page.getByRole('figure').filter({ has: page.getByRole('heading', { name: finding }) });

/** Chooses from a chart's menu and gives what is saved. */
async function saved(page: Page, finding: RegExp, item: string): Promise<{ name: string; content: Buffer }> {
  await chart(page, finding).getByRole('button', { name: 'Table and export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test('charts are walked by keyboard, open the list behind a mark, show their table, and are saved', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Fraud scoring', { stage: 'deploy' });
  await arrange.asset(team, 'Card payments', { kind: 'dataset', stage: 'collect' });
  const page = await signIn(await arrange.person('Vera Viewer', [[team, 'viewer']]));
  // Risks appear by themselves, a moment after their assets.
  await expect(async () => {
    await page.goto('/insights');
    await expect(page.getByRole('heading', { name: 'Assessment: 0 % done' })).toBeVisible({ timeout: 2_000 });
  }).toPass();

  const matrix = chart(page, /^Most open risks sit at|spread over likelihood/);
  await matrix.locator('[data-mark][tabindex="0"]').focus();
  const mark = page.locator('[data-mark]:focus');
  const first = await mark.getAttribute('aria-label');
  await page.keyboard.press('ArrowRight');
  await expect(mark).not.toHaveAttribute('aria-label', first ?? '');
  const named = /: (\d+) risks?/.exec((await mark.getAttribute('aria-label')) ?? '')?.[1];
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/risks\?.*likelihood=\d&impact=\d/);
  await expect(page.getByRole('row')).toHaveCount(Number(named) + 1);

  await page.goto('/insights?kind=model');
  const coverage = /^(Controls cover least|No risk has a verified control)/;
  await expect(chart(page, coverage).getByRole('link', { name: /Deployment, none: \d+ risks?/ })).toBeVisible();
  const numbers = await saved(page, coverage, 'Save numbers as CSV');
  expect(numbers.name).toBe('control-coverage.csv');
  expect(numbers.content.toString('utf8')).toContain('Stage,Verified,Implemented,Planned,None\r\n');
  const drawing = await saved(page, coverage, 'Save as SVG');
  expect(drawing.content.toString('utf8')).toContain('Deployment');
  expect(drawing.content.toString('utf8')).not.toMatch(/var\(|oklch|class=/);
  const picture = await saved(page, coverage, 'Save as PNG');
  expect(picture.content.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.content.byteLength).toBeGreaterThan(5_000);

  await chart(page, coverage).getByRole('button', { name: 'Table and export' }).click();
  await page.getByRole('menuitem', { name: 'Show as table' }).click();
  await expect(chart(page, coverage).getByRole('table')).toBeVisible();
  await expectAccessible(page, 'light');
  await expectAccessible(page, 'dark');
});
