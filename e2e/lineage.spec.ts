import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [409] });

/** Registers a version through the API, as the page's own person. */
async function register(page: Page, assetId: string, label = '1'): Promise<string> {
  const response = await page.request.post(`/api/v1/assets/${assetId}/versions`, {
    data: { label },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(response.status()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

async function relate(page: Page, fromVersionId: string, relation: string, toVersionId: string): Promise<void> {
  const data = { fromVersionId, relation, toVersionId };
  const response = await page.request.post('/api/v1/lineage', { data, headers: { origin: new URL(page.url()).origin } });
  expect(response.status()).toBe(201);
}

const node = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} 1, `) });

test('a relation is added, a circle refused with its path, the graph walked by keyboard, and a relation removed', async ({
  arrange,
  signIn,
}) => {
  const team = await arrange.team();
  const ids = {
    data: await arrange.asset(team, 'Clicks', { kind: 'dataset' }),
    model: await arrange.asset(team, 'Ranker'),
    tuned: await arrange.asset(team, 'Tuned ranker'),
  };
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await page.goto('/assets');
  const data = await register(page, ids.data);
  const model = await register(page, ids.model);
  const tuned = await register(page, ids.tuned);
  await relate(page, tuned, 'derived_from', model);

  await page.goto(`/assets/${ids.model}/lineage`);
  await page.getByRole('button', { name: 'Add relation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add relation' });
  await dialog.getByLabel('Asset', { exact: true }).click();
  await page.getByRole('option', { name: 'Clicks' }).click();
  await expect(dialog.getByLabel('Its version')).toHaveValue(data);
  await dialog.getByRole('button', { name: 'Add relation' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(node(page, 'Clicks')).toBeVisible();

  await page.getByRole('button', { name: 'Add relation' }).click();
  await dialog.getByLabel('Relation').selectOption('derived_from');
  await dialog.getByLabel('Asset', { exact: true }).click();
  await page.getByRole('option', { name: 'Tuned ranker' }).click();
  await expect(dialog.getByLabel('Its version')).toHaveValue(tuned);
  await dialog.getByRole('button', { name: 'Add relation' }).click();
  await expect(dialog.getByText('Ranker 1 → Tuned ranker 1 → Ranker 1')).toBeVisible();
  await page.keyboard.press('Escape');

  await node(page, 'Ranker').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(node(page, 'Clicks')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(node(page, 'Tuned ranker')).toBeFocused();
  await expectAccessible(page, 'light');
  await expectAccessible(page, 'dark');
  await node(page, 'Tuned ranker').press('Enter');
  await expect(page).toHaveURL(new RegExp(`/assets/${ids.tuned}/versions/${tuned}$`));

  await page.goto(`/assets/${ids.model}`);
  await page.getByRole('main').getByRole('link', { name: 'Clicks 1' }).click();
  await expect(page).toHaveURL(`/assets/${ids.data}/versions/${data}`);

  await page.goto(`/assets/${ids.model}/lineage?view=list`);
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Remove Ranker 1 trained on Clicks 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Clicks' })).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'Tuned ranker' })).toHaveCount(1);
});

test('what lies in another team is drawn without its name', async ({ arrange, signIn }) => {
  const [mine, theirs] = [await arrange.team(), await arrange.team()];
  const [model, secret] = [await arrange.asset(mine, 'Own model'), await arrange.asset(theirs, 'Secret dataset', { kind: 'dataset' })];
  const both = await signIn(
    await arrange.person('Bo Both', [
      [mine, 'lead'],
      [theirs, 'lead'],
    ]),
  );
  await both.goto('/assets');
  await relate(both, await register(both, model), 'trained_on', await register(both, secret));
  const page = await signIn(await arrange.person('Mia Mine', [[mine, 'lead']]));
  await page.goto(`/assets/${model}/lineage?view=list`);
  await expect(page.getByRole('row').filter({ hasText: 'Own model' })).toContainText('Outside your teams');
  await page.goto(`/assets/${model}/activity`);
  await expect(page.getByText('Bo Both').first()).toBeVisible();
  expect(await page.content()).not.toContain('Secret dataset');
});

test('300 versions open at the start, fit the screen, are walked by keyboard, and stand in the list as well', async ({
  arrange,
  signIn,
}) => {
  const team = await arrange.team();
  const first = await arrange.family(team, 300);
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await page.goto(`/assets/${first}/lineage`);
  await expect(node(page, 'Model 1')).toBeInViewport();
  await page.getByRole('button', { name: 'Draw all 300' }).click();
  const drawn = page.getByRole('button', { name: /^Model \d+ 1, / });
  await expect(drawn).toHaveCount(300);
  await page.getByRole('button', { name: 'Fit the graph' }).click();
  const graph = page.getByRole('region', { name: /^Lineage graph/ });
  await expect(async () => {
    const frame = await graph.boundingBox();
    const boxes = await drawn.evaluateAll((each) => each.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
    const outside = boxes.filter(
      (box) =>
        !frame || box.left < frame.x || box.right > frame.x + frame.width || box.top < frame.y || box.bottom > frame.y + frame.height,
    );
    expect(outside).toEqual([]);
  }).toPass();

  await node(page, 'Model 1').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expect(drawn.and(page.locator(':focus'))).toBeInViewport();
  await expect(node(page, 'Model 1')).not.toBeFocused();
  const names = (await drawn.evaluateAll((each) => each.map((one) => one.getAttribute('aria-label')?.split(' 1, ')[0]))).sort();

  await page.getByRole('button', { name: 'List', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'derived from' })).toHaveCount(594);
  const listed = await page
    .getByRole('table')
    .getByRole('link')
    .evaluateAll((each) => each.map((one) => one.textContent?.trim().replace(/ 1$/, '')));
  expect([...new Set(listed)].sort()).toEqual(names);
});

test('on a narrow screen the list comes first', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const [model, data] = [await arrange.asset(team, 'Ranker'), await arrange.asset(team, 'Clicks', { kind: 'dataset' })];
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/assets');
  await relate(page, await register(page, model), 'trained_on', await register(page, data));
  await page.goto(`/assets/${model}/lineage`);
  await expect(page.getByRole('row').filter({ hasText: 'Clicks' })).toBeVisible();
  await expect(node(page, 'Clicks')).toHaveCount(0);
});
