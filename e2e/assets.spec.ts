import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [404, 409, 422] });

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const toast = (page: Page, text: string) => page.getByRole('region', { name: 'Messages' }).getByText(text);

async function addFilter(page: Page, filter: string, value: string) {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('option', { name: filter, exact: true }).click();
  await page.getByRole('option', { name: value }).click();
  await page.keyboard.press('Escape');
}

test('a lead registers an asset, with the mistakes at their fields, and finds it by a filter', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await arrange.asset(team, 'Existing dataset', { kind: 'dataset' });

  await page.goto('/assets');
  await page.getByRole('link', { name: 'New asset' }).click();
  await page.getByRole('button', { name: 'Register asset' }).click();
  await expect(page.getByText('Choose what kind of asset it is.')).toBeVisible();
  await expect(page.getByLabel('Kind')).toBeFocused();

  await page.getByLabel('Kind').selectOption('Model');
  await page.getByLabel('Name').fill('Fraud scoring (v2)');
  await expect(page.getByLabel('Key')).toHaveValue('fraud-scoring-v2');
  await expect(page.getByLabel('Stage')).toHaveValue('develop');
  await page.getByLabel('Key').fill('not a key!');
  await page.getByRole('button', { name: 'Register asset' }).click();
  await expect(page.locator('[data-field=key]')).toContainText('letters, digits and');
  await expect(page.getByLabel('Name')).toHaveValue('Fraud scoring (v2)');

  await page.getByLabel('Key').fill('fraud-v2');
  await page.getByLabel('Tags').fill('payments, critical path');
  await page.getByLabel('Tags').press('Enter');
  await page.getByRole('button', { name: 'Register asset' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Fraud scoring (v2)' })).toBeVisible();
  await expect(page.getByText('fraud-v2')).toBeVisible();

  await page.getByRole('link', { name: 'Assets with the tag critical path' }).click();
  await expect(page).toHaveURL(/\/assets\?tag=critical/);
  await expect(row(page, 'Fraud scoring (v2)')).toBeVisible();
  await expect(row(page, 'Existing dataset')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(row(page, 'Existing dataset')).toBeVisible();
  await addFilter(page, 'Kind', 'Dataset');
  await expect(page).toHaveURL(/kind=dataset/);
  await expect(row(page, 'Fraud scoring (v2)')).toHaveCount(0);
  await expect(page.getByText('1 asset', { exact: true })).toBeVisible();
});

test('two people edit at once: both values are shown, nothing typed is lost', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Shared model');
  const one = await signIn(await arrange.person('Olga One', [[team, 'lead']]));
  const two = await signIn(await arrange.person('Theo Two', [[team, 'lead']]));
  await one.goto(`/assets/${id}/edit`);
  await two.goto(`/assets/${id}/edit`);

  await two.getByLabel('Name').fill('Named by Theo');
  await two.getByLabel('Exposure').selectOption('Public');
  await two.getByRole('button', { name: 'Save changes' }).click();
  await expect(two.getByRole('heading', { level: 1, name: 'Named by Theo' })).toBeVisible();

  await one.getByLabel('Name').fill('Named by Olga');
  await one.getByLabel('Description').fill('Written by Olga.');
  await one.getByRole('button', { name: 'Save changes' }).click();
  await expect(one.getByText('Somebody else changed this while you were editing')).toBeVisible();
  await expect(one.getByRole('group', { name: 'Name' })).toContainText('Named by Theo');
  await expect(one.getByLabel('Description')).toHaveValue('Written by Olga.');
  await expect(one.getByLabel('Exposure'), 'what only the other changed is taken over').toHaveValue('public');
  await one.getByRole('button', { name: /^Keep yours/ }).click();
  await one.getByRole('button', { name: 'Save changes' }).click();
  await expect(one.getByRole('heading', { level: 1, name: 'Named by Olga' })).toBeVisible();

  await one.getByRole('link', { name: 'Activity' }).click();
  const last = one.getByRole('main').getByRole('listitem').filter({ hasText: 'Olga One' });
  await expect(last).toContainText('Named by Theo');
  await expect(last).toContainText('Named by Olga');
  await expect(last).toContainText('Written by Olga.');
});

test('leaving a form with unsaved changes asks first', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Half edited');
  const page = await signIn(await arrange.person('Gwen Guard', [[team, 'lead']]));
  await page.goto(`/assets/${id}/edit`);
  await page.getByLabel('Name').fill('Half edited, further');
  page.once('dialog', (dialog) => dialog.dismiss());
  await page.getByRole('link', { name: 'Half edited' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('Half edited, further');
});

test('a bulk change reports row by row and is undone from its toast, or later under the list', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const other = await arrange.team();
  const page = await signIn(
    await arrange.person('Bea Bulk', [
      [team, 'data_scientist'],
      [other, 'viewer'],
    ]),
  );
  await arrange.asset(team, 'Alpha model');
  await arrange.asset(team, 'Beta model');
  await arrange.asset(other, 'Gamma model');

  await page.goto(`/assets?team=${team.key}`);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Set criticality' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set the criticality of 2 assets' });
  await expect(dialog.getByRole('button', { name: 'Set criticality of 2 assets' })).toBeDisabled();
  await dialog.getByLabel('New criticality').selectOption('5 · Vital');
  await dialog.getByRole('button', { name: 'Set criticality of 2 assets' }).click();
  await expect(toast(page, '2 assets changed')).toBeVisible();
  // A message leaves what stands under the list free to be pressed.
  await page.getByRole('button', { name: /^Undo “/ }).click({ trial: true });
  await expect(row(page, 'Alpha model')).toContainText('5 · Vital');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(toast(page, 'Undone for 2 assets')).toBeVisible();
  await expect(row(page, 'Alpha model')).toContainText('3 · Important');

  await page.getByRole('checkbox', { name: 'Select Alpha model' }).check();
  await page.getByRole('button', { name: 'Set criticality' }).click();
  await page.getByRole('dialog').getByLabel('New criticality').selectOption('4 · Severe');
  await page.getByRole('button', { name: 'Set criticality of 1 asset' }).click();
  await expect(row(page, 'Alpha model')).toContainText('4 · Severe');
  // A message also goes by itself, so whatever is still there is dismissed until none is.
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  await expect(async () => {
    if ((await dismiss.count()) > 0) await dismiss.first().click({ timeout: 2_000 });
    await expect(dismiss).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page).toHaveURL('/');
  await page.getByRole('link', { name: 'Assets', exact: true }).click();
  await page.getByRole('button', { name: 'Undo “Set criticality: 1 asset”' }).click();
  await expect(toast(page, 'Undone for 1 asset')).toBeVisible();
  await expect(row(page, 'Alpha model')).toContainText('3 · Important');
  await expect(page.getByRole('button', { name: /^Undo/ })).toHaveCount(0);

  await page.goto('/assets?q=model&sort=name');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Edit tags' }).click();
  await page.getByRole('dialog').getByLabel('Add', { exact: true }).fill('reviewed');
  await page.getByRole('dialog').getByLabel('Add', { exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Edit tags of 3 assets' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 assets changed');
  await expect(page.getByRole('dialog').getByRole('row').filter({ hasText: 'Gamma model' })).toContainText(
    'You need the right to edit assets here.',
  );
  await page.getByRole('button', { name: 'Undo what was done' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 assets put back as before');
});

test('an asset is retired and restored, and moves to another team', async ({ arrange, signIn }) => {
  const team = await arrange.team('Team of departure');
  const target = await arrange.team('Team of arrival');
  const id = await arrange.asset(team, 'Wandering model');
  const page = await signIn(
    await arrange.person('Rita Retire', [
      [team, 'lead'],
      [target, 'lead'],
    ]),
  );
  await page.goto(`/assets/${id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Retire…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click();
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Move to another team…' }).click();
  await page.getByRole('dialog').getByLabel('New team').selectOption('Team of arrival');
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await expect(toast(page, 'Moved to Team of arrival.')).toBeVisible();
  await page.getByRole('link', { name: 'Activity' }).click();
  const events = page.getByRole('main').getByRole('listitem');
  await expect(events.filter({ hasText: 'moved this asset' })).toContainText('Team of departure');
  await expect(events.filter({ hasText: 'retired this asset' })).toContainText('Active');
});

test('the export is of the very list: its filters, order and columns', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Exported model', { tags: ['pii'] });
  await arrange.asset(team, 'Left out', { kind: 'dataset' });
  const page = await signIn(await arrange.person('Ed Download', [[team, 'viewer']]));
  await page.goto('/assets?kind=model&level=unassessed&sort=-changed&columns=kind,tags');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV, the columns shown' }).click();
  const file = await (await downloading).createReadStream();
  const text = (await file.toArray()).join('');
  expect(text).toContain('Exported model');
  expect(text.split(/\r?\n/)[0]?.split(',')).toHaveLength(4);
  expect(text).not.toContain('Left out');
});

test('a viewer is offered nothing that would be refused, and another team is not there', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Seen model');
  const foreign = await arrange.asset(await arrange.team(), 'Unseen model');
  const page = await signIn(await arrange.person('Vera Viewer', [[team, 'viewer']]));
  await page.goto('/assets');
  await expect(row(page, 'Seen model')).toBeVisible();
  await expect(page.getByRole('link', { name: 'New asset' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Import', exact: true })).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.goto(`/assets/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Seen model' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['What may I do?']);
  await page.keyboard.press('Escape');
  for (const path of [`/assets/${foreign}`, `/assets/${foreign}/activity`, '/assets/nonsense']) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByText('Unseen model')).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'This could not be found' })).toBeVisible();
  }
});

test('an address that asks for nonsense says so, and can be mended', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Some model');
  const page = await signIn(await arrange.person('Bo Broken', [[team, 'viewer']]));
  await page.goto('/assets?kind=banana');
  await expect(page.getByText('Kind “banana”')).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(row(page, 'Some model')).toBeVisible();
  await page.goto('/assets?after=nonsense');
  await expect(row(page, 'Some model')).toBeVisible();
});

test('an empty inventory offers import and a first asset', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Nia New', [[await arrange.team(), 'lead']]));
  await page.goto('/assets');
  await expect(page.getByRole('heading', { name: 'No assets yet' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Import a file' })).toBeVisible();
});

test('the overview counts what the reader sees and opens it', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Deployed model', { stage: 'deploy' });
  await arrange.asset(team, 'Another model', { stage: 'deploy' });
  const page = await signIn(await arrange.person('Ola Overview', [[team, 'viewer']]));
  await page.goto('/');
  await page.getByRole('link', { name: '2 assets of kind model at Deployment: 2 unassessed' }).click();
  await expect(page).toHaveURL(/\/assets\?kind=model&posture=deploy(:|%3A)unassessed/);
  await expect(page.getByRole('row')).toHaveCount(3);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the asset pages, ${theme}`, async ({ arrange, signIn }) => {
    const team = await arrange.team();
    const id = await arrange.asset(team, 'Accessible model', { tags: ['one', 'two', 'three'], level: 6 });
    const page = await signIn(await arrange.person('Ada Axe', [[team, 'lead']]));
    for (const path of ['/', '/assets', `/assets/${id}`, `/assets/${id}/activity`, `/assets/${id}/edit`, '/assets/new']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page, theme);
    }
    await page.goto('/assets');
    await page.getByRole('checkbox', { name: 'Select Accessible model' }).check();
    await page.getByRole('button', { name: 'Set owner' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, theme);
  });
}
