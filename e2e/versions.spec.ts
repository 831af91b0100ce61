import { createHash } from 'node:crypto';
import { expect, expectAccessible, test } from './fixtures.ts';

test.use({ refusals: [422] });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const metadata = {
  modelCard: {
    modelParameters: { task: 'fraud detection', inputs: [{ format: 'transaction' }] },
    quantitativeAnalysis: { performanceMetrics: [{ type: 'AUC', value: '0.94', slice: 'new customers' }] },
    considerations: { technicalLimitations: ['Blind to cash.'], unheardOf: 'still shown' },
  },
  components: [{ type: 'library', name: 'xgboost', version: '3.1.0', purl: 'pkg:pypi/xgboost@3.1.0' }],
};

test('files are hashed and registered as a version; a taken label loses nothing; two versions are compared', async ({
  arrange,
  signIn,
}) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Fraud model');
  const page = await signIn(await arrange.person('Dora Data', [[team, 'data_scientist']]));

  await page.goto(`/assets/${id}/versions`);
  await expect(page.getByText('No version is registered')).toBeVisible();
  await page.getByRole('link', { name: 'Register version' }).click();
  await page.getByLabel('Label').fill('1.0');
  await page.getByLabel('Drop files').setInputFiles([
    { name: 'model.bin', mimeType: 'application/octet-stream', buffer: Buffer.from('weights') },
    { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from('{}') },
  ]);
  await expect(page.getByText('2 of 2 hashed')).toBeVisible();
  const root = sha256(`${sha256('{}')}  config.json\n${sha256('weights')}  model.bin\n`);
  await expect(page.getByTitle(root)).toBeVisible();
  await page.getByText('Provenance and metadata as JSON').click();
  await page.getByLabel('Metadata').fill(JSON.stringify(metadata));
  await page.getByRole('button', { name: 'Register version' }).click();
  await expect(page.getByRole('heading', { name: 'Version 1.0' })).toBeVisible();
  for (const fact of [root, 'fraud detection', '0.94', 'new customers', 'Blind to cash.', 'still shown', 'xgboost', 'model.bin'])
    await expect(page.getByText(fact).first()).toBeVisible();
  await expectAccessible(page, 'light');
  await expectAccessible(page, 'dark');

  await page.goto(`/assets/${id}/versions/new`);
  await page.getByLabel('Label').fill('1.0');
  await page.getByText('Give a manifest').click();
  await page.getByLabel('Manifest', { exact: true }).fill(`not a line\n${sha256('other')}  model.bin`);
  await expect(page.getByText('Line 1: ')).toBeVisible();
  await page.getByLabel('Manifest', { exact: true }).fill(`${sha256('other')}  model.bin`);
  await page.getByRole('button', { name: 'Register version' }).click();
  await expect(page.locator('[data-field=label]')).toContainText('is taken');
  await expect(page.getByLabel('Manifest', { exact: true })).toHaveValue(`${sha256('other')}  model.bin`);
  await expectAccessible(page, 'light');
  await page.getByLabel('Label').fill('1.1');
  await page.getByRole('button', { name: 'Register version' }).click();
  await expect(page.getByRole('heading', { name: 'Version 1.1' })).toBeVisible();

  await page.goto(`/assets/${id}/versions`);
  await page.getByRole('checkbox', { name: 'Compare 1.1' }).check();
  await page.getByRole('checkbox', { name: 'Compare 1.0' }).check();
  await page.getByRole('link', { name: 'Compare 1.0 with 1.1' }).click();
  await expect(page.getByText('0 added, 1 removed, 1 changed, 0 unchanged')).toBeVisible();
  await expect(page.getByRole('row', { name: /^Removed/ })).toContainText('config.json');
  await expectAccessible(page, 'light');
});

test('a viewer sees versions and is not offered to register one', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const id = await arrange.asset(team, 'Fraud model');
  const page = await signIn(await arrange.person('Vera Viewer', [[team, 'viewer']]));
  await page.goto(`/assets/${id}/versions`);
  await expect(page.getByText('No version is registered')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Register version' })).toHaveCount(0);
  await page.goto(`/assets/${id}/versions/new`);
  await expect(page.getByText('You may not register versions of this asset')).toBeVisible();
});
