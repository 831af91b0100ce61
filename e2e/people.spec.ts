import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [401, 403] });

test('an administrator invites, the person joins by the link, and is out at once when deactivated', async ({ arrange, signIn, page }) => {
  const admin = await arrange.person('Ada Admin', [], 'admin');
  const successor = await arrange.person('Sora Successor', []);
  const house = await signIn(admin);
  const email = `mara-${Date.now()}@example.org`;
  await house.goto('/people/invite');
  await house.getByLabel('Whom to invite').fill(`Mara Oh <${email}>\nno address`);
  await house.getByRole('button', { name: 'Preview' }).click();
  await expect(house.getByText('One line cannot be used')).toBeVisible();
  await expectAccessible(house, 'light');
  await house.getByRole('button', { name: 'Leave out 1 and invite 1 person' }).click();
  await expect(house.getByText('Copy the link now')).toBeVisible();
  const link = (await house.locator('code').first().textContent()) ?? '';
  expect(link).toContain('/join#');

  await page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  await expectAccessible(page, 'dark');
  await page.getByLabel('Password', { exact: true }).fill('four kind otters swim');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/join/);

  await house.goto(`/people?q=${encodeURIComponent(email)}`);
  await house.getByRole('link', { name: /Mara Oh/ }).click();
  await expect(house.getByRole('heading', { level: 1, name: 'Mara Oh' })).toBeVisible();
  await expectAccessible(house, 'light');
  await house.getByRole('button', { name: 'More actions' }).click();
  await house.getByRole('menuitem', { name: 'Deactivate…' }).click();
  const dialog = house.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Move to somebody else' }).check();
  await dialog.getByRole('combobox', { name: 'Who takes over' }).click();
  await house.getByPlaceholder('Who takes over…').fill(successor.name);
  await house.getByRole('option', { name: new RegExp(successor.name) }).click();
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await expect(house.getByText('Mara Oh was deactivated.')).toBeVisible();
  await expect(house.getByRole('button', { name: 'Reactivate' })).toBeVisible();

  await page.goto('/assets');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a member is told why the list is not theirs, and sees of a colleague what everyone may', async ({ arrange, signIn }) => {
  const team = await arrange.team('Shared team');
  const member = await arrange.person('Mio Member', [[team, 'viewer']]);
  const colleague = await arrange.person('Cleo Colleague', [[team, 'lead']]);
  const page = await signIn(member);
  await page.goto('/people');
  await expect(page.getByRole('heading', { name: 'You may not see the list of people' })).toBeVisible();
  await expectAccessible(page, 'light');
  await page.goto(`/people/${colleague.id}`);
  await expect(page.getByText(colleague.email)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Shared team' })).toBeVisible();
  await expect(page.getByText('Last seen')).toBeHidden();
});

test('the language of dates drives them everywhere', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Dora Dates', [], 'admin'));
  await page.goto('/settings');
  await page.getByLabel('Language of dates').selectOption('de-DE');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your account was saved.')).toBeVisible();
  await page.goto('/people?columns=name,seen,created');
  await expect(page.getByRole('cell', { name: /jetzt|vor \d+/ }).first()).toBeVisible();
});
