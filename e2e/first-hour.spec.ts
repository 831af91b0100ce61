import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

/** A real bill of materials where one lies beside the checkout, otherwise our own; each with what a person looks for in it. */
const real = new URL('../../shared/samples/cyclonedx/aibomgen-mnist.json', import.meta.url);
const own = new URL('../lib/exchange/fixtures/fraud-system-1.7.cdx.json', import.meta.url);
const files = [
  { file: real, model: 'Unknown Model', trainedOn: 'train_images.npy' },
  { file: own, model: 'Card fraud scoring', trainedOn: 'payments.parquet' },
].filter(({ file }) => existsSync(file));

for (const { file, model, trainedOn } of files) {
  const name = file.pathname.split('/').at(-1) ?? '';
  test(`from sign-in to export with ${name}: import, find, see what it was trained on, edit`, async ({ arrange, page }) => {
    const team = await arrange.team();
    const person = await arrange.person('Nora Newcomer', [[team, 'lead']]);
    await arrange.password(person, 'six quick herons wade');
    await page.goto('/');
    await page.getByLabel('Email address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill('six quick herons wade');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/');

    await page.getByRole('navigation').getByRole('link', { name: 'Assets', exact: true }).click();
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Import( a file)?$/ })
      .click();
    await expect(page.locator('input[type=file]')).toBeEnabled();
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: readFileSync(file) });
    await expect(page.getByText(/Nothing is written yet\. Applying would register \d+ assets/)).toBeVisible();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('link', { name: `See the assets of ${team.name}` }).click();

    await page.getByRole('searchbox', { name: 'Search assets' }).fill(model);
    await expect(page).toHaveURL(/[?&]q=/);
    await page.getByRole('link', { name: model }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: model })).toBeVisible();

    await page.getByRole('link', { name: 'Lineage', exact: true }).click();
    await page
      .getByRole('radio', { name: 'List' })
      .or(page.getByRole('button', { name: 'List' }))
      .first()
      .click();
    await expect(page.getByRole('main')).toContainText('Trained on', { ignoreCase: true });
    await expect(page.getByRole('main')).toContainText(trainedOn);

    await page.getByRole('link', { name: 'Overview', exact: true }).last().click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill(`${model}, known now`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('heading', { level: 1, name: `${model}, known now` })).toBeVisible();

    await page.goto('/assets?kind=model');
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /CSV.*shown/i }).click();
    const path = await (await download).path();
    expect(readFileSync(path, 'utf8')).toContain(`${model}, known now`);
  });
}
