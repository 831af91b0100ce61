import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

const bom = readFileSync(new URL('../lib/exchange/fixtures/fraud-system-1.7.cdx.json', import.meta.url));
const csv = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);

async function choose(page: Page, name: string, content: Buffer) {
  await page.goto('/imports/new');
  await expect(page.locator('input[type=file]')).toBeEnabled();
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content });
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function apply(page: Page) {
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Done' })).toBeVisible({ timeout: 30_000 });
}

test('a bill of materials is previewed with how it is read and what it says of itself', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await choose(page, 'fraud-system.cdx.json', bom);
  await expect(page.getByText(/Nothing is written yet\. Applying would register \d+ assets/)).toBeVisible({ timeout: 30_000 });
  await page.getByText('How the file is read').click();
  await expect(page.getByLabel('machine-learning-model')).toHaveValue('model');
  await page.getByText('What the file says of itself').click();
  await expect(page.getByText('urn:uuid:').first()).toBeVisible();
  for (const theme of ['light', 'dark'] as const) await expectAccessible(page, theme);
});

test('what was applied is found in the list, and the same file changes nothing a second time', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await choose(page, 'fraud-system.cdx.json', bom);
  await expect(page.getByText(/Applying would register/)).toBeVisible({ timeout: 30_000 });
  await apply(page);
  await page.getByRole('link', { name: `See the assets of ${team.name}` }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Model' }).first()).toBeVisible();

  await choose(page, 'again.cdx.json', bom);
  await expect(page.getByText('there is nothing to apply')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await page.getByRole('link', { name: 'Imports', exact: true }).first().click();
  await expect(page.getByRole('row').filter({ hasText: 'again.cdx.json' })).toContainText('Preview');
  await expect(page.getByRole('row').filter({ hasText: 'fraud-system.cdx.json' })).toContainText('Done');
});

test('the columns of a CSV are confirmed; differences, rejected rows and duplicates are shown and decided', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Card fraud scorer');
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  const file = csv('System,What,Importance', 'Card fraud scorers,model,High', 'Churn forecast,model,2', 'Nonsense,spaceship,1');
  await choose(page, 'inventory.csv', file);
  await expect(page.getByRole('heading', { name: 'What the columns tell' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel('What "Importance" tells')).toHaveValue('criticality');
  await page.getByLabel('What "System" tells').selectOption('Name');
  await page.getByLabel('What "What" tells').selectOption('Kind');
  for (const theme of ['light', 'dark'] as const) await expectAccessible(page, theme);
  await page.getByRole('button', { name: 'Read the file', exact: true }).click();

  await expect(page.getByText('Applying would register 2 assets.')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: /^Rejected/ }).click();
  await expect(page.getByText(/"spaceship" where one of/)).toBeVisible();
  await expect(page.getByText('line 4')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download what was rejected' }).click();
  expect((await download).suggestedFilename()).toBe('rejected.csv');

  await page.getByRole('link', { name: /^Possible duplicates/ }).click();
  await page.getByLabel(/^Merge with/).check();
  await expect(page.getByLabel(/^Merge with/)).toBeEnabled();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText('The rows you merged now show what they change.')).toBeVisible({ timeout: 30_000 });
  await page.goto(page.url().replace(/\?.*/, '?action=update'));
  await expect(page.getByRole('link', { name: 'Card fraud scorers' })).toBeVisible();
  await apply(page);
  await expect(page.getByRole('status').filter({ hasText: '1 asset registered and 1 asset changed' })).toBeVisible();
});

test('a file that cannot be read says why, and an import can be discarded', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await choose(page, 'cut.json', bom.subarray(0, 900));
  await expect(page.getByRole('alert').filter({ hasText: 'This file could not be imported' })).toContainText('Nothing of it was written', {
    timeout: 30_000,
  });
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Choose another file' })).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'This import was discarded' })).toBeVisible();
});

test('how far an import has come is drawn and follows its job', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const person = await arrange.person('Lena Lead', [[team, 'lead']]);
  const progress = (done: number) => JSON.stringify({ step: 'Reading the file', done, total: 4_000_000, unit: 'bytes' });
  const id = await arrange.import(team, person, { status: 'reading', size: 4_000_000, progress: progress(1_000_000) });
  const page = await signIn(person);
  await page.goto(`/imports/${id}`);
  const bar = page.getByRole('progressbar', { name: 'Reading the file: arranged.json' });
  await expect(bar).toHaveAttribute('aria-valuenow', '25');
  await expectAccessible(page, 'light');
  const filled = async () => ((await bar.locator('div').boundingBox())?.width ?? 0) / ((await bar.boundingBox())?.width ?? 1);
  expect(await filled()).toBeCloseTo(0.25, 1);
  await arrange.goOn(id, { progress: progress(3_000_000) });
  await expect(bar).toHaveAttribute('aria-valuenow', '75');
  await expect.poll(filled).toBeCloseTo(0.75, 1);
  await arrange.goOn(id, { status: 'failed', error: 'The file ends in the middle of a text.', progress: '{}' });
  await expect(page.getByRole('alert').filter({ hasText: 'ends in the middle' })).toBeVisible();
  await expect(bar).toHaveCount(0);
});

test('an import that nobody went on with says that it has expired', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const person = await arrange.person('Lena Lead', [[team, 'lead']]);
  const page = await signIn(person);
  await page.goto(`/imports/${await arrange.import(team, person, { status: 'expired' })}`);
  await expect(page.getByRole('heading', { name: 'This import has expired' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Discard' })).toHaveCount(0);
  await expectAccessible(page, 'light');
});

test('where nothing was imported yet, the first step is offered once', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Lena Lead', [[await arrange.team(), 'lead']]));
  await page.goto('/imports');
  await expect(page.getByRole('heading', { name: 'Nothing was imported yet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import a file' })).toHaveCount(1);
});

test('whoever may not import is told so and is not offered it', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Vera Viewer', [[team, 'viewer']]));
  await page.goto('/imports');
  await expect(page.getByRole('heading', { name: 'Nothing was imported yet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import a file' })).toHaveCount(0);
  await page.goto('/imports/new');
  await expect(page.getByRole('heading', { name: 'You may not import files' })).toBeVisible();
});

test('the list is exported with its filters', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Exported model', { tags: ['wanted'] });
  await arrange.asset(team, 'Left out');
  const page = await signIn(await arrange.person('Vera Viewer', [[team, 'viewer']]));
  const answer = await page.request.get('/api/v1/assets/export?format=csv&tag=wanted');
  expect(answer.headers()['content-disposition']).toMatch(/gatehouse-assets-.*\.csv/);
  expect(await answer.text()).toContain('Exported model');
  expect(await answer.text()).not.toContain('Left out');
});
