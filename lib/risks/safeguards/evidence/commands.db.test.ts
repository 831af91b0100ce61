import { createHash, randomBytes } from 'node:crypto';
import { call } from '@orpc/server';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import type { Upload } from '#lib/access/procedure.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeControl,
  makeRisk,
  makeSafeguard,
  makeTeam,
  makeThreat,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { settlePassed } from '../../posture/due/commands.ts';
import { safeguardListOperations as list } from '../list/procedures.ts';
import { safeguardOperations as safeguards } from '../procedures.ts';
import { evidenceOperations as evidence } from './procedures.ts';

let team: TestTeam;
let asset: TestAsset;
let risk: string;
let id: string;
let editor: Actor;
let verifier: Actor;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  const threat = await makeThreat();
  risk = (await makeRisk(asset, { threat })).id;
  editor = await makeActor([team, 'data_scientist']);
  verifier = await makeActor([team, 'lead']);
  const done = { state: 'implemented', implemented_by: editor.id, implemented_at: new Date() };
  id = (await makeSafeguard(asset, await makeControl({ threat, strength: 3 }), done)).id;
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const text = (more: object = {}) =>
  call(evidence.add, { id, kind: 'text', title: 'Review', content: 'Seen on the cluster.', ...more }, as(editor));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const streamOf = (...pieces: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
const sent = (
  bytes: Uint8Array,
  declared: Partial<{ size: number; sha256: string }> = {},
  actor = editor,
  size: number | null = bytes.length,
) => {
  const upload: Upload = { stream: streamOf(bytes.subarray(0, 100_000), bytes.subarray(100_000)), size, sha256: null };
  const input = { id, fileName: 'scan “7”.html', size: bytes.length, sha256: sha256(bytes), ...declared };
  return call(evidence.addFile, input, { context: { ...contextOf(actor), upload } });
};
const keptOf = async () => {
  const { rows } = await owner.query<{ pieces: number; chunks: number }>(
    `SELECT (SELECT count(*)::int FROM evidence WHERE safeguard_id = $1) AS pieces,
       (SELECT count(*)::int FROM evidence_chunks c JOIN evidence e ON e.id = c.evidence_id WHERE e.safeguard_id = $1) AS chunks`,
    [id],
  );
  return rows[0];
};
const get = () => call(safeguards.get, { id }, as(editor));
const levelOf = async () => (await owner.query<{ level: number }>('SELECT level FROM risks WHERE id = $1', [risk])).rows[0]?.level;

test('a file is kept in pieces and downloaded as it was, never as a page of ours', async () => {
  const bytes = new Uint8Array(randomBytes(700_000));
  const added = await sent(bytes);
  expect(await keptOf()).toEqual({ pieces: 1, chunks: 3 });
  const { headers, body } = await call(evidence.file, { evidenceId: added.id }, as(verifier));
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': '700000',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
    'content-disposition': expect.stringMatching(/^attachment; filename="scan-7-.html"/),
  });
  expect(sha256(new Uint8Array(await new Response(body).arrayBuffer()))).toBe(sha256(bytes));
  const [piece] = (await get()).evidence;
  expect(piece).toMatchObject({
    kind: 'file',
    title: 'scan “7”.html',
    file: { size: 700_000, sha256: sha256(bytes) },
    addedBy: editor.name,
  });
  expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'evidence.added', after: { kind: 'file', size: 700_000 } });
  const stranger = await makeActor([await makeTeam(), 'lead']);
  await refusal(call(evidence.file, { evidenceId: added.id }, as(stranger)), 'not_found');
});

test('another size or digest than declared is refused, and nothing of it is kept', async () => {
  const bytes = new Uint8Array(randomBytes(200_000));
  const refusals = [
    () => sent(bytes, { sha256: sha256(new Uint8Array(1)) }),
    () => sent(bytes, { size: 199_999 }, editor, null),
    () => sent(bytes, { size: 200_001 }, editor, null),
    () => sent(bytes, {}, editor, 200_001),
    () => sent(bytes, { size: 21 * 1024 * 1024 }),
    () => sent(bytes, { size: 0 }),
    () => call(evidence.addFile, { id, fileName: '../x', size: 1, sha256: sha256(bytes) }, as(editor)),
    () => call(evidence.addFile, { id, fileName: 'x', size: 1, sha256: sha256(bytes) }, as(editor)),
  ];
  for (const refused of refusals)
    await refused().then(
      () => expect.fail('was kept'),
      (error: Error) => expect(error).toBeInstanceOf(Error),
    );
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('gone'));
    },
  });
  const upload = { stream: broken, size: 10, sha256: null };
  const input = { id, fileName: 'x', size: 10, sha256: sha256(bytes) };
  await refusal(call(evidence.addFile, input, { context: { ...contextOf(editor), upload } }), 'invalid');
  expect(await keptOf()).toEqual({ pieces: 0, chunks: 0 });
});

test('links are https alone, and an expiry lies ahead', async () => {
  const link = (content: string) => call(evidence.add, { id, kind: 'link', title: 'Report', content }, as(editor));
  for (const wrong of ['http://example.org', 'javascript:alert(1)', 'https://me:pass@example.org', 'report'])
    await expect(link(wrong)).rejects.toThrow();
  await link('https://example.org/report');
  await refusal(text({ expiresAt: inDays(-1) }), 'invalid');
});

test('who may not edit it here adds nothing, and what it is about in another team is not found', async () => {
  const stranger = await makeActor([await makeTeam(), 'lead']);
  const viewer = await makeActor([team, 'viewer']);
  const { id: piece } = await text();
  await refusal(call(evidence.add, { id, kind: 'text', title: 'x', content: 'x' }, as(stranger)), 'not_found');
  await refusal(sent(new Uint8Array(3), {}, stranger), 'not_found');
  await refusal(call(evidence.remove, { evidenceId: piece }, as(stranger)), 'not_found');
  await refusal(call(evidence.remove, { evidenceId: piece }, as(viewer)), 'forbidden');
});

test('removed evidence stays for the record, and the last that a verification rests on is not removed', async () => {
  const [first, second] = [await text(), await text({ expiresAt: inDays(9) })];
  await call(safeguards.verify, { id, version: (await get()).version }, as(verifier));
  const after = await call(evidence.remove, { evidenceId: first.id }, as(editor));
  expect(after.evidence.map((piece) => [piece.id, piece.removedAt !== null])).toEqual([
    [second.id, false],
    [first.id, true],
  ]);
  expect(after.evidenceUntil).not.toBeNull();
  expect((await refusal(call(evidence.remove, { evidenceId: second.id }, as(editor)), 'conflict')).message).toMatch(/last evidence/);
  await refusal(call(evidence.remove, { evidenceId: first.id }, as(editor)), 'not_found');
});

test('evidence that expires makes the risk stale by time alone, and new evidence mends it once it is verified', async () => {
  await text({ expiresAt: inDays(20) });
  await call(safeguards.verify, { id, version: (await get()).version }, as(verifier));
  expect(await levelOf()).toBe(1);
  expect((await call(list.list, { evidence: 'expiring', limit: 200 }, as(editor))).rows.map((row) => row.id)).toEqual([id]);
  await settlePassed(new Date(inDays(21)));
  expect(await levelOf()).toBe(4);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(inDays(21)) });
  try {
    await text({ expiresAt: inDays(60) });
    expect(await levelOf()).toBe(4);
    expect((await get()).evidence.map(({ expired, since }) => [expired, since])).toEqual([
      [false, true],
      [true, false],
    ]);
    await call(safeguards.verify, { id, version: (await get()).version }, as(verifier));
    expect(await levelOf()).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('whoever implemented it cannot make a verification last longer by adding evidence', async () => {
  await text({ expiresAt: inDays(20) });
  const verified = await call(safeguards.verify, { id, version: (await get()).version }, as(verifier));
  await text();
  expect((await get()).evidenceUntil).toBe(verified.evidenceUntil);
  await refusal(call(safeguards.verify, { id, version: (await get()).version }, as(editor)), 'forbidden');
  const again = await call(safeguards.verify, { id, version: (await get()).version }, as(verifier));
  expect(again.evidenceUntil).toBeNull();
});

test('what was removed is kept and counts: one safeguard does not fill the disk', async () => {
  const kept = (pieces: number, bytes: number) =>
    owner.query(
      `INSERT INTO evidence (id, team_id, safeguard_id, kind, title, file_name, file_size, file_sha256, removed_at)
       SELECT uuid7(), $1, $2, 'file', 'Old', 'old', $4::bigint, repeat('0', 64), now() FROM generate_series(1, $3::int)`,
      [team.id, id, pieces, bytes],
    );
  const announced = async (work: () => Promise<unknown>) => {
    await owner.query('ALTER TABLE evidence DISABLE TRIGGER announced');
    await work().finally(() => owner.query('ALTER TABLE evidence ENABLE TRIGGER announced'));
  };
  await announced(() => kept(25, 20 * 1024 * 1024 - 1));
  expect((await refusal(sent(new Uint8Array(randomBytes(100))), 'conflict')).message).toMatch(/as much evidence as one may/);
  await text();
  await announced(() => kept(180, 1));
  await refusal(text(), 'conflict');
});

test('what shows that the evidence of a control has expired is not removed to hide it', async () => {
  const { id: piece } = await text({ expiresAt: inDays(20) });
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(inDays(21)) });
  try {
    await settlePassed(new Date(inDays(21)));
    expect((await refusal(call(evidence.remove, { evidenceId: piece }, as(editor)), 'conflict')).message).toMatch(/hide/);
    await text();
    await call(evidence.remove, { evidenceId: piece }, as(editor));
  } finally {
    vi.useRealTimers();
  }
});
