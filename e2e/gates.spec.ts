import type { Page } from '@playwright/test';
import { expect, expectAccessible, operate, test } from './fixtures.ts';

test.use({ refusals: [403, 404, 409, 422] });

const main = (page: Page) => page.getByRole('main');
const column = (page: Page, stage: string) => main(page).getByRole('region', { name: stage, exact: true });
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a gate holds an asset back, a waiver is asked for and decided by another, and the asset goes on', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Claims assistant', { stage: 'validate' });
  const lead = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await lead.goto(`/gates?team=${team.key}`);
  const card = column(lead, 'Dataset validation').getByRole('article').filter({ hasText: 'Claims assistant' });
  await expect(card).toContainText('Safe model formats');
  await expectAccessible(lead, 'light');
  await expectAccessible(lead, 'dark');

  await card.getByRole('link', { name: 'Claims assistant' }).focus();
  await lead.keyboard.press('p');
  const promote = lead.getByRole('dialog', { name: 'Promote Claims assistant to Development' });
  await expect(promote).toContainText('is not on this asset');
  await promote.getByRole('button', { name: 'Try all the same' }).click();
  await expect(lead.getByText('The gate held it back')).toBeVisible();

  await card.getByRole('link', { name: 'Claims assistant' }).click();
  await expect(lead.getByRole('heading', { name: 'Gate before Development' })).toBeVisible();
  await expect(main(lead).getByText('tried to promote it to')).toBeVisible();
  await expectAccessible(lead, 'light');
  await main(lead).getByRole('button', { name: 'Ask for a waiver…' }).click();
  const asking = lead.getByRole('dialog', { name: 'Ask for a waiver' });
  await asking.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(asking).toContainText('Say why it may be waived');
  await asking.getByLabel('Why it may be waived').fill('The weights are scanned by hand until the scanner is bought.');
  await asking.getByLabel('Until').fill(dayAhead(20));
  await asking.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(asking).toBeHidden();
  await main(lead).getByRole('link', { name: 'Waiver asked for' }).click();
  await expect(main(lead).getByRole('button', { name: 'Waive…' })).toHaveCount(0);

  const security = await signIn(await arrange.person('Sena Secures', [], 'security'));
  await security.goto(`/gates/waivers?decide=mine&team=${team.key}`);
  await security.getByRole('link', { name: /Safe model formats/ }).click();
  await expect(security.getByRole('heading', { name: 'Waiver for Claims assistant' })).toBeVisible();
  await expectAccessible(security, 'light');
  await security.getByRole('button', { name: 'Waive…' }).click();
  const granting = security.getByRole('dialog', { name: 'Waive this requirement?' });
  await granting.getByRole('button', { name: 'Waive', exact: true }).click();
  await expect(main(security).getByText('Waived', { exact: true })).toBeVisible();

  await lead.goto(`/assets/${id}/gate`);
  await expect(main(lead).getByText('Passes', { exact: true })).toBeVisible();
  await main(lead).getByRole('button', { name: 'Promote…' }).click();
  await lead.getByRole('dialog').getByRole('button', { name: 'Promote', exact: true }).click();
  await expect(lead.getByText('Claims assistant stands at Development now.')).toBeVisible();
  await expect(main(lead).getByText('Gate before Deployment')).toBeVisible();

  await lead.goto(`/assets/${id}/edit`);
  await expect(lead.getByLabel('Stage')).toHaveValue('Development');
  await expect(lead.getByLabel('Stage')).not.toBeEditable();
  await main(lead).getByRole('link', { name: 'at its gate' }).click();
  await main(lead).getByRole('button', { name: 'Send back…' }).click();
  const back = lead.getByRole('dialog', { name: 'Send Claims assistant back' });
  await back.getByLabel('Reason').fill('The data were found to be older than was said.');
  await back.getByRole('button', { name: 'Send back', exact: true }).click();
  await expect(lead.getByText('Claims assistant stands at Dataset validation now.')).toBeVisible();

  await lead.goto(`/gates/as-of?team=${team.key}`);
  await expect(main(lead)).toContainText('Claims assistant');
  await expectAccessible(lead, 'light');
});

test('a gate is changed with a preview, and keeps its numbers; a build asks for the verdict', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Ledger model', { stage: 'monitor' });
  const page = await signIn(await arrange.person('Sena Secures', [], 'security'));
  await page.goto('/gates/policies');
  await expectAccessible(page, 'light');
  await page.getByRole('link', { name: 'Model before Change review' }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('No signal that is').selectOption('High or worse');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('would pass');
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Save as a new number' }).click();
  await expect(page.getByText(/Saved as number \d+/)).toBeVisible();
  await expect(main(page).getByRole('list').filter({ hasText: 'came with Gatehouse' })).toContainText(
    'No open signal that is high or worse',
  );

  const { body } = await operate(page, `GET /gates/verdict?asset=${id}&stage=change&digest=${'a'.repeat(64)}`);
  expect(body).toMatchObject({ passed: false, reasons: [{ code: 'digest_unknown' }] });
});
