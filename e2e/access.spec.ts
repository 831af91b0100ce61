import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [401, 403, 404, 422, 429] });

const password = 'four kind otters swim';
const next = 'five calm badgers dig';

async function enter(page: Page, email: string, given: string) {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(given);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a page leads to sign-in and, once signed in by keyboard alone, back to itself', async ({ arrange, page }) => {
  const person = await arrange.person('Ines Keys', []);
  await arrange.password(person, password);
  await page.goto('/roles');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Froles$/);
  await expect(page.getByLabel('Email address')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  await page.keyboard.type(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/roles$/);
  await expect(page.getByRole('heading', { name: 'In a team' })).toBeVisible();
});

test('a wrong password is told, keeps what was typed, and the right one goes through; signing out ends it', async ({ arrange, page }) => {
  const person = await arrange.person('Will Mistake', []);
  await arrange.password(person, password);
  await page.goto('/sign-in?next=/settings');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('[data-field=email]')).toContainText('Enter your email address.');
  await enter(page, person.email, 'something else');
  await expect(page.locator('form').getByRole('alert')).toHaveText('The email address or the password is not right.');
  await expect(page.getByLabel('Email address')).toHaveValue(person.email);
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await enter(page, person.email, password);
  await expect(page).toHaveURL(/\/settings$/);
  await page.getByRole('button', { name: /your menu$/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings$/);
});

test('another site as the place to go next leads to the start page', async ({ arrange, page }) => {
  const person = await arrange.person('Nora Next', []);
  await arrange.password(person, password);
  await page.goto('/sign-in?next=//evil.example/assets');
  await enter(page, person.email, password);
  await expect(page).toHaveURL(/^http:\/\/[^/]+\/$/);
});

test('the password shows and hides, and caps lock is told', async ({ page }) => {
  await page.goto('/sign-in');
  const field = page.getByLabel('Password', { exact: true });
  await field.fill('Secret words');
  await page.getByRole('button', { name: 'Show the password' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide the password' }).click();
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toHaveAttribute('autocomplete', 'current-password');
  await field.evaluate((element) => {
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: true, bubbles: true }));
  });
  await expect(page.getByText('Caps lock is on.')).toBeVisible();
});

test('the first administrator is made once by the link, and is signed in', async ({ arrange, page }) => {
  const link = await arrange.setupLink();
  const email = `ada-${randomBytes(3).toString('hex')}@example.org`;
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada Obi');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('too short');
  await page.getByRole('button', { name: 'Create the administrator' }).click();
  await expect(page.locator('[data-field=password]')).toContainText('at least 15 characters');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Ada Obi');
  await page.getByLabel('Password', { exact: true }).fill('seven slow lighthouses blink');
  await page.getByRole('button', { name: 'Create the administrator' }).click();
  await expect(page.getByRole('button', { name: 'Ada Obi: your menu' })).toBeVisible();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This link has been used' })).toBeVisible();
  await page.goto('/setup?token=made-up');
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
});

test('name and time zone are saved; a new password signs the other browser out and this one not', async ({ arrange, signIn }) => {
  const person = await arrange.person('Petra Profile', []);
  await arrange.password(person, password);
  const [page, elsewhere] = [await signIn(person), await signIn(person)];
  await page.goto('/settings');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Petra Renamed');
  await page.getByLabel('Time zone').selectOption('Pacific/Chatham');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Petra Renamed: your menu' })).toBeVisible();
  await page.goto('/settings/security');
  await page.getByLabel('Current password').fill('not it at all');
  await page.getByLabel('New password').fill(next);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.locator('[data-field=currentPassword]')).toContainText('This is not your current password.');
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password was changed.')).toBeVisible();
  await elsewhere.goto('/settings');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await page.goto('/settings');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Petra Renamed');
  await expect(page.getByLabel('Time zone')).toHaveValue('Pacific/Chatham');
});

test('the other sessions are listed and ended', async ({ arrange, signIn }) => {
  const person = await arrange.person('Sven Sessions', []);
  const [page, other] = [await signIn(person), await signIn(person)];
  await page.goto('/settings/security');
  await expect(page.getByText('This browser', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'End all others' }).click();
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'End' }).click();
  await expect(page.getByText('One other session has ended.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'End all others' })).toHaveCount(0);
  await other.goto('/settings');
  await expect(other).toHaveURL(/\/sign-in/);
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`sign-in and set-up are accessible in the ${theme} theme at ${width} px`, async ({ arrange, page }) => {
      await page.setViewportSize({ width, height: 844 });
      await page.goto('/sign-in');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.locator('[data-field=email]')).toContainText('Enter your email address.');
      await expectAccessible(page, theme);
      await page.goto(await arrange.setupLink());
      await expectAccessible(page, theme);
    });

    test(`settings, roles and sign-out are accessible in the ${theme} theme at ${width} px`, async ({ arrange, signIn }) => {
      const page = await signIn(await arrange.person('Axel Access', [[await arrange.team(), 'ml_engineer']]));
      await page.setViewportSize({ width, height: 844 });
      for (const path of ['/settings', '/settings/security', '/roles', '/sign-out']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(page, theme);
      }
    });
  }
}
