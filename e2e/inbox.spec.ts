/** The inbox: what one is told comes by itself, is read by keyboard, and leads to what it is about; what comes by mail is chosen; a webhook is tried out. */
import { expect, expectAccessible, operate, test } from './fixtures.ts';

test('what one is told of comes without asking, is read by keyboard, and leads to its subject', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const [lead, asker] = [await arrange.person('Lea Lead', [[team, 'lead']]), await arrange.person('Ada Asks', [])];
  const page = await signIn(lead);
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Nothing yet' })).toBeVisible();
  await expectAccessible(page, 'light');

  await page.goto('/assets');
  const asking = await signIn(asker);
  await asking.goto('/access/requests');
  const asked = await operate(asking, 'POST /access/requests', { teamId: team.id, role: 'viewer', reason: 'To look after it.' });
  expect(asked.status).toBe(201);

  const bell = page.getByRole('link', { name: 'Inbox, 1 unread' }).first();
  await expect(bell).toBeVisible();
  await bell.click();
  const line = page.getByRole('link', { name: `Unread: Ada Asks asks for access to ${team.name}` });
  await expect(line).toBeVisible();
  await expect(page.getByText('Why: To look after it.')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) await expectAccessible(page, theme);

  await page.keyboard.press('j');
  await expect(line).toBeFocused();
  await page.keyboard.press('e');
  await expect(page.getByRole('link', { name: 'Inbox', exact: true }).first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(bell).toBeVisible();
  await page.getByRole('link', { name: 'Unread', exact: true }).click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing unread' })).toBeVisible();
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await page.getByRole('link', { name: `Ada Asks asks for access to ${team.name}` }).click();
  await expect(page).toHaveURL('/access/requests');
});

test('what comes by mail is chosen by group, and holds', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Mo Member', [[await arrange.team(), 'viewer']]));
  await page.goto('/settings/notifications');
  await page.getByLabel('Reviews', { exact: true }).selectOption('By mail, in the digest');
  await page.getByLabel('How often').selectOption('Every Friday');
  await page.getByLabel('At', { exact: true }).selectOption('16:00');
  await expect
    .poll(async () => (await operate<{ notifications: object }>(page, 'GET /account')).body.notifications)
    .toEqual({
      groups: { reviews: 'digest' },
      digest: { every: 'week', weekday: 5, hour: 16 },
    });
  await page.reload();
  await expect(page.getByLabel('How often')).toHaveValue('5');
  await expectAccessible(page, 'light');
});

test('a lead makes a webhook for the team, sees its secret once, and tries it out', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lea Lead', [[team, 'lead']]));
  await page.goto('/settings/webhooks');
  await page.getByRole('link', { name: 'New webhook' }).click();
  await page.getByLabel('Name').fill('Build server');
  await page.getByLabel('Address').fill('https://hooks.example.invalid/gatehouse');
  await page.getByLabel('A review was decided').check();
  await page.getByRole('button', { name: 'Create webhook' }).click();
  await expect(page.getByLabel('Signing secret')).toHaveValue(/^whsec_/);
  await page.getByRole('link', { name: 'Go on and test it' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('webhook.test', { exact: true })).toBeVisible();
  await page.getByText('webhook.test', { exact: true }).click();
  await expect(page.getByText('"This is a test."')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) await expectAccessible(page, theme);
});
