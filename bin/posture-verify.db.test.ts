/** The command itself, as somebody runs it: what it says, and with which exit code. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checkout } from '#bin/setup/checkout.ts';
import { makeAsset, makeTeam, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import { owner } from '#lib/platform/testing.ts';
import { settleDue } from '#lib/risks/posture/due/commands.ts';

let team: TestTeam;
let asset: TestAsset;

beforeAll(async () => {
  team = await makeTeam();
  asset = await makeAsset(team, { kind: 'model', more: { stage: 'deploy' } });
  await settleDue(new Date(Date.now() + 60_000));
});

/** `npm run posture:verify -- …`, without npm, on the database of `url`. */
function verify(url: string | undefined, ...given: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [join(checkout, 'bin', 'node.mjs'), join(checkout, 'bin', 'posture-verify.ts'), ...given], {
    env: { ...process.env, DATABASE_URL: url },
    cwd: checkout,
  });
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, out, error })));
}

test('what was settled is as it must be: 0', async () => {
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM risks');
  const answer = await verify(process.env.DATABASE_OWNER_URL);
  expect(answer).toMatchObject({ code: 0, out: `✓ All is as it must be: 1 assets and ${rows[0]?.count} risks.\n` });
});

test('what somebody tampered with is named, with what is stored and what must be: 1', async () => {
  const [risk] = (
    await owner.query('SELECT id, threat, stage, likelihood FROM risks WHERE asset_id = $1 ORDER BY threat, stage', [asset.id])
  ).rows;
  await owner.query('UPDATE risks SET likelihood = $2, level = 1 WHERE id = $1', [
    risk.id,
    6 - risk.likelihood === risk.likelihood ? 1 : 6 - risk.likelihood,
  ]);
  await owner.query('UPDATE assets SET level_deploy = 1 WHERE id = $1', [asset.id]);
  await owner.query("INSERT INTO tallies (measure, team_id, kind, stage, level, n) VALUES ('asset', $1, 'model', 'deploy', 7, 4)", [
    team.id,
  ]);
  const { code, out } = await verify(process.env.DATABASE_OWNER_URL, '--most', '9');
  expect(code).toBe(1);
  expect(out.match(/✗ .* must be/g)?.length).toBeLessThanOrEqual(9);
  expect(out).toContain(`✗ ${team.key}/${asset.key}: level at deploy is 1, and must be 3`);
  expect(out).toContain(`✗ ${team.key}/${asset.key}: ${risk.threat} ${risk.stage}: level is 1, and must be 3`);
  expect(out).toContain(`${risk.threat} ${risk.stage}: likelihood is `);
  expect(out).toContain(`✗ tally asset ${team.id} model deploy 7 0 0: n is 4, and must be 0`);
  expect(out).toMatch(/✗ \d+ differences in 1 assets and \d+ risks\.\n$/);
});

test('without a database it cannot be checked: 2', async () => {
  const { code, error } = await verify('postgresql://nobody@127.0.0.1:1/none');
  expect(code).toBe(2);
  expect(error).toContain('It could not be checked');
});
