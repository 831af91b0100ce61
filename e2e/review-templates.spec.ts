import type { Page } from '@playwright/test';
import { expect, expectAccessible, operate, test } from './fixtures.ts';

test.use({ refusals: [403, 404, 409, 422] });

const main = (page: Page) => page.getByRole('main');
const questions = (page: Page) => main(page).getByLabel('Question', { exact: true });

test('the security team copies a template, writes its questions by keyboard, and sees what it changed', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Sana Security', [], 'security'));
  await page.goto('/reviews/templates?q=release');
  await page.getByRole('link', { name: 'Model release' }).click();
  await expect(main(page).getByRole('heading', { name: 'Checklist' })).toBeVisible();
  await expectAccessible(page, 'light');
  await page.getByRole('link', { name: 'Copy' }).click();

  const name = `Release of a scoring model ${Date.now()}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  const count = await questions(page).count();
  await page.getByRole('button', { name: 'Add a question' }).press('Enter');
  await expect(questions(page).last()).toBeFocused();
  await page.keyboard.type('Is the challenger model kept running beside it?');
  for (let at = 0; at < count; at += 1) await page.keyboard.press('Alt+ArrowUp');
  await expect(questions(page).first()).toHaveValue('Is the challenger model kept running beside it?');
  await expect(questions(page).first()).toBeFocused();
  await page.getByLabel('Approvals needed').fill('9');
  await page.getByRole('button', { name: 'Add template' }).click();
  await expect(main(page).locator('[data-field=quorum]')).toContainText('9 people cannot approve');
  await expect(questions(page).first()).toHaveValue('Is the challenger model kept running beside it?');
  await page.getByLabel('Approvals needed').fill('2');
  await page.getByRole('button', { name: 'Add template' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const question = main(page).getByRole('listitem').filter({ hasText: 'Is the challenger model kept running beside it?' });
  await expect(question).toHaveCount(1);

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await questions(page).nth(1).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('button', { name: /^Remove: Is the challenger/ }).click();
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(main(page).getByRole('row').filter({ hasText: 'Current' })).toContainText('2');
  await page.getByRole('link', { name: 'Compare with 2' }).click();
  await expect(main(page).getByRole('listitem').filter({ hasText: 'Removed' })).toContainText('Is the challenger model');
  await expect(main(page).getByRole('listitem').filter({ hasText: 'Moved' }).first()).toBeVisible();
  await expectAccessible(page, 'dark');
});

test('a lead schedules a look at what is in use, and sees when it comes round', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  const asset = await arrange.asset(team, 'Claims scorer', { stage: 'monitor' });
  await operate(page, `POST /assets/${asset}/versions`, { label: '1.0' });
  await page.goto('/reviews/schedules/new');
  await page.getByLabel('Name', { exact: true }).fill('Each quarter');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('listitem')).toHaveCount(5);
  await expect(preview).toContainText('Claims scorer');
  await page.getByText('As a rule of RFC 5545').click();
  await page.getByLabel('Rule', { exact: true }).fill('FREQ=HOURLY');
  await expect(preview).toContainText('once a day at most');
  await page.getByRole('button', { name: 'Add schedule' }).click();
  await expect(main(page).locator('[data-field=rule]')).toContainText('once a day at most');
  await page.getByLabel('Rule', { exact: true }).fill('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
  await expect(preview).toContainText('Every 2 weeks on Tuesday');
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Add schedule' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Each quarter' })).toBeVisible();
  await expect(main(page)).toContainText('Every 2 weeks on Tuesday');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(main(page)).toContainText('It does not come round while it is paused.');
  await page.goto('/reviews/schedules');
  await expect(page.getByRole('row').filter({ hasText: 'Each quarter' })).toContainText('Paused');
  await expectAccessible(page, 'dark');
});

test('a policy says how often it would have asked, and asks when something changes', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const lead = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  const asset = await arrange.asset(team, 'Claims endpoint', { kind: 'infrastructure', stage: 'monitor' });
  await operate(lead, `POST /assets/${asset}/versions`, { label: '1.0' });
  await lead.goto('/reviews/policies');
  await expect(main(lead).getByRole('switch')).toHaveCount(0);
  await expectAccessible(lead, 'light');

  const security = await signIn(await arrange.person('Sana Security', [], 'security'));
  await security.goto('/reviews/policies');
  await security.getByRole('button', { name: /^Edit: Model or Infrastructure/ }).click();
  const dialog = security.getByRole('dialog', { name: 'Edit policy' });
  await expect(dialog).toContainText('In the last 30 days');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  const changed = await operate(lead, `PATCH /assets/${asset}`, { version: 1, exposure: 'public' });
  expect(changed.status).toBe(200);
  await lead.goto(`/reviews?q=${encodeURIComponent('Claims endpoint')}`);
  await expect(lead.getByRole('row').filter({ hasText: 'Claims endpoint' })).toHaveCount(1);
});
