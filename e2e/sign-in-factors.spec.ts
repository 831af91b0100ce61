/** Second factors as people meet them: an authenticator app, passkeys from Chromium's virtual authenticator, recovery codes, and step-up. */
import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { expect, expectAccessible, test } from './fixtures.ts';

// Wrong codes and stale proofs, which the test provokes; parts of other rooms that are prefetched.
test.use({ refusals: [401, 403, 404, 422] });

const password = 'four kind otters swim';

async function enter(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function leave(page: Page): Promise<void> {
  const signOut = page.getByRole('menuitem', { name: 'Sign out' });
  // The menu opens once its page is alive; a press before that is not heard.
  await expect(async () => {
    if (!(await signOut.isVisible())) await page.getByRole('button', { name: /your menu$/ }).click();
    await expect(signOut).toBeVisible({ timeout: 1000 });
  }).toPass();
  await signOut.click();
  await expect(page).toHaveURL(/\/sign-in$/);
}

/** A device that unlocks with the person's finger and says yes at once. */
async function giveAuthenticator(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Runs statements as the database's owner, in one transaction. */
async function asOwner(...statements: (readonly [string, unknown[]])[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.E2E_OWNER_URL });
  await client.connect();
  await client.query('BEGIN');
  await client.query("SELECT set_config('app.announced', 'test.arranged', true)");
  for (const [statement, values] of statements) await client.query(statement, values);
  await client.query('COMMIT');
  await client.end();
}

const dialog = (page: Page) => page.getByRole('dialog').last();

/** Reads the key off the dialog, as an app does, and gives it back as one that shows codes. */
async function scanned(page: Page): Promise<TOTP> {
  const key = (await dialog(page).locator('code').textContent()) ?? '';
  return new TOTP({ secret: Secret.fromBase32(key.replace(/\s/g, '')) });
}

async function keptCodes(page: Page): Promise<string[]> {
  await expect(page.getByText('Your recovery codes')).toBeVisible();
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents();
  await page.getByLabel('I have saved them in a safe place').check();
  await page.getByRole('button', { name: 'Done' }).click();
  return codes;
}

test('an authenticator app and recovery codes: added, asked for, used once', async ({ arrange, page }) => {
  const person = await arrange.person('Tessa Totp', []);
  await arrange.password(person, password);
  await page.goto('/sign-in?next=/settings/security');
  await enter(page, person.email);
  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  await expect(dialog(page).getByRole('img', { name: 'The key as a QR code' })).toBeVisible();
  await expectAccessible(page, 'light');
  const app = await scanned(page);
  await page.getByLabel('Code shown in the app').fill('000000');
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.locator('[data-field=code]')).toContainText('This code is not right');
  const code = app.generate();
  await page.getByLabel('Code shown in the app').fill(code);
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  const codes = await keptCodes(page);
  expect(codes).toHaveLength(10);
  await expect(page.getByText('10 of 10 are left.')).toBeVisible();
  await leave(page);

  await enter(page, person.email);
  await expect(page).toHaveURL(/\/sign-in\/verify/);
  await expectAccessible(page, 'dark');
  await page.getByLabel('Code from your authenticator app').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  // Used, or, where the machine took a minute to come here, too old.
  await expect(page.locator('[data-field=code]')).toContainText(/This code (has been used|is not right)/);
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/sign-in\?next/);
  await page.goto('/sign-in/verify');
  await page.getByLabel('Code from your authenticator app').fill(app.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('button', { name: 'Tessa Totp: your menu' })).toBeVisible();
  await leave(page);

  for (const [given, outcome] of [
    [codes[0] ?? '', 'in'],
    [codes[0] ?? '', 'out'],
  ] as const) {
    await enter(page, person.email);
    await expect(page).toHaveURL(/\/sign-in\/verify/);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(given.toUpperCase());
    await page.getByRole('button', { name: 'Continue' }).click();
    if (outcome === 'out') await expect(page.locator('[data-field=code]')).toContainText('it has been used');
    else await leave(page);
  }
});

test('a passkey: added, named, the second step, and the way in alone', async ({ arrange, page }) => {
  const person = await arrange.person('Pia Passkey', []);
  await arrange.password(person, password);
  await giveAuthenticator(page);
  await page.goto('/sign-in?next=/settings/security');
  await enter(page, person.email);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await dialog(page).getByLabel('Name').fill('Blue laptop');
  await dialog(page).getByRole('button', { name: 'Continue' }).click();
  await keptCodes(page);
  await page.getByRole('button', { name: 'Rename Blue laptop' }).click();
  await dialog(page).getByLabel('Name').fill('Green laptop');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Second factors' })).toContainText('Green laptop');
  await expectAccessible(page, 'light');
  await expectAccessible(page, 'dark');
  await leave(page);

  await enter(page, person.email);
  await expect(page).toHaveURL(/\/sign-in\/verify/);
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pia Passkey: your menu' })).toBeVisible();
  await leave(page);

  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await expect(page.getByRole('button', { name: 'Pia Passkey: your menu' })).toBeVisible();
  await page.goto('/settings/security');
  await expect(page.getByText('Password and passkey')).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'This browser' })).toContainText('Passkey');
});

test('what is sensitive asks for a proof; cancelled it is not done, confirmed it is, and the token is another', async ({
  arrange,
  signIn,
}) => {
  const admin = await arrange.person('Ada Stepup', [], 'admin');
  await arrange.password(admin, password);
  const page = await signIn(admin);
  await asOwner(["UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE user_id = $1", [admin.id]]);
  const token = async () => (await page.context().cookies()).find((each) => each.name === 'gatehouse-session')?.value;
  const before = await token();
  await page.goto('/settings/organisation');
  await page.getByLabel('End after inactivity of').selectOption('60');
  const save = page
    .locator('form')
    .filter({ has: page.getByLabel('End after inactivity of') })
    .getByRole('button', { name: 'Save' });
  await save.click();
  await expect(page.getByRole('dialog', { name: 'Confirm that it is you' })).toBeVisible();
  await expectAccessible(page, 'light');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Confirm that it is you before you do this.')).toBeVisible();
  await save.click();
  await expect(dialog(page).getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.type('not my password at all');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('This is not your password.');
  await dialog(page).getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Session limits saved.')).toBeVisible();
  expect(await token()).not.toBe(before);
  await page.reload();
  await expect(page.getByLabel('End after inactivity of')).toHaveValue('60');
});

test('who must have a second factor adds one before anything else, and goes on to where they wanted', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const person = await arrange.person('Hal Held', []);
  const role = `guarded-${team.key}`;
  // A role that nobody else holds: what is required of it stops no other test.
  await asOwner(
    ["INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $1, '{asset.read}', '{}')", [role]],
    ['INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, person.id, role]],
    [
      `INSERT INTO settings (name, value) VALUES ('second_factor', jsonb_build_object('requiredFor', jsonb_build_array($1::text)))
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [role],
    ],
  );
  const page = await signIn(person);
  await giveAuthenticator(page);
  await page.goto('/assets?q=held');
  await expect(page).toHaveURL(/\/enrol\?next=%2Fassets%3Fq%3Dheld$/);
  await expectAccessible(page, 'light');
  const refused = await page.request.get('/api/v1/assets');
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'forbidden', enrol: true });
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await dialog(page).getByRole('button', { name: 'Continue' }).click();
  await keptCodes(page);
  await expect(page).toHaveURL(/\/assets\?q=held$/);
  expect((await page.request.get('/api/v1/assets')).status()).toBe(200);
});
