import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [404] });

const opened = (page: Page, name: string) => page.getByRole('dialog', { name });
const views = (page: Page) => page.getByRole('button', { name: /^(All assets|Models at work)( edited)?$/ });

test('the palette goes, finds and does; keys lead from part to part and are listed', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Palette model');
  const page = await signIn(await arrange.person('Paula Palette', [[team, 'lead']]));
  await page.goto('/settings');
  const palette = opened(page, 'Command palette');
  // Keys are heard once the page is alive.
  await expect(async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expectAccessible(page, 'light');
  await expectAccessible(page, 'dark');
  await page.keyboard.type('palette mod');
  await expect(palette.getByRole('option', { name: 'Palette model' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/assets/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Palette model' })).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page).toHaveURL('/assets');
  await expect(page.getByRole('row').filter({ hasText: 'Palette model' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search assets' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.locator('#main').focus();
  await page.keyboard.press('?');
  await expect(opened(page, 'Keyboard')).toContainText('Command palette');
  await expectAccessible(page, 'light');
});

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

test('a list is saved as a view, opened again, changed and deleted; its address shows a colleague the same', async ({
  arrange,
  signIn,
}) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Serving model', { stage: 'monitor' });
  await arrange.asset(team, 'Draft model');
  const page = await signIn(await arrange.person('Vic View', [[team, 'lead']]));
  const colleague = await signIn(await arrange.person('Cora Colleague', [[team, 'viewer']]));

  await page.goto('/assets?stage=monitor&sort=-changed&columns=name,stage');
  await views(page).click();
  await page.getByRole('button', { name: 'Save as a new view…' }).click();
  await opened(page, 'Save as a view').getByLabel('Name').fill('Models at work');
  await opened(page, 'Save as a view').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/[?&]view=/);
  await expect(views(page)).toContainText('Models at work');

  await colleague.goto(page.url());
  await expect(colleague.getByRole('row').filter({ hasText: 'Serving model' })).toBeVisible();
  await expect(colleague.getByRole('row').filter({ hasText: 'Draft model' })).toHaveCount(0);
  await expect(colleague.getByRole('columnheader', { name: 'Owner' })).toHaveCount(0);

  await page.goto('/assets');
  await expect(page.getByRole('row').filter({ hasText: 'Draft model' })).toBeVisible();
  await expect(async () => {
    await views(page).click();
    await page.getByRole('button', { name: 'Models at work', exact: true }).click({ timeout: 2_000 });
  }).toPass();
  await expect(page).toHaveURL(/stage=monitor&sort=-changed&columns=name,stage/);
  await expect(page.getByRole('row').filter({ hasText: 'Draft model' })).toHaveCount(0);

  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(views(page)).toContainText('edited');
  await views(page).click();
  await page.getByRole('button', { name: 'Save changes to “Models at work”' }).click();
  await expect(page.getByText('“Models at work” now shows this list.')).toBeVisible();
  await expect(views(page)).not.toContainText('edited');

  await views(page).click();
  await page.getByRole('button', { name: 'Actions on Models at work' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }).click();
  await expect(views(page)).toContainText('All assets');
});

test('an address with a filter that is none names it and offers to clear it', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.asset(team, 'Only model');
  const page = await signIn(await arrange.person('Fay Filter', [[team, 'viewer']]));
  await page.goto('/assets?kind=banana&stage=develop');
  const told = page.getByRole('alert').filter({ hasText: 'This list cannot be shown' });
  await expect(told).toContainText('Kind “banana”');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await told.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Only model' })).toBeVisible();
  await expect(page).toHaveURL('/assets');
});

test('a fault in a page is told as one, with a reference, and the way on stays', async ({ arrange, browser, baseURL }) => {
  const team = await arrange.team();
  const person = await arrange.person('Flo Fault', [[team, 'lead']]);
  // What no import writes: the page cannot read it. The browser logs the fault, so that it is a profile that nobody watches.
  const broken = await arrange.import(team, person, { status: 'preview', summary: JSON.stringify({ notes: 'none' }) });
  const context = await browser.newContext({ baseURL });
  await context.addCookies([{ name: 'gatehouse-session', value: await arrange.session(person), url: baseURL ?? '' }]);
  const page = await context.newPage();
  await page.goto(`/imports/${broken}`);
  const told = page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });
  await expect(told).toContainText(/Reference \S+/);
  await expect(told).not.toContainText('notes');
  await expectAccessible(page, 'light');
  await arrange.goOn(broken, { summary: '{}', status: 'cancelled' });
  await told.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'This import was discarded' })).toBeVisible();
  await context.close();
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

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing on the pages beside the journeys, ${theme}`, async ({ arrange, signIn }) => {
    const team = await arrange.team();
    const id = await arrange.asset(team, 'Accessible model');
    const page = await signIn(await arrange.person('Ada Axe', [[team, 'lead']]));
    for (const path of [
      '/assets/nonsense',
      '/nothing-of-the-kind',
      '/reference',
      '/imports',
      '/imports/new',
      `/assets/${id}/versions`,
      `/assets/${id}/versions/new`,
      `/assets/${id}/versions/compare`,
      `/assets/${id}/lineage`,
      '/assets?q=nothing-of-the-kind',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('main')).not.toBeEmpty();
      await expectAccessible(page, theme);
    }
  });
