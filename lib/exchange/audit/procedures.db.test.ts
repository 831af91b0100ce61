import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysById, ownKey } from '#lib/access/audit/keys.ts';
import { happen, otherKey, sealAndSign, sealerClient } from '#lib/access/audit/testing.ts';
import { NotAnExport, verifyExport } from '#lib/access/audit/verify-export.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeOrganisationActor, makeTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { auditExportOperations } from './procedures.ts';

let folder: string;
let file: string;
let auditor: Actor;
const keys = () => keysById([ownKey().publicKey]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-export-'));
  file = join(folder, 'export.jsonl');
  auditor = await makeOrganisationActor('auditor');
  const sealer = await sealerClient();
  const people = [newId(), newId()];
  for (let at = 1; at <= 40; at += 1) {
    await happen(at, people[at % 2] ?? '');
    if (at % 8 === 0) await sealAndSign(sealer, ownKey());
  }
  await sealer.end();
});
afterAll(() => rm(folder, { recursive: true }));

async function exported(input: object, actor = auditor): Promise<string> {
  const { body } = await call(auditExportOperations.log, input as { format: 'csv' }, { context: contextOf(actor) });
  return new Response(body as ReadableStream).text();
}

test('an export is verified offline with the public key alone', async () => {
  await writeFile(file, await exported({ format: 'jsonl' }));
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM audit_seals');
  expect(await verifyExport(file, keys())).toMatchObject({ ok: true, problem: null, rows: rows[0]?.count });
});

test('with another key nothing is vouched for', async () => {
  expect(await verifyExport(file, keysById([otherKey.publicKey]))).toMatchObject({ ok: false, problem: { kind: 'signature' } });
});

test('an export of a part holds what matches whole and the digests between, and is verified as a part', async () => {
  const part = await exported({ format: 'jsonl', event: 'user.edited' });
  const lines = part
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; event?: { event: string } });
  expect(new Set(lines.filter((line) => line.type === 'event').map((line) => line.event?.event))).toEqual(new Set(['user.edited']));
  expect(lines.some((line) => line.type === 'link')).toBe(true);
  await writeFile(join(folder, 'part.jsonl'), part);
  const verdict = await verifyExport(join(folder, 'part.jsonl'), keys());
  expect(verdict).toMatchObject({ ok: true, problem: null });
  expect(verdict.notes.join()).toContain('a part of the log');
});

test('whatever is changed in the file is found, and the first broken row named', async () => {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  const first = lines.findIndex((line) => line.includes('"type":"event"'));
  const at = first + 20;
  const seq = (JSON.parse(lines[at] ?? '') as { seq: number }).seq;
  const withPart = lines.findIndex((line, each) => each >= at && line.includes('"salt"'));
  const partSeq = (JSON.parse(lines[withPart] ?? '') as { seq: number }).seq;
  const changed = (index: number, change: (line: string) => string) => lines.map((line, each) => (each === index ? change(line) : line));
  const cases: [string[], string, number | null][] = [
    [changed(at, (line) => line.replace('"requestId":"', '"requestId":"x')), 'changed', seq],
    [lines.filter((_, each) => each !== at), 'missing', seq],
    [lines.map((line, each) => (each === at ? (lines[at + 1] ?? '') : each === at + 1 ? (lines[at] ?? '') : line)), 'missing', seq],
    [changed(withPart, (line) => line.replace(/"salt":"../, '"salt":"zz')), 'commitment', partSeq],
    [changed(withPart, (line) => JSON.stringify({ ...(JSON.parse(line) as object), personal: [] })), 'personal', partSeq],
    [lines.slice(0, -5), 'truncated', (JSON.parse(lines.at(-5) ?? '') as { seq: number }).seq],
    [changed(2, (line) => line.replace('"seq":', '"seq":1')), 'signature', null],
    [lines.filter((_, each) => each !== 2), 'checkpoint', null],
  ];
  for (const [tampered, kind, broken] of cases) {
    await writeFile(join(folder, 'tampered.jsonl'), `${tampered.join('\n')}\n`);
    const { problem } = await verifyExport(join(folder, 'tampered.jsonl'), keys());
    expect(problem?.kind, `${kind} ${broken}: ${problem?.text}`).toBe(kind);
    if (broken !== null) expect(problem?.seq, kind).toBe(broken);
  }
  await writeFile(join(folder, 'none.jsonl'), 'name,key\n');
  await expect(verifyExport(join(folder, 'none.jsonl'), keys())).rejects.toThrow(NotAnExport);
});

test('a CSV has a row an event, in words, and nothing in it runs as a formula', async () => {
  await happen(3, newId());
  const csv = await exported({ format: 'csv', event: 'asset.edited' });
  const [header, ...rows] = csv.trim().split('\r\n');
  expect(header).toBe(
    'seq,at,actor,actor_id,actor_type,event,what,target_type,target_id,team,changes,address,via,operation_id,request_id,hash',
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.every((row) => row.includes('asset.edited') && !/(^|,)"?[=+@]/.test(row))).toBe(true);
});

test('exporting is a right of its own, asks for a fresh proof, is told in the log, and is cut by team', async () => {
  const team = await makeTeam();
  await refusal(call(auditExportOperations.log, { format: 'csv' }, { context: contextOf(await makeActor([team, 'lead'])) }), 'forbidden');
  const stale = { ...auditor, confirmedAt: new Date(Date.now() - 16 * 60_000) };
  const refused = await refusal(call(auditExportOperations.log, { format: 'csv' }, { context: contextOf(stale) }), 'forbidden');
  expect(refused.details).toMatchObject({ confirm: true });
  await exported({ format: 'csv', event: 'asset.moved' });
  const { rows } = await owner.query(
    "SELECT after FROM audit_events WHERE event = 'audit.exported' AND actor_id = $1 ORDER BY at DESC, id DESC LIMIT 1",
    [auditor.id],
  );
  expect(rows).toEqual([{ after: { format: 'csv', filter: { event: ['asset.moved'] }, count: 0 } }]);
});
