import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [401, 403, 422] });

test('a token is made, shown once, used from outside, and refused as soon as it is revoked', async ({
  arrange,
  signIn,
  playwright,
  baseURL,
}) => {
  const team = await arrange.team();
  const person = await arrange.person('Tova Script', [[team, 'lead']]);
  await arrange.asset(team, 'Read by a script');
  const page = await signIn(person);
  await page.goto('/settings/tokens');
  await expect(page.getByRole('heading', { name: 'No token yet' })).toBeVisible();
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.locator('[data-field=name]')).toContainText('Name the token.');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly figures');
  await expect(dialog.getByRole('checkbox', { name: 'Define custom roles' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Export the inventory' }).check();
  await expectAccessible(page, 'light');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
  expect(token).toMatch(/^gth_[0-9A-Za-z]{38}$/);
  await expect(dialog.getByLabel('Token', { exact: true })).toBeFocused();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('list', { name: 'Active tokens' }).getByRole('listitem').filter({ hasText: 'Nightly figures' });
  await expect(row).toContainText('Never');
  expect(await page.content()).not.toContain(token);

  const outside = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const answer = await outside.get('/api/v1/assets');
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain('Read by a script');
  expect(answer.headers()['ratelimit-policy']).toMatch(/^"token";q=\d+;w=60$/);
  expect((await outside.post('/api/v1/teams', { data: {} })).status()).toBe(403);
  expect((await outside.get('/settings', { maxRedirects: 0 })).status()).toBe(307);

  await page.reload();
  await expect(row).not.toContainText('Never');
  await row.getByRole('button', { name: 'Actions on Nightly figures' }).click();
  await page.getByRole('menuitem', { name: 'Revoke…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('1 expired or revoked token')).toBeVisible();
  expect((await outside.get('/api/v1/assets')).status()).toBe(401);
  await outside.dispose();
});

test('a lead makes a service account and a token of it; deactivating the account ends both', async ({
  arrange,
  signIn,
  playwright,
  baseURL,
}) => {
  const team = await arrange.team();
  const lead = await arrange.person('Lena Lead', [[team, 'lead']]);
  const page = await signIn(lead);
  await page.goto(`/teams/${team.id}/service-accounts`);
  await page.getByRole('button', { name: 'New service account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Training pipeline');
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption('ML engineer');
  await dialog.getByRole('button', { name: 'Create service account' }).click();
  await expect(page.getByRole('heading', { name: 'Training pipeline' })).toBeVisible();
  await page.getByRole('button', { name: 'New token' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Runners');
  await expect(dialog.getByRole('checkbox', { name: 'Move assets to another team' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const outside = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  expect(await (await outside.get('/api/v1/account')).json()).toMatchObject({ name: 'Training pipeline' });
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Deactivated', { exact: true })).toBeVisible();
  expect((await outside.get('/api/v1/account')).status()).toBe(401);
  await outside.dispose();
});

test('whoever leads no team is told who manages its service accounts', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Vera Viewer', [[team, 'viewer']]));
  await page.goto(`/teams/${team.id}/service-accounts`);
  await expect(page.getByText('You may not manage the service accounts of this team')).toBeVisible();
});
