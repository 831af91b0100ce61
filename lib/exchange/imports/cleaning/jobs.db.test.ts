import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { contextOf, eventsOf, makeActor, makeTeam } from '#lib/access/testing.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { imported, previewOf, readByGuess, viewOf } from '../../fixtures/importing.ts';
import { importOperations } from '../procedures.ts';
import { cleanImports } from './jobs.ts';

const csv = (key: string) => `Key,Name,Kind\n${key},Name of ${key},model\n`;
const keptOf = async (id: string) => {
  const tables = ['import_chunks', 'import_rows', 'import_versions', 'import_relations'];
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table} WHERE import_id = $1)`).join(' + ');
  return (await owner.query<{ kept: number }>(`SELECT ${counts} AS kept`, [id])).rows[0]?.kept;
};
const touched = (id: string, daysAgo: number) =>
  owner.query('UPDATE imports SET updated_at = now() - make_interval(days => $2) WHERE id = $1', [id, daysAgo]);

test('what waited for somebody for a week expires: its file goes, its page and the log say so', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const mapping = await previewOf(actor, team.id, 'mapping.csv', csv('a'));
  const preview = await readByGuess(actor, await previewOf(actor, team.id, 'preview.csv', csv('b')));
  const failed = await previewOf(actor, team.id, 'failed.json', '{"bomFormat":"CycloneDX","specVersion":"1.3"}');
  const waiting = [mapping, preview, failed];
  expect(waiting.map((view) => view.status)).toEqual(['mapping', 'preview', 'failed']);
  for (const { id } of waiting) await touched(id, 8);
  await cleanImports();
  for (const { id, fileName } of waiting) {
    expect(await viewOf(actor, id)).toMatchObject({ status: 'expired', error: null, mayGoOn: false, finishedAt: expect.any(String) });
    expect(await keptOf(id), fileName).toBe(0);
    expect((await eventsOf({ id })).at(-1)).toMatchObject({
      event: 'import.expired',
      actor_id: null,
      team_id: team.id,
      after: { fileName },
    });
    await refusal(call(importOperations.read, { id }, { context: contextOf(actor) }), 'conflict');
  }
});

test('what was touched within the week, or is over, stays as it is', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const preview = await readByGuess(actor, await previewOf(actor, team.id, 'preview.csv', csv('c')));
  const done = await imported(actor, team.id, 'done.csv', csv('d'));
  await touched(preview.id, 6);
  await touched(done.id, 8);
  await cleanImports();
  expect((await viewOf(actor, preview.id)).status).toBe('preview');
  expect(await keptOf(preview.id)).toBeGreaterThan(1);
  expect((await viewOf(actor, done.id)).status).toBe('done');
});
