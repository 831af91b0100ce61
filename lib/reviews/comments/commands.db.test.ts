import { createHash, randomBytes } from 'node:crypto';
import { call } from '@orpc/server';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeServiceActor,
  makeTeam,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner, refusal } from '#lib/platform/testing.ts';
import { reviewActivityOperations } from '../activity/procedures.ts';
import { reviewFileOperations as files } from '../files/procedures.ts';
import { makeReview, makeTemplate, makeVote, type TestReview } from '../testing.ts';
import { commentOperations as comments } from './procedures.ts';
import { mentionOf } from './rules.ts';

let team: TestTeam;
let review: TestReview;
let id: string;
let asker: Actor;
let writer: Actor;
let viewer: Actor;
let stranger: Actor;

const template = () => makeTemplate({ items: [{ id: 'tests', question: 'Tested?' }] });
/** A review of an asset of the team, asked for by `asker`. */
const made = async () =>
  makeReview(await makeAsset(team), { template: await template(), more: { title: 'Look at it', requested_by: asker.id } });

beforeEach(async () => {
  team = await makeTeam();
  asker = await makeActor([team, 'data_scientist']);
  writer = await makeActor([team, 'developer']);
  viewer = await makeActor([team, 'viewer']);
  stranger = await makeActor([await makeTeam(), 'lead']);
  review = await made();
  id = review.id;
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const add = (body: string, actor = writer, parentId: string | null = null) => call(comments.add, { id, body, parentId }, as(actor));
const list = (actor = viewer) => call(comments.list, { id }, as(actor));
const told = async () => {
  const { rows } = await owner.query<{ user_id: string; event: string }>(
    "SELECT user_id, event FROM notifications WHERE href LIKE '/reviews/' || $1 || '%' ORDER BY event, created_at, id",
    [id],
  );
  return rows.map(({ user_id: userId, event }) => `${event} ${userId}`);
};

test('a comment is read by all who see the review, answered one level deep, and told to those who take part', async () => {
  const first = await add('What about <b>drift</b>?');
  const answer = await add('None since May.', asker, first.id);
  const found = await list();
  expect(found.mayComment).toBe(false);
  expect(found.comments).toMatchObject([
    {
      id: first.id,
      parentId: null,
      body: 'What about <b>drift</b>?',
      author: { name: writer.name },
      editableUntil: null,
      mayRemove: false,
    },
    { id: answer.id, parentId: first.id, author: { id: asker.id } },
  ]);
  expect((await list(writer)).comments.map(({ editableUntil, mayRemove }) => [editableUntil !== null, mayRemove])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect((await refusal(add('Deeper', writer, answer.id), 'invalid')).message).toMatch(/answer itself/);
  const events = await eventsOf({ id });
  expect(events.map(({ event, actor_id: by }) => [event, by])).toEqual([
    ['comment.added', writer.id],
    ['comment.added', asker.id],
  ]);
  expect(JSON.stringify(events)).not.toContain('drift');
  const activity = await call(reviewActivityOperations.activity, { id }, as(viewer));
  expect(activity.entries.map(({ event, actorName }) => [event, actorName])).toEqual([
    ['comment.added', asker.name],
    ['comment.added', writer.name],
  ]);
  await refusal(call(reviewActivityOperations.activity, { id }, as(stranger)), 'not_found');
  expect(await told()).toEqual([`review.commented ${asker.id}`, `review.commented ${writer.id}`]);
});

test('who may not comment here reads, and whoever sees nothing of the team finds nothing', async () => {
  await refusal(add('x', viewer), 'forbidden');
  await refusal(add('x', await makeOrganisationActor('auditor')), 'forbidden');
  await refusal(add('x', stranger), 'not_found');
  await refusal(list(stranger), 'not_found');
  await refusal(call(comments.mentionable, { id }, as(stranger)), 'not_found');
  const { id: commentId } = await add('x');
  for (const work of [
    () => call(comments.edit, { commentId, body: 'y' }, as(stranger)),
    () => call(comments.remove, { commentId }, as(stranger)),
  ])
    await refusal(work(), 'not_found');
  await add('From the build.', await makeServiceActor(team, 'developer'));
  expect((await list()).comments).toHaveLength(2);
});

test('people who see the review are suggested and may be mentioned, others not; each is told once', async () => {
  const names = async (q: string) => (await call(comments.mentionable, { id, q }, as(writer))).people.map((person) => person.id);
  const outside = await call(comments.mentionable, { id, q: stranger.name }, as(writer));
  expect(outside.people).toEqual([]);
  expect(await names(viewer.name)).toEqual([viewer.id]);
  expect(await names(writer.name)).toEqual([]);
  expect(await names('%')).toEqual([]);
  const withSelf = await call(comments.mentionable, { id, q: writer.name, self: 'yes' }, as(writer));
  expect(withSelf.people.map((person) => person.id)).toEqual([writer.id]);
  const { id: commentId } = await add(`Please look, ${mentionOf(viewer.id)} and ${mentionOf(viewer.id)}`);
  expect((await list()).names).toEqual({ [viewer.id]: viewer.name });
  await call(comments.edit, { commentId, body: `Please look, ${mentionOf(viewer.id)} and ${mentionOf(asker.id)}` }, as(writer));
  expect(await told()).toEqual([`review.commented ${asker.id}`, `review.mentioned ${viewer.id}`, `review.mentioned ${asker.id}`]);
  const refused = await refusal(add(`And ${mentionOf(stranger.id)}`), 'invalid');
  expect(refused.message).toContain(`${stranger.name} cannot see this review`);
  await refusal(add(mentionOf(newId())), 'invalid');
});

test('a comment is mended for a while and removed whenever, by its author alone; nothing of its text stays', async () => {
  const { id: commentId } = await add('The key is hunter2');
  const edit = (body: string, actor = writer) => call(comments.edit, { commentId, body }, as(actor));
  const remove = (actor = writer) => call(comments.remove, { commentId }, as(actor));
  await edit('The key is hunter3');
  await edit('The key is hunter3');
  expect((await list()).comments[0]).toMatchObject({ body: 'The key is hunter3', editedAt: expect.any(String) });
  await refusal(edit('x', asker), 'forbidden');
  await refusal(remove(asker), 'forbidden');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 });
  try {
    expect((await refusal(edit('x'), 'conflict')).message).toMatch(/15 minutes/);
    await remove();
  } finally {
    vi.useRealTimers();
  }
  await refusal(remove(), 'conflict');
  expect((await list()).comments[0]).toMatchObject({ body: '', removed: true, author: { id: writer.id } });
  const { rows } = await owner.query<{ text: string }>(
    `SELECT string_agg(t::text, '') AS text FROM (
       SELECT to_jsonb(c) AS t FROM review_comments c UNION ALL SELECT to_jsonb(e) FROM audit_events e UNION ALL SELECT to_jsonb(n) FROM notifications n) all_of_it`,
  );
  expect(rows[0]?.text).not.toContain('hunter');
  expect((await eventsOf({ id })).map(({ event }) => event)).toEqual(['comment.added', 'comment.edited', 'comment.removed']);
});

test('what is no plain text is refused', async () => {
  for (const body of ['', '   ', 'x'.repeat(5001), 'a\u0000b', 'a\u202eb', Array.from({ length: 21 }, () => mentionOf(newId())).join(' ')])
    await expect(add(body)).rejects.toThrow();
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pdf = (size = 600_000) => new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]));
const attach = (bytes: Uint8Array, more: Record<string, unknown> = {}, actor = writer) => {
  const upload = { stream: new Blob([bytes.slice()]).stream(), size: bytes.length, sha256: null };
  const input = { id, fileName: 'scan.pdf', size: bytes.length, sha256: sha256(bytes), ...more };
  return call(files.add, input, { context: { ...contextOf(actor), upload } });
};
const filesOf = (actor = writer) => call(files.list, { id }, as(actor));

test('a file is kept by its digest in pieces, and only ever downloaded', async () => {
  const bytes = pdf();
  const { id: fileId } = await attach(bytes, { item: 'tests' });
  expect((await filesOf(viewer)).files).toMatchObject([
    { id: fileId, name: 'scan.pdf', type: 'application/pdf', size: bytes.length, sha256: sha256(bytes), item: 'tests', mayRemove: false },
  ]);
  const { headers, body } = await call(files.download, { fileId }, as(viewer));
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringMatching(/^attachment; filename="scan.pdf"/),
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
    'x-content-type-options': 'nosniff',
    'x-content-sha256': sha256(bytes),
  });
  expect(sha256(new Uint8Array(await new Response(body).arrayBuffer()))).toBe(sha256(bytes));
  expect(await eventsOf({ id })).toMatchObject([{ event: 'file.attached', after: { fileName: 'scan.pdf', sha256: sha256(bytes) } }]);
  await refusal(call(files.download, { fileId }, as(stranger)), 'not_found');
  await refusal(filesOf(stranger), 'not_found');
});

test('what is not what its name says, or not what was declared, is not kept', async () => {
  const kept = async () => (await owner.query('SELECT 1 FROM review_files WHERE review_id = $1', [id])).rows.length;
  const program = new Uint8Array(Buffer.from('MZ a program'));
  expect((await refusal(attach(program), 'invalid')).message).toMatch(/is no .pdf file/);
  expect((await refusal(attach(program, { fileName: 'setup.exe' }), 'invalid')).message).toMatch(/not kept here/);
  await refusal(attach(pdf(10), { sha256: sha256(program) }), 'invalid');
  await refusal(attach(pdf(10), { item: 'nothing' }), 'invalid');
  for (const fileName of ['../x.pdf', 'a\u202efdp.txt', 'a\u0000.pdf']) await expect(attach(pdf(10), { fileName })).rejects.toThrow();
  await refusal(attach(pdf(10), {}, viewer), 'forbidden');
  await refusal(attach(pdf(10), {}, stranger), 'not_found');
  expect(await kept()).toBe(0);
});

test('a file is taken away while the review waits, by whoever attached it or manages reviews; that it was there stays', async () => {
  const [{ id: first }, { id: second }] = [await attach(pdf(10)), await attach(pdf(10))];
  const remove = (fileId: string, actor: Actor) => call(files.remove, { fileId }, as(actor));
  const lead = await makeActor([team, 'lead']);
  await refusal(remove(first, asker), 'forbidden');
  await refusal(remove(first, stranger), 'not_found');
  await remove(first, writer);
  await refusal(remove(first, writer), 'conflict');
  expect((await filesOf()).files.map((file) => [file.removedAt !== null, file.mayRemove])).toEqual([
    [true, false],
    [false, true],
  ]);
  await refusal(call(files.download, { fileId: first }, as(writer)), 'not_found');
  await call(files.download, { fileId: first }, as(lead));
  await makeVote(review, await makePerson(), 'approve');
  expect((await refusal(remove(second, lead), 'conflict')).message).toMatch(/Somebody has decided/);
  await owner.query("UPDATE reviews SET status = 'approved', decided_at = now() WHERE id = $1", [id]);
  expect((await refusal(remove(second, lead), 'conflict')).message).toMatch(/decided on what is attached/);
  expect((await filesOf()).files[1]?.mayRemove).toBe(false);
  expect((await eventsOf({ id })).map(({ event }) => event)).toEqual(['file.attached', 'file.attached', 'file.detached']);
  review = await made();
  id = review.id;
  await owner.query("UPDATE reviews SET status = 'withdrawn', decided_at = now() WHERE id = $1", [id]);
  await refusal(attach(pdf(10)), 'conflict');
});

test('nothing is attached to what was decided, but what meets a condition; nor by a mistake of ours', async () => {
  const become = (status: string) => owner.query('UPDATE reviews SET status = $2, decided_at = now() WHERE id = $1', [id, status]);
  await makeVote(review, await makePerson(), 'conditions');
  await become('conditions');
  await attach(pdf(10));
  expect((await refusal(attach(pdf(10), { item: 'tests' }), 'conflict')).message).toMatch(/decided on what is attached/);
  await become('approved');
  expect((await refusal(attach(pdf(10)), 'conflict')).message).toMatch(/decided on what is attached/);
  expect((await filesOf()).mayAdd).toBe(false);
  const file = { id: newId(), review_id: id, team_id: team.id, name: 'late.pdf', type: 'application/pdf', size: 1, sha256: '0'.repeat(64) };
  await expect(insertRow('review_files', file)).rejects.toMatchObject({ code: 'GH006' });
});

test('a review and a team keep so much and no more, whoever sends at once', async () => {
  const fill = (files: number, bytes: number, review = id) =>
    owner.query(
      `INSERT INTO review_files (id, review_id, team_id, name, type, size, sha256, removed_at)
       SELECT uuid7(), $1, $2, 'old.pdf', 'application/pdf', $4::bigint, repeat('0', 64), now() FROM generate_series(1, $3::int)`,
      [review, team.id, files, bytes],
    );
  await fill(49, 1);
  const outcomes = await Promise.allSettled([attach(pdf(10)), attach(pdf(10))]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await refusal(attach(pdf(10)), 'conflict')).message).toMatch(/at most 50 files/);
  await fill(1, 10 * 1024 ** 3, (await made()).id);
  review = await made();
  id = review.id;
  expect((await refusal(attach(pdf(10)), 'conflict')).message).toMatch(/this team/);
});

test('the database keeps who wrote what and where, and the bytes of files', async () => {
  const { id: commentId } = await add('x');
  const { id: fileId } = await attach(pdf(10));
  const asApplication = async (statement: string, values: string[]) => {
    const client = await owner.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('app.write_every_team', 'on', true), set_config('app.every_team', 'on', true)");
      await client.query('SET LOCAL ROLE gatehouse_app');
      return await client.query(statement, values).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
  expect(await asApplication('UPDATE review_comments SET author_id = $2 WHERE id = $1', [commentId, asker.id])).toBe('42501');
  expect(await asApplication('UPDATE review_comments SET removed_at = now() WHERE id = $1', [commentId])).toBe('23514');
  expect(await asApplication('UPDATE review_files SET name = $2 WHERE id = $1', [fileId, 'x'])).toBe('42501');
  expect(await asApplication('UPDATE review_file_chunks SET position = 1 WHERE file_id = $1', [fileId])).toMatch(/42501|GH002/);
  expect(await asApplication('DELETE FROM review_comments WHERE id = $1', [commentId])).toBe('42501');
});
