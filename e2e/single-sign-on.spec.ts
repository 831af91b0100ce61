import { client, LoopbackProvider } from '#lib/access/sso/testing/loopback-provider.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test('an administrator sets a provider up, somebody new comes in through it with what their groups give, and it is taken out again', async ({
  arrange,
  baseURL,
  browser,
  signIn,
}) => {
  const name = `Login ${newId().slice(-6)}`;
  const key = name.toLowerCase().replace(' ', '-');
  const team = await arrange.team();
  const admin = await arrange.person('Ada Provider', [], 'admin');
  const provider = await LoopbackProvider.start([`${baseURL}/api/auth/sso/${key}`]);
  const email = `${newId()}@idp.example`;
  provider.accounts.set('ines', { sub: 'ines', name: 'Ines Okafor', email, email_verified: true, groups: ['ml'] });

  const page = await signIn(admin);
  await page.goto('/settings/single-sign-on/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Issuer').fill(provider.issuer);
  await page.getByRole('button', { name: 'Test this provider' }).click();
  await expect(page.getByText('This is an OpenID provider')).toBeVisible();
  await page.getByLabel('Client ID').fill(client.id);
  await page.getByLabel('Client secret').fill(client.secret);
  await page.getByLabel('Scopes').fill('openid profile email groups');
  await page.getByLabel('Groups claim').fill('groups');
  await page.getByLabel('Create accounts automatically').check();
  await page.getByRole('button', { name: 'Add a mapping' }).click();
  await page.getByLabel('Group', { exact: true }).fill('ml');
  await page.getByLabel('Team', { exact: true }).selectOption({ label: team.name });
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Data scientist' });
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Add provider' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
  await expectAccessible(page, 'dark');

  const context = await browser.newContext({ baseURL });
  const visitor = await context.newPage();
  await visitor.goto('/assets');
  await visitor.getByRole('button', { name: `Continue with ${name}` }).click();
  await visitor.getByRole('button', { name: 'Cancel' }).click();
  await expect(visitor.getByText('You stopped at the provider')).toBeVisible();
  await expectAccessible(visitor, 'light');
  await visitor.getByRole('button', { name: `Continue with ${name}` }).click();
  await visitor.getByRole('button', { name: 'Ines Okafor' }).click();
  await expect(visitor).toHaveURL(/\/assets/);
  await visitor.goto('/settings');
  await expect(visitor.getByText(team.name)).toBeVisible();
  await visitor.goto('/settings/security');
  await expect(visitor.getByText(email)).toBeVisible();
  await context.close();

  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(`${name} was removed.`)).toBeVisible();
  await provider.close();
});
