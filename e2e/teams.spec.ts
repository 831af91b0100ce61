import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [403, 404, 409, 422] });

/** Picks from a combobox within the page or a dialog: opens it, types, chooses. */
async function pick(page: Page, label: string, text: string) {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByPlaceholder(`${label}…`).fill(text);
  await page.getByRole('option', { name: new RegExp(text) }).click();
}

test('a team is made, somebody asks to be in it, its lead gives less, and everyone can see why', async ({ arrange, signIn }) => {
  const word = `Forecasting ${Date.now()}`;
  const lead = await arrange.person(`Lena ${word}`, []);
  const asker = await arrange.person(`Otto ${word}`, []);

  const house = await signIn(await arrange.person('Ada Admin', [], 'admin'));
  await house.goto('/teams');
  await house.getByRole('button', { name: 'New team' }).click();
  await house.getByLabel('Name').fill(word);
  await house.getByRole('button', { name: 'Create team' }).click();
  await expect(house.getByRole('heading', { level: 1, name: word })).toBeVisible();
  await expect(house.getByText('Nobody leads this team')).toBeVisible();
  await house.getByRole('button', { name: 'Add member' }).first().click();
  await pick(house, 'Person', lead.name);
  await house.getByLabel('Role', { exact: true }).selectOption({ label: 'Lead' });
  await house.getByRole('dialog').getByRole('button', { name: 'Add member' }).click();
  await expect(house.getByRole('row', { name: new RegExp(lead.name) })).toContainText('Lead');
  await expect(house.getByText('Nobody leads this team')).toBeHidden();
  await expectAccessible(house, 'light');

  const outside = await signIn(asker);
  await outside.goto('/access/requests/new');
  await pick(outside, 'Team', word);
  await outside.getByLabel('Role', { exact: true }).selectOption({ label: 'ML engineer' });
  await outside.getByLabel('Reason').fill('The demand model is ours to retrain from December.');
  await expectAccessible(outside, 'dark');
  await outside.getByRole('button', { name: 'Ask for access' }).click();
  await expect(outside.getByText('Waiting for a decision')).toBeVisible();

  const desk = await signIn(lead);
  await desk.goto('/');
  await desk.getByRole('link', { name: 'Teams 1 waiting' }).click();
  await desk.getByRole('link', { name: 'Access 1 waiting' }).click();
  await desk.getByRole('link', { name: 'Requests 1' }).click();
  await expect(desk.getByText('The demand model is ours to retrain')).toBeVisible();
  await expectAccessible(desk, 'light');
  await desk.getByRole('button', { name: /Approve… the request of Otto/ }).click();
  await desk.getByLabel('Role', { exact: true }).selectOption({ label: 'Developer' });
  await desk.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(desk.getByText('Nobody is waiting.')).toBeVisible();

  await desk.goto('/teams');
  await desk.getByRole('link', { name: new RegExp(word) }).click();
  await desk.getByRole('button', { name: `Actions on ${asker.name}` }).click();
  await desk.getByRole('menuitem', { name: 'What may they do?' }).click();
  await expect(desk.getByRole('listitem').filter({ hasText: 'Edit assets' }).first()).toContainText(
    `As Developer in ${word}; covers pipelines and repositories`,
  );
  await expectAccessible(desk, 'dark');

  await outside.goto('/access/requests');
  await expect(outside.getByText('Approved', { exact: true })).toBeVisible();
  await outside.goto('/teams');
  await expect(outside.getByRole('row', { name: new RegExp(word) })).toContainText('Developer');
});

test('a role is copied and changed, and who gains and loses what is seen before it is saved', async ({ arrange, signIn }) => {
  const team = await arrange.team(`Labelling ${Date.now()}`);
  const holder = await arrange.person(`Hedda ${Date.now()}`, []);
  const page = await signIn(await arrange.person('Ada Admin', [], 'admin'));
  const name = `Curator ${Date.now()}`;
  await page.goto('/roles/new?from=data_scientist');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Export the inventory').uncheck();
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.goto(`/teams/${team.id}`);
  await page.getByRole('button', { name: 'Add member' }).first().click();
  await pick(page, 'Person', holder.name);
  await page.getByLabel('Role', { exact: true }).selectOption({ label: name });
  await page.getByRole('dialog').getByRole('button', { name: 'Add member' }).click();
  await expect(page.getByRole('row', { name: new RegExp(holder.name) })).toContainText(name);

  await page.goto('/roles');
  await page.getByRole('link', { name }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Export the inventory').check();
  await page.getByLabel('Datasets').uncheck();
  await page.getByRole('button', { name: 'Review changes' }).click();
  const change = page.getByRole('dialog').getByRole('listitem').filter({ hasText: holder.name });
  await expect(change).toContainText('Export the inventory');
  await expect(change).toContainText('Edit assets (datasets)');
  await expectAccessible(page, 'dark');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Changing assets covers models.')).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Retire…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click();
  await expect(page.getByText('This role is retired')).toBeVisible();
});

test('teams, roles and access stand on narrow screens in either theme, for whoever may do little', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  await arrange.person('Lara Lead', [[team, 'lead']]);
  const asset = await arrange.asset(team, 'Narrow model');
  const page = await signIn(await arrange.person('Vito Viewer', [[team, 'viewer']]));
  await page.setViewportSize({ width: 390, height: 844 });
  for (const theme of ['light', 'dark'] as const)
    for (const path of [
      '/teams',
      `/teams/${team.id}`,
      `/teams/${team.id}/activity`,
      '/roles',
      '/roles/lead',
      `/access?asset=${asset}`,
      '/access/requests',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page, theme);
      const { width, wide } = await page.evaluate(() => ({ width: innerWidth, wide: document.documentElement.scrollWidth }));
      expect(wide, `${path} does not scroll sideways`).toBeLessThanOrEqual(width);
    }
  await page.goto('/access/holders');
  await expect(page.getByText('You may not see what others may do')).toBeVisible();
});
