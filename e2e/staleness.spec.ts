/** An approval holds for what was approved: from the question to the build, and round again when the data change. */
import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { checkout } from '#bin/setup/checkout.ts';
import { builtInTemplates } from '#lib/reviews/templates/built-in/schema.ts';
import { expect, expectAccessible, operate, test } from './fixtures.ts';

const template = 'third-party-model-intake';
const letters = { data: 'a', model: 'b', newData: 'c' };
const files = (letter: string) => [{ path: 'content.bin', sha256: letter.repeat(64), size: 1 }];

/** Answers every question through the API, as the page saves them one by one. */
async function answerAll(page: Page, review: string): Promise<void> {
  for (const { id } of builtInTemplates().find(({ key }) => key === template)?.items ?? []) {
    const answer = { version: 0, answer: 'yes', link: 'https://evidence.example/report' };
    const { status, body } = await operate(page, `PUT /reviews/${review}/answers/${id}`, answer);
    expect(status, JSON.stringify(body)).toBe(200);
  }
}

async function approve(page: Page, review: string): Promise<void> {
  await page.goto(`/reviews/${review}`);
  const form = page.getByRole('region', { name: 'Your decision' });
  await form.getByRole('radio', { name: /^Approve It may/ }).check();
  await form.getByRole('textbox', { name: /^Comment/ }).fill('Looked at with care.');
  await form.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(form).toBeHidden();
}

test('a data scientist asks, two decide, the asset goes on; its dataset changes: the approval is stale and the build fails, until it is looked at again', async ({
  arrange,
  signIn,
}) => {
  const team = await arrange.team();
  const [asker, lead, security] = [
    await arrange.person('Ada Asks', [[team, 'data_scientist']]),
    await arrange.person('Lena Leads', [[team, 'lead']]),
    await arrange.person(`Sena ${team.key}`, [], 'security'),
  ];
  const [asking, leading, securing] = [await signIn(asker), await signIn(lead), await signIn(security)];
  const key = `${team.key}-scorer`;
  const model = await arrange.asset(team, 'Fraud scorer', { key, stage: 'collect' });
  const data = await arrange.asset(team, 'Card features', { kind: 'dataset' });

  // A gate of a kind and stage that no other test goes through.
  const { body: policy } = await operate<{ versions: { number: number }[] }>(securing, 'GET /gates/policies/model/validate');
  const edited = await operate(securing, 'POST /gates/policies/model/validate', {
    number: policy.versions[0]?.number ?? 0,
    requirements: [{ key: 'reviews', type: 'reviews_approved', templates: [template], subject: null, count: 1 }],
  });
  expect(edited.status, JSON.stringify(edited.body)).toBeLessThan(300);

  const { body: dataVersion } = await operate(leading, `POST /assets/${data}/versions`, { label: 'r1', files: files(letters.data) });
  const { body: modelVersion } = await operate(leading, `POST /assets/${model}/versions`, { label: '1.0', files: files(letters.model) });
  const arrow = { fromVersionId: modelVersion.id, toVersionId: dataVersion.id, relation: 'trained_on' };
  expect((await operate(leading, 'POST /lineage', arrow)).status).toBe(201);
  const { body: registered } = await operate<{ rootDigest: string }>(leading, `GET /versions/${modelVersion.id}`);

  const token = await arrange.token(asker);
  const build = () =>
    spawnSync(
      process.execPath,
      ['bin/gatehouse', 'gate', '--asset', key, '--team', team.key, '--stage', 'validate', '--digest', registered.rootDigest],
      {
        cwd: checkout,
        encoding: 'utf8',
        env: { ...process.env, GATEHOUSE_URL: process.env.E2E_BASE_URL ?? '', GATEHOUSE_TOKEN: token },
      },
    );
  expect(build().status, 'nobody has looked yet').toBe(1);

  // Whoever registered may not decide: the lead did, so the others look.
  const engineer = await arrange.person(`Mina ${team.key}`, [[team, 'ml_engineer']]);
  const second = await signIn(engineer);
  const people = [security.id, engineer.id];
  const asked = await operate(asking, 'POST /reviews', {
    about: { subject: 'version', assetId: model, versionId: modelVersion.id },
    ...{ template, assignment: { by: 'hand', people } },
  });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  await decide(asked.body.id, [securing, second]);
  expect(build().status, 'approved').toBe(0);

  await leading.goto(`/assets/${model}/gate`);
  await leading.getByRole('main').getByRole('button', { name: 'Promote…' }).click();
  await leading.getByRole('dialog').getByRole('button', { name: 'Promote', exact: true }).click();
  await expect(leading.getByText('Fraud scorer stands at Dataset validation now.')).toBeVisible();
  expect(build().status, 'to go on as approved changes nothing').toBe(0);

  await operate(leading, `POST /assets/${data}/versions`, { label: 'r2', files: files(letters.newData) });
  const failing = build();
  expect(failing.status, failing.stdout).toBe(1);
  expect(failing.stdout).toContain('stale');
  await asking.goto(`/assets/${model}/reviews`);
  const approvals = asking.getByRole('region', { name: 'Approvals' }).or(asking.getByRole('main'));
  await expect(approvals.first()).toContainText('A new version of Card features was registered.');
  const way = asking.getByRole('list', { name: 'From what changed to what was approved' });
  await expect(way.getByRole('link')).toHaveText([/Card features\s*r2/, /Card features\s*r1/, /Fraud scorer\s*1\.0/]);
  await expectAccessible(asking, 'light');
  await expectAccessible(asking, 'dark');

  const again = await waitingReview(asking, model);
  for (const userId of people) await operate(leading, `POST /reviews/${again}/seats`, { to: { userId } });
  await decide(again, [securing, second]);
  expect(build().status, 'looked at again').toBe(0);
  await asking.reload();
  await expect(asking.getByText('Fresh', { exact: true })).toBeVisible();
});

/** The first answers the checklist, and all approve. */
async function decide(review: string, pages: readonly Page[]): Promise<void> {
  for (const [at, page] of pages.entries()) {
    if (at === 0) await answerAll(page, review);
    await approve(page, review);
  }
}

/** The review that a policy asked for, once it did. */
async function waitingReview(page: Page, asset: string): Promise<string> {
  let found = '';
  await expect(async () => {
    const { body } = await operate<{ rows: { id: string }[] }>(page, `GET /reviews?asset=${asset}&status=open&cause=policy`);
    found = body.rows[0]?.id ?? '';
    expect(found).not.toBe('');
  }).toPass();
  return found;
}
