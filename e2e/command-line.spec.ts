/** The command line that the server hands out, and the examples of the documentation, run by a real shell against a real server. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { checkout } from '#bin/setup/checkout.ts';
import { expect, test } from './fixtures.ts';

let folder = '';
const file = (name: string) => join(folder, name);

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-build-'));
  mkdirSync(file('bin'));
  mkdirSync(file('model'));
  writeFileSync(file('model/weights.safetensors'), 'weights');
  // A machine of ours may lack curl, which those of builds have.
  if (spawnSync('curl', ['--version']).error) writeFileSync(file('bin/curl'), likeCurl, { mode: 0o755 });
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const likeCurl = `#!/usr/bin/env node
fetch(process.argv.at(-1)).then(async (answer) => {
  if (!answer.ok) process.exit(22);
  require('node:fs').writeFileSync(process.argv[process.argv.indexOf('--output') + 1], await answer.text());
});`;

type Ran = { code: number | null; out: string };

/** Runs a line as a build does: in a shell that stops at the first failure. */
async function shell(line: string, settings: Record<string, string>): Promise<Ran> {
  const path = [file('bin'), join(process.execPath, '..'), process.env.PATH].join(delimiter);
  const child = spawn('sh', ['-e', '-c', line], { cwd: folder, env: { ...settings, PATH: path, NODE_ENV: 'production', HOME: folder } });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out };
}

/** The YAML examples of the documentation, in their order. */
function examples(): unknown[] {
  const text = readFileSync(join(checkout, 'docs', 'command-line.md'), 'utf8');
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => parse(yaml ?? ''));
}

test('the example for GitHub Actions registers the version, is stopped by the gate, and leaves findings and a summary', async ({
  arrange,
}) => {
  const team = await arrange.team();
  const person = await arrange.person('Build Person', [[team, 'developer']]);
  await arrange.asset(team, 'Fraud scorer', { key: 'fraud-scorer', kind: 'repository' });
  const [workflow] = examples() as { jobs: { gate: { steps: { name?: string; run?: string }[] } } }[];
  const steps = workflow?.jobs.gate.steps.filter(({ run }) => run) ?? [];
  const settings = {
    ...{ GATEHOUSE_URL: process.env.E2E_BASE_URL ?? '', GATEHOUSE_TOKEN: await arrange.token(person) },
    ...{ GITHUB_REF_NAME: 'v2.4.0', GITHUB_STEP_SUMMARY: file('summary.md') },
  };
  const ran: Ran[] = [];
  for (const { run } of steps) ran.push(await shell(run ?? '', settings));
  expect(
    ran.map(({ code }) => code),
    ran.map(({ out }) => out).join('\n'),
  ).toEqual([0, 0, 1]);
  const sarif = JSON.parse(readFileSync(file('gate.sarif'), 'utf8'));
  expect(sarif.runs[0].results.length).toBeGreaterThan(0);
  expect(readFileSync(file('summary.md'), 'utf8')).toContain('❌ Gate');
  const again = await shell(steps[1]?.run ?? '', settings);
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('registered already') });
});

test('the example for GitLab does the same', async ({ arrange }) => {
  const team = await arrange.team();
  const person = await arrange.person('Build Person', [[team, 'developer']]);
  await arrange.asset(team, 'Fraud scorer', { key: 'fraud-scorer', kind: 'pipeline' });
  const [, pipeline] = examples() as { gate: { script: string[] } }[];
  const settings = { GATEHOUSE_URL: process.env.E2E_BASE_URL ?? '', GATEHOUSE_TOKEN: await arrange.token(person), CI_COMMIT_TAG: '1.0' };
  const ran: Ran[] = [];
  for (const line of pipeline?.gate.script ?? []) ran.push(await shell(line, settings));
  expect(
    ran.map(({ code }) => code),
    ran.map(({ out }) => out).join('\n'),
  ).toEqual([0, 0, 1]);
  expect(JSON.parse(readFileSync(file('gate.json'), 'utf8'))).toMatchObject({ passed: false, asset: { key: 'fraud-scorer' } });
});

test('a bill of materials is shown, then applied; what is not there, is not the team’s, or is no file is said', async ({ arrange }) => {
  const team = await arrange.team();
  const person = await arrange.person('Import Person', [[team, 'lead']]);
  const settings = { GATEHOUSE_URL: process.env.E2E_BASE_URL ?? '', GATEHOUSE_TOKEN: await arrange.token(person) };
  copyFileSync(join(checkout, 'lib/exchange/fixtures/fraud-system-1.7.cdx.json'), file('bom.json'));
  const fetched = await shell('curl --fail --silent --show-error --output gatehouse.mjs "$GATEHOUSE_URL/gatehouse.mjs"', settings);
  expect(fetched.code, fetched.out).toBe(0);
  chmodSync(file('gatehouse.mjs'), 0o755);
  const shown = await shell(`./gatehouse.mjs assets import bom.json --team ${team.key}`, settings);
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is written yet') });
  const applied = await shell(`./gatehouse.mjs assets import bom.json --team ${team.key} --apply --json 2>&-`, settings);
  expect(JSON.parse(applied.out)).toMatchObject({ status: 'done', team: { key: team.key } });
  const wrong = await shell('./gatehouse.mjs assets import bom.json --team no-such-team', settings);
  expect(wrong).toMatchObject({ code: 2, out: expect.stringContaining('There is no team with the key "no-such-team"') });
  expect((await shell(`./gatehouse.mjs assets import gone.csv --team ${team.key}`, settings)).out).toContain('There is no such file');
  const listed = await shell(`./gatehouse.mjs assets list --team ${team.key} --json 2>&-`, settings);
  expect(JSON.parse(listed.out).length).toBeGreaterThan(0);
});

test('npx gatehouse works in a checkout', () => {
  expect(execFileSync('npx', ['--no', 'gatehouse', 'completion', 'bash'], { cwd: checkout, encoding: 'utf8' })).toContain('_gatehouse');
});
