/** Reviews: asked for by whoever makes it, decided by two others, with nothing lost on the way. */
import type { Page } from '@playwright/test';
import { type Arrangement, expect, expectAccessible, operate, type Person, test } from './fixtures.ts';

const items = (page: Page) => page.locator('[data-item]');

/** Answers every question by the keyboard, and links to what shows it where that is required. */
async function answerAll(page: Page): Promise<void> {
  await expect(items(page).first()).toBeVisible();
  const count = await items(page).count();
  expect(count).toBeGreaterThan(4);
  for (let at = 0; at < count; at += 1) {
    await page.keyboard.press('j');
    await expect(items(page).nth(at)).toBeFocused();
    await page.keyboard.press('y');
    await expect(items(page).nth(at).getByRole('button', { name: 'Yes', exact: true })).toHaveAttribute('aria-pressed', 'true');
  }
  for (const item of await items(page).all()) {
    if ((await item.getByText('Evidence required').count()) > 0)
      await item.getByRole('textbox', { name: /^Link to evidence/ }).fill('https://evidence.example/report');
    await expect(item.getByText('Saved')).toBeVisible();
  }
}

async function approve(page: Page, comment: string): Promise<void> {
  const form = page.getByRole('region', { name: 'Your decision' });
  await form.getByRole('radio', { name: /^Approve It may/ }).check();
  await form.getByRole('textbox', { name: /^Comment/ }).fill(comment);
  await form.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('Decided', { exact: false }).first()).toBeVisible();
}

test('a data scientist asks, two others decide, and the version is approved', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const asker = await arrange.person('Ada Asks', [[team, 'data_scientist']]);
  const lead = await arrange.person('Lena Leads', [[team, 'lead']]);
  // Whoever decides everywhere is suggested everywhere: a name that no other test has.
  const name = `Sam ${team.key}`;
  const security = await arrange.person(name, [], 'security');
  const asset = await arrange.asset(team, 'Fraud model', { kind: 'model', stage: 'develop' });

  const asking = await signIn(asker);
  expect((await operate(asking, `POST /assets/${asset}/versions`, { label: '1.0' })).status).toBe(201);
  await asking.goto(`/assets/${asset}`);
  await asking.getByRole('button', { name: 'More actions' }).click();
  await asking.getByRole('menuitem', { name: 'Ask for a review…' }).click();
  await asking.getByRole('combobox', { name: 'Template' }).selectOption({ label: 'Model release' });
  await asking.getByRole('radio', { name: /^People I choose/ }).check();
  // Whoever asks is shown with why they cannot decide.
  await expect(asking.getByRole('checkbox', { name: /^Ada Asks/ })).toBeDisabled();
  await asking.getByRole('checkbox', { name: /^Lena Leads/ }).check();
  await asking.getByRole('checkbox', { name }).check();
  await asking.getByRole('textbox', { name: /^Why/ }).fill('For the release of next week.');
  await asking.getByRole('button', { name: 'Ask for the review' }).click();
  await expect(asking).toHaveURL(/\/reviews\/[0-9a-f-]{36}$/);
  const review = new URL(asking.url()).pathname;
  await expect(asking.getByText('You asked for this review: somebody else has to decide.')).toBeVisible();
  await expect(asking.getByRole('region', { name: 'Your decision' })).toHaveCount(0);

  const leading = await signIn(lead);
  await leading.goto('/reviews?status=open&reviewer=me');
  await leading.getByRole('link', { name: 'Fraud model · 1.0' }).click();
  await answerAll(leading);
  await leading.reload();
  await expect(items(leading).first().getByRole('button', { name: 'Yes', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(leading, 'light');
  await approve(leading, 'Looked at the evaluation.');
  await expect(leading.getByText('1 of 2 approved')).toBeVisible();

  const securing = await signIn(security);
  await securing.goto(review);
  await securing.getByRole('textbox', { name: 'Comment', exact: true }).last().fill('@Lena');
  await securing.getByRole('option', { name: 'Lena Leads' }).click();
  await securing.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(securing.getByRole('article').getByText('@Lena Leads')).toBeVisible();
  await approve(securing, 'Nothing stands in the way.');
  await expect(securing.getByText('Approved', { exact: true }).first()).toBeVisible();
  await expectAccessible(securing, 'dark');

  await asking.goto(`/assets/${asset}/reviews`);
  await expect(asking.getByRole('link', { name: 'Fraud model · 1.0' })).toBeVisible();
  await expectAccessible(asking, 'light');
});

test.describe('while the server does not take it', () => {
  // What was sent while the page was leaving may have arrived: the second time it is a conflict with itself.
  test.use({ refusals: [401, 409] });

  test('what was written is kept, and sent when one is signed in again', async ({ arrange, signIn }) => {
    const page = await openReview(arrange, signIn);
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.keyboard.press('j');
    await page.keyboard.press('n');
    await expect(
      items(page)
        .first()
        .getByText(/Not saved\. You have been signed out/),
    ).toBeVisible();
    await page.getByRole('textbox', { name: 'Comment', exact: true }).last().fill('Half a thought');
    await page.context().addCookies(cookies);
    await page.reload();
    await expect(items(page).first().getByRole('button', { name: 'No', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(items(page).first().getByText('Saved')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Comment', exact: true }).last()).toHaveValue('Half a thought');
  });
});

/** A review that waits for its team's lead, open at their page. */
async function openReview(arrange: Arrangement, signIn: (person: Person) => Promise<Page>): Promise<Page> {
  const team = await arrange.team();
  const asker = await arrange.person('Ada Asks', [[team, 'data_scientist']]);
  const lead = await arrange.person('Lena Leads', [[team, 'lead']]);
  const asset = await arrange.asset(team, 'Fraud model', { kind: 'model', stage: 'develop' });
  const asking = await signIn(asker);
  await operate(asking, `POST /assets/${asset}/versions`, { label: '1.0' });
  const assignment = { by: 'hand', people: [lead.id] };
  const asked = { about: { subject: 'version', assetId: asset }, template: 'periodic-review', assignment };
  const { status, body } = await operate(asking, 'POST /reviews', asked);
  expect(status, JSON.stringify(body)).toBe(201);
  const page = await signIn(lead);
  await page.goto(`/reviews/${body.id}`);
  await expect(page.getByRole('region', { name: 'Your decision' })).toBeVisible();
  return page;
}
