import { expect, test } from './fixtures.ts';

test('the theme is chosen, holds at once and after a reload, and no script had to draw it', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Thea Theme', [[await arrange.team(), 'viewer']]));
  await page.goto('/');
  const background = () => page.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Thea Theme: your menu' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await background()).toBe(dark);
  expect(await (await page.request.get('/')).text()).toMatch(/<html[^>]*data-theme="dark"/);
});

test('columns and density are chosen, and stand in the address', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Wide model', { tags: ['pii'] });
  const page = await signIn(await arrange.person('Cole Columns', [[team, 'viewer']]));
  await page.goto('/assets');
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Tags' }).check();
  await expect(page.getByRole('columnheader', { name: 'Tags' })).toBeVisible();
  await expect(page).toHaveURL(/columns=name,.*tags/);
  await page.getByRole('radio', { name: 'Compact' }).check();
  await expect(page).toHaveURL(/density=compact/);
});
