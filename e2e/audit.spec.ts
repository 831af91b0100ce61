import { expect, expectAccessible, test } from './fixtures.ts';

test('an auditor finds who changed an asset, sees it field by field and what proves it', async ({ arrange, signIn }) => {
  const team = await arrange.team('Payments models');
  const lead = await arrange.person('Lena Changes', [[team, 'lead']]);
  const auditor = await arrange.person('Axel Audits', [], 'auditor');
  const id = await arrange.asset(team, 'Fraud scorer');

  const changing = await signIn(lead);
  await changing.goto(`/assets/${id}`);
  const answer = await changing.request.patch(`/api/v1/assets/${id}`, {
    data: { version: 1, exposure: 'public' },
    headers: { origin: new URL(changing.url()).origin },
  });
  expect(answer.status()).toBe(200);

  const page = await signIn(auditor);
  await page.goto(`/audit?target=${id}`);
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible();
  await expectAccessible(page, 'light');
  await page.getByRole('link', { name: /Edited Fraud scorer/ }).click();
  await expect(page.getByRole('heading', { name: 'Lena Changes edited Fraud scorer' })).toBeVisible();
  const exposure = page.getByRole('row', { name: /Exposure/ });
  await expect(exposure).toContainText('internal');
  await expect(exposure).toContainText('public');
  await expect(page.getByText('Hash of the chain')).toBeVisible();
  await expectAccessible(page, 'light');

  await page.goto('/audit/integrity');
  await expect(page.getByText('Signed up to')).toBeVisible();
  await expect(page.getByText('BEGIN PUBLIC KEY')).toBeVisible();
  await expectAccessible(page, 'light');
});

test('a custom role leads to what was done to it', async ({ arrange, signIn }) => {
  const admin = await signIn(await arrange.person('Ada Defines', [], 'admin'));
  await admin.goto('/roles');
  const made = await admin.request.post('/api/v1/roles', {
    data: { copiedFrom: 'viewer', name: `Reader ${Date.now()}`, description: '', permissions: ['asset.read'], kinds: [] },
    headers: { origin: new URL(admin.url()).origin },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { key } = await made.json();
  const page = await signIn(await arrange.person('Axel Audits', [], 'auditor'));
  await page.goto(`/roles/${key}`);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('link', { name: /^Created the role Reader/ })).toBeVisible();
  await page.goto('/roles/viewer');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Activity' })).toHaveCount(0);
});

test('who may not read the log has no way to it', async ({ arrange, signIn }) => {
  const page = await signIn(await arrange.person('Mila Member', []));
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
});
