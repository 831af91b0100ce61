import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, operate, test } from './fixtures.ts';

test.use({ refusals: [403, 404, 409, 422] });

const tampering = 'Model tampering';
const agency = 'Excessive agency';
const signing = 'Artifact signing and verification';

const main = (page: Page) => page.getByRole('main');
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const section = (page: Page, title: string) =>
  main(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: title }) });
/** What a risk is shown as, at the end of "Why this level?". */
const shownAs = (page: Page) => main(page).getByRole('listitem').filter({ hasText: 'Shown as' });
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function tab(page: Page, name: string) {
  await main(page)
    .getByRole('navigation', { name: /^Parts of/ })
    .getByRole('link', { name, exact: true })
    .click();
}

/** Presses j until the row of this name has the focus. */
async function goDownTo(page: Page, name: string) {
  const link = main(page).getByRole('link', { name, exact: true });
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(link).toBeFocused({ timeout: 200 });
  }).toPass();
}

test('a lead registers an asset, judges its risks, implements a control and asks for an acceptance', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const page = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  await page.goto('/assets/new');
  await page.getByLabel('Kind').selectOption('Model');
  await page.getByLabel('Name').fill('Claims assistant');
  await page.getByLabel('Stage').selectOption('Deployment');
  await page.getByLabel('Criticality').selectOption('4 · Severe');
  await page.getByLabel('Data class').selectOption('Confidential');
  await page.getByRole('button', { name: 'Register asset' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Claims assistant' })).toBeVisible();

  await tab(page, 'Risks');
  await expect(page.getByRole('table', { name: 'Risks at Development' }).getByRole('row')).not.toHaveCount(0);
  const deployment = page.getByRole('table', { name: 'Risks at Deployment' });
  const rows = await deployment.getByRole('row').count();
  expect(rows).toBeGreaterThan(3);
  await expect(deployment.getByRole('row').filter({ hasText: 'Unassessed' })).toHaveCount(rows - 1);
  await expect(main(page).locator('.text-low, .bg-low'), 'what nobody has assessed is not green').toHaveCount(0);

  await goDownTo(page, agency);
  await page.keyboard.press('a');
  const assess = page.getByRole('dialog', { name: `Assess ${agency}` });
  await assess.getByRole('button', { name: 'Confirm computed values' }).press('Enter');
  await expect(row(page, agency)).toContainText('High');
  await expect(assess).toBeHidden();

  await page.getByRole('button', { name: `Assess ${tampering}` }).click();
  const byHand = page.getByRole('dialog', { name: `Assess ${tampering}` });
  await byHand.getByLabel('Likelihood').selectOption('4');
  await byHand.getByRole('button', { name: 'Assess', exact: true }).click();
  await expect(byHand.locator('[data-field=reason]')).toContainText('Say in at least 10 characters');
  await expect(byHand.getByLabel('Likelihood')).toHaveValue('4');
  await byHand.getByLabel('Reason').fill('The registry that serves it is writable by three teams.');
  await byHand.getByRole('button', { name: 'Assess', exact: true }).click();
  await expect(byHand).toBeHidden();
  await expect(row(page, tampering)).toContainText('High');

  await tab(page, 'Safeguards');
  await page.getByRole('button', { name: 'Plan a control' }).click();
  const plan = page.getByRole('dialog', { name: 'Plan a control' });
  await plan.getByRole('combobox', { name: 'Control' }).click();
  await page.getByPlaceholder('Control…').fill('artifact sign');
  await page.getByRole('option', { name: signing }).click();
  await plan.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(plan).toBeHidden();
  await row(page, signing).getByRole('link', { name: signing }).click();
  await page.getByRole('button', { name: 'Mark implemented' }).click();
  await page.getByRole('button', { name: 'Add evidence' }).click();
  const evidence = page.getByRole('dialog', { name: 'Add evidence' });
  await evidence.getByRole('radio', { name: 'Text' }).check();
  await evidence.getByLabel('Title').fill('Signatures checked');
  await evidence.getByRole('textbox', { name: 'Text' }).fill('The deployment refuses what is not signed by the registry’s key.');
  await evidence.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(evidence).toBeHidden();
  await expect(section(page, 'Evidence')).toContainText('Signatures checked');
  await expect(main(page)).toContainText('You implemented it. Somebody else has to verify it.');
  await expect(main(page)).toContainText(/It can be verified by \p{L}+/u);
  await expect(page.getByRole('button', { name: /^Verify/ })).toHaveCount(0);

  await main(page).getByRole('link', { name: 'Claims assistant' }).last().click();
  await tab(page, 'Risks');
  await main(page).getByRole('link', { name: tampering, exact: true }).click();
  const why = section(page, 'Why this level?');
  const step = (words: string): Locator => why.getByRole('listitem').filter({ hasText: words });
  await expect(step('Base likelihood: 2')).toContainText('Likelihood 2');
  await expect(step('Criticality: 4')).toContainText('Impact 4');
  await expect(step('Likelihood set by hand: 4')).toContainText('writable by three teams');
  await expect(step(signing)).toContainText('Implemented: takes 1 off the likelihood. Verified, it would take 2.');
  await expect(step(signing)).toContainText('Likelihood 3, was 4');
  await expect(step('By the matrix: High')).toContainText('Likelihood 3 with impact 4 is high');
  await expect(shownAs(page)).toContainText('High');

  await page.getByRole('link', { name: 'Claims assistant' }).first().click();
  await main(page).getByRole('link', { name: agency, exact: true }).click();
  await page.getByRole('button', { name: 'Ask for acceptance…' }).click();
  const ask = page.getByRole('dialog', { name: 'Ask for acceptance' });
  await ask.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(ask.locator('[data-field=reason]')).toContainText('in at least 20 characters');
  await ask.getByLabel('Why it may be borne').fill('Its tools only read until the new gateway stands in March.');
  await ask.getByRole('button', { name: '90 days from today' }).click();
  await ask.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(ask).toBeHidden();
  await expect(section(page, 'Acceptance')).toContainText('Who decides');
  await expect(section(page, 'Acceptance').getByRole('button', { name: 'Accept…' })).toHaveCount(0);
  await expect(shownAs(page), 'what is asked for is not granted').toContainText('High');
});

test('due dates are set of many risks at once, and what could not be set is named with why', async ({ arrange, signIn }) => {
  const [own, other] = [await arrange.team(), await arrange.team()];
  const elsewhere = await signIn(await arrange.person('Otto Other', [[other, 'lead']]));
  const page = await signIn(
    await arrange.person('Lena Lead', [
      [own, 'lead'],
      [other, 'viewer'],
    ]),
  );
  await operate(page, 'POST /assets', { teamId: own.id, kind: 'model', name: 'Own model', stage: 'deploy' });
  await operate(elsewhere, 'POST /assets', { teamId: other.id, kind: 'model', name: 'Foreign model', stage: 'deploy' });
  await page.goto('/risks?stage=deploy');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Set due date' }).click();
  const dialog = page.getByRole('dialog', { name: /^Set the due date of \d+ risks$/ });
  await dialog.getByLabel('Due date').fill(dayAhead(20));
  await dialog.getByRole('button', { name: /^Set date of \d+ risks$/ }).click();
  await expect(dialog).toContainText(/^.*\d+ risks changed\. \d+ risks could not be changed:/);
  await expect(dialog.getByRole('row').filter({ hasText: 'Foreign model' }).first()).toContainText('You need the right');
  await expect(dialog.getByRole('row').filter({ hasText: 'Own model' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.goto('/risks?due=30d');
  await expect(row(page, 'Own model').first()).toBeVisible();
  await expect(row(page, 'Foreign model')).toHaveCount(0);
});

for (const [theme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const)
  test(`axe finds nothing in the rooms of risk, ${theme}, ${width} wide, with and without anything in them`, async ({
    arrange,
    signIn,
  }) => {
    const [team, empty] = [await arrange.team(), await arrange.team()];
    const lead = await signIn(await arrange.person('Ada Axe', [[team, 'lead']]));
    const { body: asset } = await operate(lead, 'POST /assets', { teamId: team.id, kind: 'model', name: 'Seen model', stage: 'deploy' });
    const { body: found } = await operate<{ risks: { id: string }[] }>(lead, `GET /assets/${asset.id}/risks`);
    const { body: safeguard } = await operate(lead, 'POST /safeguards', { assetId: asset.id, control: 'artifact-signing' });
    const rooms = ['/', '/risks', '/safeguards', '/acceptances', '/insights', '/reports/posture'];
    const filled = [
      ...[
        `/assets/${asset.id}/risks`,
        `/assets/${asset.id}/safeguards`,
        `/risks/${found.risks[0]?.id}`,
        `/risks/${found.risks[0]?.id}/history`,
      ],
      ...[`/safeguards/${safeguard.id}`, '/safeguards/assign?control=ai-red-teaming', '/catalogue', '/catalogue/controls'],
      ...[
        '/catalogue/threats/model-tampering',
        '/catalogue/controls/artifact-signing',
        '/catalogue/frameworks/slsa-1.2',
        '/catalogue/scoring',
      ],
    ];
    const nobody = await signIn(await arrange.person('Nia New', [[empty, 'lead']]));
    const faults: string[] = [];
    for (const [page, paths] of [
      [lead, [...rooms, ...filled]],
      [nobody, rooms],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of paths) {
        await page.goto(path);
        await expect(main(page).getByRole('heading').first()).toBeVisible();
        await expectAccessible(page, theme).catch(({ message }: Error) => faults.push(`${path}: ${message}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) faults.push(`${path}: it scrolls sideways, ${wide} wide`);
      }
    }
    expect(faults).toEqual([]);
  });
