/** The verdict as a build gets it: in every format, with the exit code that stops it or lets it go on. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeAsset, makePerson, makeTeam, makeToken, makeVersion, type TestAsset } from '#lib/access/testing.ts';
import { makeGate, makeStanding, makeVerified } from '#lib/gates/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow } from '#lib/platform/testing.ts';
import { atTheDoor, gatehouse, type Serving, serve } from './testing.ts';
import { verdictAsMarkdown } from './verdict.ts';

let folder: string;
let door: Serving;
let settings: Record<string, string>;
let asset: TestAsset;
let control: string;
const file = (name: string) => join(folder, name);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const gate = (more: readonly string[], also: Record<string, string> = {}) =>
  gatehouse(['gate', '--asset', asset.id, '--stage', 'deploy', ...more], { ...settings, ...also });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-gate-'));
  door = await serve(atTheDoor);
  const team = await makeTeam();
  const { token } = await makeToken(await makePerson({ roles: [[team, 'developer']] }));
  settings = { GATEHOUSE_URL: door.url, GATEHOUSE_TOKEN: token };
  control = (await makeVerified(await makeAsset(await makeTeam()))).control;
  await makeGate('model', 'deploy', [
    { key: 'controls', type: 'controls_verified', controls: [control] },
    { key: 'digests', type: 'complete_digests' },
  ]);
  ({ asset } = await makeStanding(team, { name: 'Scorer | <b>of fraud</b>' }));
  await writeFile(file('weights.bin'), 'weights');
  await makeVersion(asset, { label: '2.0', more: { root_digest: sha256(`${sha256('weights')}  weights.bin\n`), file_count: 1 } });
});
afterAll(async () => {
  await door.close();
  await rm(folder, { recursive: true });
});

test('what may not be there ends with 1, with every reason and the page on which it is mended', async () => {
  const { code, out } = await gate(['--files', file('weights.bin')]);
  expect(code).toBe(1);
  expect(out).toContain('2.0 may not be at the stage deploy.');
  expect(out).toContain('✗ ');
  expect(out).toMatch(new RegExp(`${door.url}/\\S*${asset.id}`));
});

test('a gate that fails ends with 1 also where nobody reads what it says', async () => {
  const parameters = ['gate', '--asset', asset.id, '--stage', 'deploy', '--files', file('weights.bin')];
  for (const format of ['text', 'json']) expect((await gatehouse([...parameters, '--format', format], settings, '', true)).code).toBe(1);
});

test('a digest that no version has fails; what could not be asked ends with 2 and is no verdict', async () => {
  const unknown = await gate(['--digest', `sha256:${'0'.repeat(64)}`, '--json']);
  expect(unknown.code).toBe(1);
  expect(JSON.parse(unknown.out)).toMatchObject({ passed: false, version: null, reasons: [{ code: 'digest_unknown' }] });
  const never = [
    await gate(['--digest', 'abc']),
    await gate([]),
    await gate(['--digest', '0'.repeat(64), '--files', file('weights.bin')]),
    await gatehouse(['gate', '--asset', 'no-such', '--stage', 'deploy', '--digest', '0'.repeat(64)], settings),
    await gate(['--digest', '0'.repeat(64)], { GATEHOUSE_TOKEN: 'gth_abcdefghijklmnopqrstuvwxyz012345678' }),
  ];
  for (const { code, out, err } of never) {
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toBe('');
  }
});

test('SARIF has a result for each reason, and the step summary a table that no name can break', async () => {
  await writeFile(file('summary.md'), 'What was there before\n');
  const written = ['--format', 'sarif', '--output', file('gate.sarif'), '--summary'];
  const { code, out } = await gate(['--files', file('weights.bin'), ...written], { GITHUB_STEP_SUMMARY: file('summary.md') });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  const log: Log = JSON.parse(await readFile(file('gate.sarif'), 'utf8'));
  const [run] = log.runs;
  expect(log.version).toBe('2.1.0');
  expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(['gate', 'controls', 'digests']);
  expect(run?.results?.map(({ ruleId, level, suppressions }) => ({ ruleId, level, suppressions }))).toEqual([
    { ruleId: 'controls', level: 'error', suppressions: undefined },
  ]);
  expect(run?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/^gatehouse\//);
  const summary = await readFile(file('summary.md'), 'utf8');
  expect(summary).toMatch(/^What was there before\n### ❌ Gate: /);
  expect(summary).not.toContain('<b>');
  expect(summary).toMatch(/\n\| Requirement \| Outcome \| Why \|\n\|---\|---\|---\|\n\| .* \| Not met \| \[.*\]\(http/);
});

test('what a waiver lifts is seen in every format, and the build goes on', async () => {
  const [asker, decider] = await Promise.all([makePerson(), makePerson()]);
  const until = new Date(Date.now() + 20 * 86_400_000);
  const content = { key: 'controls', type: 'controls_verified', controls: [control] };
  await insertRow('waivers', {
    content,
    ...{
      id: newId(),
      team_id: asset.teamId,
      asset_id: asset.id,
      stage: 'deploy',
      requirement: 'controls',
      reason: 'Until the new signer runs',
      until,
    },
    ...{ status: 'granted', requested_by: asker.id, decided_by: decider.id, decided_at: new Date() },
  });
  const text = await gate(['--files', file('weights.bin')]);
  expect(text.code).toBe(0);
  expect(text.out).toContain('~ ');
  expect(text.out).toContain(`waived until ${until.toISOString().slice(0, 10)}: Until the new signer runs`);
  const sarif: Log = JSON.parse((await gate(['--files', file('weights.bin'), '--format', 'sarif'])).out);
  expect(sarif.runs[0]?.results?.[0]?.suppressions).toMatchObject([{ kind: 'external', justification: 'Until the new signer runs' }]);
  const markdown = await gate(['--files', file('weights.bin'), '--format', 'markdown']);
  expect(markdown.out).toMatch(/### ✅ Gate[\s\S]*\| Waived \| waived until/);
});

test('text of others stays text in Markdown', () => {
  const evil = '`x` | [a](javascript:alert(1)) <script> \n# ![b](c) \u001b[31m';
  const shown = verdictAsMarkdown(
    {
      asset: { id: newId(), key: 'k', name: evil, kind: 'model', stage: 'develop' },
      ...{ digest: 'd', version: null, at: '2026-01-01T00:00:00Z', stage: 'deploy', passed: false, policyNumber: null, reasons: [] },
      requirements: [
        {
          key: 'r',
          type: 'no_signal',
          title: evil,
          met: false,
          waiver: null,
          reasons: [{ code: 'digest_unknown', message: evil, path: null }],
        },
      ],
    },
    'https://gatehouse.example.org',
  );
  expect(shown).not.toMatch(/javascript:alert\(1\)\)|<script>|\n# |!\[/);
  expect(shown).not.toContain('\u001b');
  expect(
    shown
      .split('\n')
      .find((line) => line.includes('Not met'))
      ?.match(/(?<!&#\d*)\|/g),
  ).toHaveLength(4);
});
