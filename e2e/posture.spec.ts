import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type Arrangement, expect, operate, type Person, type Team, test } from './fixtures.ts';

test.use({ refusals: [403, 404, 409] });

const tampering = 'Model tampering';
const agency = 'Excessive agency';
const privilege = 'Least privilege for agents and tools';

const main = (page: Page) => page.getByRole('main');
const section = (page: Page, title: string) =>
  main(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: title }) });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const shownAs = (page: Page) => main(page).getByRole('listitem').filter({ hasText: 'Shown as' });

type SignIn = (person: Person) => Promise<Page>;

/** A model of the team, registered by its lead, who assesses what is named and implements a control on evidence. */
async function prepare(arrange: Arrangement, signIn: SignIn, team: Team, judged: Record<string, number | null>, control: string) {
  const lead = await signIn(await arrange.person('Lena Lead', [[team, 'lead']]));
  const facts = { kind: 'model', stage: 'deploy', criticality: 4, dataClass: 'confidential' };
  const asset = (await operate(lead, 'POST /assets', { ...facts, teamId: team.id, name: `Assistant of ${team.name}` })).body.id;
  type Found = { risks: { id: string; version: number; threatName: string }[] };
  const { risks } = (await operate<Found>(lead, `GET /assets/${asset}/risks`)).body;
  const ids = Object.fromEntries(risks.map(({ threatName, id }) => [threatName, id]));
  for (const { id, version, threatName } of risks) {
    const likelihood = judged[threatName];
    if (likelihood === undefined) continue;
    const reason = likelihood === null ? '' : 'Three teams may write to its registry.';
    expect((await operate(lead, `POST /risks/${id}/assess`, { version, likelihood, impact: null, reason })).status).toBe(200);
  }
  const safeguard = (await operate(lead, 'POST /safeguards', { assetId: asset, control })).body.id;
  expect((await operate(lead, `POST /safeguards/${safeguard}/state`, { version: 1, state: 'implemented' })).status).toBe(200);
  const proof = { kind: 'text', title: 'What was looked at', content: 'It refuses what it should.', expiresAt: null };
  expect((await operate(lead, `POST /safeguards/${safeguard}/evidence`, proof)).status).toBeLessThan(300);
  return { lead, asset, safeguard, agency: ids[agency] ?? '', tampering: ids[tampering] ?? '' };
}

test('an analyst goes from the overview to an asset, verifies, accepts, raises and clears a signal', async ({ arrange, signIn }) => {
  const team = await arrange.team();
  const made = await prepare(arrange, signIn, team, { [agency]: null, [tampering]: 4 }, 'artifact-signing');
  const until = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const asked = { riskId: made.agency, reason: 'Its tools only read until the new gateway stands in March.', until };
  expect((await operate(made.lead, 'POST /acceptances', asked)).status).toBeLessThan(300);
  const page = await signIn(await arrange.person('Sana Security', [], 'security'));
  await page.goto('/');
  await page.getByRole('link', { name: /of kind model at Deployment: \d+/ }).click();
  await expect(page).toHaveURL(/\/assets\?kind=model&posture=deploy/);
  await page.getByRole('searchbox', { name: 'Search assets' }).fill(team.name);
  await expect(page).toHaveURL(/[?&]q=/);
  await row(page, `Assistant of ${team.name}`).getByRole('link').first().click();
  await expect(page).toHaveURL(`/assets/${made.asset}`);

  await page.goto(`/safeguards/${made.safeguard}`);
  await expect(main(page)).toContainText('You can verify it');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(main(page)).toContainText(/Verified.*by Sana Security/);
  await page.goto(`/risks/${made.tampering}`);
  await expect(shownAs(page)).toContainText('Medium');
  await main(page).getByRole('link', { name: 'History' }).click();
  const verified = main(page).getByRole('listitem').filter({ hasText: 'verified a safeguard' });
  await expect(verified).toContainText('Sana Security');
  await expect(verified).toContainText(/from\s*High\s*to\s*Medium/);

  await page.goto(`/risks/${made.agency}`);
  await section(page, 'Acceptance').getByRole('button', { name: 'Accept…' }).click();
  const accept = page.getByRole('dialog', { name: `Accept ${agency}?` });
  await expect(accept).toContainText('Its tools only read');
  await accept.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(accept).toBeHidden();
  await expect(shownAs(page)).toContainText('Accepted');
  await expect(section(page, 'Acceptance')).toContainText(/Until .*up to High/);
  await expect(main(page)).toContainText(/Accepted until \d/);
  await page.goto(`/assets/${made.asset}/risks`);
  await expect(row(page, agency)).toContainText('Accepted');

  await page.goto(`/assets/${made.asset}`);
  await page.getByRole('button', { name: 'Raise a signal…' }).click();
  const raise = page.getByRole('dialog', { name: 'Raise a signal' });
  await raise.getByLabel('What was seen').fill('Unsigned weights in the serving bucket');
  await raise.getByRole('radio', { name: /^High/ }).check();
  await raise.getByRole('combobox', { name: 'About' }).selectOption(tampering);
  await raise.getByRole('button', { name: 'Raise', exact: true }).click();
  await expect(raise).toBeHidden();
  await page.goto(`/risks/${made.tampering}`);
  await expect(shownAs(page)).toContainText('High');
  await expect(section(page, 'Why this level?')).toContainText('Open signals keep the likelihood at 4 or above');
  await page.goto(`/assets/${made.asset}`);
  await page.getByRole('button', { name: /^Clear… Unsigned weights/ }).click();
  const clear = page.getByRole('dialog', { name: 'Clear this signal?' });
  await clear.getByLabel('Why it no longer holds').fill('A leftover of a test; removed.');
  await clear.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(section(page, 'Signals')).toContainText('None is open');
  await page.goto(`/risks/${made.tampering}`);
  await expect(shownAs(page)).toContainText('Medium');
});

test('a strength is changed: how many assets move is seen first, and then they move', async ({ arrange, signIn }) => {
  // Of the risks of the asset this one alone is assessed, so that its level is the asset's as soon as it is above unassessed.
  const made = await prepare(arrange, signIn, await arrange.team(), { [agency]: null }, 'agent-least-privilege');
  const page = await signIn(await arrange.person('Sana Security', [], 'security'));
  const { version } = (await operate<{ version: number }>(page, `GET /safeguards/${made.safeguard}`)).body;
  expect((await operate(page, `POST /safeguards/${made.safeguard}/verify`, { version })).status).toBe(200);

  const words = `${privilege} does against ${agency}?`;
  const dialog = page.getByRole('dialog', { name: `Change what ${words}` });
  const change = async (from: string, to: string) => {
    await expect(dialog).toContainText(/[\d,]+ assets? of [\d,]+ moves? to another level/);
    await expect(dialog.getByRole('row').filter({ hasText: new RegExp(`${from}.*${to}`) })).toBeVisible();
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/^(Levels wait to be|Working out levels again)/)).toHaveCount(0);
  };
  const expectLevel = (word: string) =>
    expect(async () => {
      await page.goto(`/risks/${made.agency}`);
      await expect(shownAs(page)).toContainText(word, { timeout: 1_000 });
    }).toPass();
  await expectLevel('Low');
  await page.goto('/catalogue/controls/agent-least-privilege');
  await page.getByRole('combobox', { name: `Strength of ${privilege} against ${agency}` }).selectOption('1');
  await change('Unassessed', 'Medium');
  await expectLevel('Medium');
  await main(page).getByRole('link', { name: 'History' }).click();
  await expect(
    main(page)
      .getByRole('listitem')
      .filter({ hasText: /from\s*Low\s*to\s*Medium/ }),
  ).toContainText('Sana Security');
  await page.goto('/catalogue/controls/agent-least-privilege');
  await page.getByRole('button', { name: 'Set back to the built-in strength, 2' }).click();
  await change('Medium', 'Unassessed');
  await expectLevel('Low');
});

test('an auditor sees all of it, by keyboard and as a file, and can change none of it', async ({ arrange, signIn }) => {
  const made = await prepare(arrange, signIn, await arrange.team(), { [agency]: null }, 'artifact-signing');
  const page = await signIn(await arrange.person('Aldo Auditor', [], 'auditor'));
  const acts =
    /^(Assess|Confirm|Still right|Treat|Plan|Mark|Verify|Add|Raise|Clear…|Accept…|Refuse|Revoke|Ask for|Edit|Switch|New|Assign|Set )/;
  for (const path of [
    ...[
      '/',
      '/risks',
      '/safeguards',
      '/acceptances',
      '/catalogue',
      '/catalogue/controls/artifact-signing',
      '/catalogue/scoring',
      '/insights',
    ],
    ...[`/assets/${made.asset}`, `/assets/${made.asset}/risks`, `/assets/${made.asset}/safeguards`],
    ...[`/risks/${made.tampering}`, `/safeguards/${made.safeguard}`],
  ]) {
    await page.goto(path);
    await expect(main(page).getByRole('heading').first()).toBeVisible();
    await expect(main(page).getByRole('button', { name: acts }), path).toHaveCount(0);
    await expect(main(page).getByRole('combobox', { name: /^Strength/ }), path).toHaveCount(0);
  }

  await page.goto('/insights');
  const chart = page
    .getByRole('figure')
    .filter({ has: page.getByRole('heading', { name: /^(Controls cover least|No risk has a verified)/ }) });
  const menu = chart.getByRole('button', { name: 'Table and export' });
  await menu.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Show as table' })).toBeFocused();
  await page.keyboard.press('Enter');
  const cells = await chart.getByRole('table').getByRole('row').allInnerTexts();
  await menu.press('Enter');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save numbers as CSV' }).press('Enter'),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trim().split('\r\n');
  expect(lines).toEqual(
    cells.map((line) =>
      line
        .split('\t')
        .map((cell) => cell.trim().replace(/,/g, ''))
        .join(','),
    ),
  );

  await page.goto('/catalogue/frameworks');
  await main(page).getByRole('link', { name: /ISO/ }).first().click();
  await page.getByRole('checkbox', { name: /^Only gaps \(\d+\)/ }).check();
  await expect(main(page)).toContainText(/\d+ of \d+ items/);

  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await page.goto('/reports/posture');
  await page.getByLabel('Day (UTC)').fill(yesterday);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`date=${yesterday}`));
  await expect(page.getByRole('heading', { level: 1, name: /^Posture on/ })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Risks and assets by level' })).toContainText('Unassessed');

  for (const path of ['/assets/new', '/catalogue/threats/new']) {
    await page.goto(path);
    await expect(main(page).getByRole('textbox'), path).toHaveCount(0);
  }
  const judgement = { version: 2, likelihood: null, impact: null, reason: '' };
  expect((await operate(page, `POST /risks/${made.tampering}/assess`, judgement)).status).toBe(403);
  expect((await operate(page, `POST /safeguards/${made.safeguard}/verify`, { version: 2 })).status).toBe(403);
});
