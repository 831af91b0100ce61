/** The command itself, as somebody runs it: what it says, and with which exit code. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '#bin/setup/checkout.ts';
import { ownKey, publicKeyText } from '#lib/access/audit/keys.ts';
import { happen, otherKey, sealAndSign, sealerClient } from '#lib/access/audit/testing.ts';
import { contextOf, makeOrganisationActor } from '#lib/access/testing.ts';
import { auditExportOperations } from '#lib/exchange/audit/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';

let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-verify-'));
  const sealer = await sealerClient();
  const person = newId();
  for (let at = 1; at <= 12; at += 1) await happen(at, person);
  await sealAndSign(sealer, ownKey());
  await sealer.end();
  const context = contextOf(await makeOrganisationActor('auditor'));
  const { body } = await call(auditExportOperations.log, { format: 'jsonl' }, { context });
  await writeFile(file('export.jsonl'), await new Response(body as ReadableStream).text());
  await writeFile(file('public.pem'), ownKey().publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(file('other.pem'), otherKey.publicKey.export({ type: 'spki', format: 'pem' }));
});
afterAll(() => rm(folder, { recursive: true }));

type Environment = Record<string, string | undefined>;

/** No database, and none that could be found: the folder of data is a fresh one. */
const offline = (): Environment => ({ DATABASE_URL: undefined, DATABASE_OWNER_URL: undefined, GATEHOUSE_DATA_DIR: file('none') });
const online = (): Environment => ({ DATABASE_URL: process.env.DATABASE_OWNER_URL });

/** `npm run audit:verify -- …`, without npm. */
function verify(environment: Environment, ...given: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [join(checkout, 'bin', 'node.mjs'), join(checkout, 'bin', 'audit-verify.ts'), ...given], {
    env: { ...process.env, ...environment },
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

test('an exported file is whole: 0, offline, with the public key as PEM or as one line', async () => {
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM audit_seals');
  const count = rows[0]?.count ?? 0;
  const answer = await verify(offline(), '--file', file('export.jsonl'), '--key', file('public.pem'));
  expect(answer).toMatchObject({ code: 0, out: `✓ The audit log is whole: ${count} rows up to row ${count}, 1 checkpoints.\n` });
  await writeFile(file('public.txt'), `${publicKeyText(ownKey().publicKey)}\n`);
  expect(await verify(offline(), '--file', file('export.jsonl'), '--key', file('public.txt'))).toMatchObject({ code: 0 });
});

test('as JSON, standard output is the verdict and nothing else', async () => {
  const { code, out } = await verify(offline(), '--file', file('export.jsonl'), '--key', file('public.pem'), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ ok: true, problem: null, checkpoints: 1 });
});

test('a changed row is named: 1', async () => {
  const lines = (await readFile(file('export.jsonl'), 'utf8')).split('\n');
  const at = lines.findIndex((line) => line.includes('"type":"event"') && line.includes('"seq":3,'));
  const { event } = JSON.parse(lines[at] ?? '{}');
  lines[at] = (lines[at] ?? '').replace(event.requestId, newId());
  await writeFile(file('changed.jsonl'), lines.join('\n'));
  const { code, out } = await verify(offline(), '--file', file('changed.jsonl'), '--key', file('public.pem'));
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ .*\brow 3\b/i);
  expect(out).toContain(event.id);
});

test('a file that was cut and a key that did not sign it: 1', async () => {
  const lines = (await readFile(file('export.jsonl'), 'utf8')).trim().split('\n');
  await writeFile(file('cut.jsonl'), lines.slice(0, -2).join('\n'));
  expect(await verify(offline(), '--file', file('cut.jsonl'), '--key', file('public.pem'))).toMatchObject({ code: 1 });
  expect(await verify(offline(), '--file', file('export.jsonl'), '--key', file('other.pem'))).toMatchObject({ code: 1 });
});

test.each([
  ['a file without a key', () => ['--file', file('export.jsonl')], 'public key'],
  ['a file that is not there', () => ['--file', file('nowhere.jsonl'), '--key', file('public.pem')], 'nowhere.jsonl'],
  ['a file that is no export', () => ['--file', file('public.pem'), '--key', file('public.pem')], 'line 1'],
  ['a key that is none', () => ['--file', file('export.jsonl'), '--key', file('export.jsonl')], ''],
  ['an option that is none', () => ['--fiel', file('export.jsonl')], '--fiel'],
])('%s cannot be checked: 2, and a sentence', async (_, given, told) => {
  const { code, out, error } = await verify(offline(), ...given());
  expect([code, out]).toEqual([2, '']);
  expect(error).toMatch(/^✗ It could not be checked: .+/m);
  expect(error).toContain(told);
});

test('the log in the database is whole: 0; with a row changed by its owner that row is named: 1', async () => {
  expect(await verify(online())).toMatchObject({ code: 0, out: expect.stringMatching(/^✓ The audit log is whole/) });
  const { rows } = await owner.query<{ id: string }>('SELECT event_id AS id FROM audit_seals WHERE seq = 5');
  const id = rows[0]?.id ?? '';
  await owner.query(`SET session_replication_role = replica; UPDATE audit_events SET event = 'asset.exported' WHERE id = '${id}'`);
  const { code, out } = await verify(online());
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ .*\brow 5\b/i);
  expect(out).toContain(id);
});
