/** What waits for somebody, worked through without a mouse: claimed, decided, done; by day and in a calendar of their own. */

import type { Page } from '@playwright/test';
import { type Arrangement, expect, expectAccessible, operate, type Person, test } from './fixtures.ts';

type SignIn = (person: Person) => Promise<Page>;

/** A team with somebody who asks, and somebody who leads. */
async function people(arrange: Arrangement, signIn: SignIn) {
  const team = await arrange.team();
  const [asker, lead] = [
    await arrange.person('Ada Asks', [[team, 'data_scientist']]),
    await arrange.person('Lena Leads', [[team, 'lead']]),
  ];
  const asking = await signIn(asker);
  const ask = async (name: string, assignment: object) => {
    const asset = await arrange.asset(team, name, { kind: 'model', stage: 'develop' });
    await operate(asking, `POST /assets/${asset}/versions`, { label: '1.0' });
    const asked = { about: { subject: 'version', assetId: asset }, template: 'periodic-review', assignment };
    const { status, body } = await operate(asking, 'POST /reviews', asked);
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  };
  return { asker, lead, asking, ask };
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('from the list by keyboard: a seat is claimed, a review opened, and the next one reached', async ({ arrange, signIn }) => {
  const { lead, ask } = await people(arrange, signIn);
  await ask('Fraud model', { by: 'hand', people: [lead.id] });
  await ask('Churn model', { by: 'hand', people: [lead.id] });
  const pooled = await ask('Credit model', { by: 'pool', role: 'lead' });

  const page = await signIn(lead);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Waiting for you' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await expect(page.getByRole('heading', { name: 'My work' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Waiting for me 2' })).toBeVisible();
  await expectAccessible(page, 'light');

  await page.getByRole('link', { name: 'To claim 1' }).click();
  await expect(row(page, 'Credit model')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await expect(page.getByText('Claimed: it waits for you now.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing to claim' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Waiting for me 3' })).toBeVisible();

  await page.getByRole('link', { name: 'Waiting for me 3' }).click();
  await expect(row(page, 'Credit model')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/reviews\/[0-9a-f-]{36}$/);
  const first = page.url();
  await expect(page.getByText(/^Next for you:/)).toBeVisible();
  await page.keyboard.press(']');
  await expect(page).not.toHaveURL(first);
  await expect(page).toHaveURL(/\/reviews\/[0-9a-f-]{36}$/);
  const { body } = await operate<{ seats: { person: { id: string } | null }[] }>(page, `GET /reviews/${pooled}`);
  expect(body.seats.some(({ person }) => person?.id === lead.id)).toBe(true);
});

test('a condition is marked as done, and taken back', async ({ arrange, signIn }) => {
  const { asker, lead, asking, ask } = await people(arrange, signIn);
  const review = await ask('Fraud model', { by: 'hand', people: [lead.id] });
  const leading = await signIn(lead);
  type Review = { round: number; checklist: { id: string; evidence: string }[] };
  const { body } = await operate<Review>(leading, `GET /reviews/${review}`);
  for (const { id, evidence } of body.checklist) {
    const answer = { version: 0, answer: 'yes', link: evidence === 'none' ? null : 'https://example.org/evidence' };
    const saved = await operate(leading, `PUT /reviews/${review}/answers/${id}`, answer);
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  }
  const due = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const tasks = [{ title: 'Sign the weights', ownerId: asker.id, due }];
  const voted = await operate(leading, `POST /reviews/${review}/votes`, { decision: 'conditions', round: body.round, tasks });
  expect(voted.status, JSON.stringify(voted.body)).toBe(200);

  await asking.goto('/work?view=table&part=tasks');
  await expect(row(asking, 'Sign the weights')).toBeVisible();
  await asking.keyboard.press('j');
  await asking.keyboard.press('x');
  await expect(asking.getByText('Done: Sign the weights')).toBeVisible();
  await expect(row(asking, 'Sign the weights')).toBeHidden();
  await asking.getByRole('button', { name: 'Undo' }).click();
  await expect(row(asking, 'Sign the weights')).toBeVisible();
  await expectAccessible(asking, 'dark');
});

test('a board and a calendar show the same, and a calendar elsewhere reads it until its address is replaced', async ({
  arrange,
  signIn,
}) => {
  const { lead, ask } = await people(arrange, signIn);
  await ask('Fraud model', { by: 'hand', people: [lead.id] });
  const page = await signIn(lead);
  await page.goto('/work?view=board');
  await expect(page.getByRole('region', { name: 'Waiting for me' }).getByRole('link', { name: /Fraud model/ })).toBeVisible();
  await expectAccessible(page, 'light');

  const { body } = await operate<{ rows: { dueAt: string }[] }>(page, 'GET /work?part=waiting');
  const due = body.rows[0]?.dueAt ?? '';
  await page.goto(`/work?view=calendar&part=all&month=${due.slice(0, 7)}`);
  const day = page.getByRole('button', { name: /: 1 thing$/ });
  await day.click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'Fraud model' }).getByRole('link').last()).toBeFocused();
  await expectAccessible(page, 'dark');
  await day.focus();
  await page.keyboard.press('PageDown');
  await expect(page).not.toHaveURL(new RegExp(`month=${due.slice(0, 7)}$`));
  await expect(page.locator('[data-day][tabindex="0"]')).toBeFocused();

  await page.getByRole('link', { name: 'Subscribe' }).click();
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = await page.getByRole('textbox', { name: 'Address' }).inputValue();
  await expectAccessible(page, 'light');
  const read = await page.request.fetch(address, { headers: { cookie: '' } });
  expect(read.headers()['content-type']).toContain('text/calendar');
  expect(await read.text()).toContain('SUMMARY:Review: Fraud model');
  await page.getByRole('button', { name: 'Make a new address' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByRole('textbox', { name: 'Address' })).not.toHaveValue(address);
  expect((await page.request.fetch(address)).status()).toBe(404);
});
