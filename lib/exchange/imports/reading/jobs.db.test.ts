import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import type { Upload } from '#lib/access/procedure.ts';
import { contextOf, makeActor, makeTeam } from '#lib/access/testing.ts';
import { env } from '#lib/platform/env.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { applied, previewOf, readByGuess, rowsOf, uploadOf } from '../../fixtures/importing.ts';
import { cleanImports } from '../cleaning/jobs.ts';
import { importOperations } from '../procedures.ts';

function* repeated(head: string, piece: string, times: number, tail: string): Generator<string> {
  yield head;
  for (let at = 0; at < times; at += 1) yield piece;
  yield tail;
}
const bom = (components: string) => `{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[${components}]}`;
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const mebi = 1024 * 1024;

const refused: [name: string, file: string, content: Parameters<typeof uploadOf>[0], words: RegExp][] = [
  [
    'nesting 10,000 deep',
    'a.json',
    bom(`{"type":"machine-learning-model","name":"m","modelCard":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
    /nest|deep/i,
  ],
  ['JSON that breaks off', 'a.json', bom('{"type":"data","name":"d"}').slice(0, 80), /end|cut|broke|unfinished/i],
  ['UTF-16', 'a.csv', utf16('Key,Name,Kind\na,A,model\n'), /UTF-16/],
  ['binary junk', 'a.json', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 37 + 71) % 256)), /binary/],
  ['a ZIP archive', 'a.csv', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), /ZIP/],
  [
    'a quote that is never closed',
    'a.json',
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"data","name":"d}]}',
    /end|cut|quote|string/i,
  ],
  ['a CycloneDX of another version', 'a.json', '{"bomFormat":"CycloneDX","specVersion":"1.3","components":[]}', /1\.3/],
];

for (const [name, file, content, words] of refused) {
  test(`${name} is refused in a sentence, and nothing is kept`, async () => {
    const team = await makeTeam();
    const actor = await makeActor([team, 'lead']);
    const view = await previewOf(actor, team.id, file, content);
    const failed = view.status === 'failed' ? view.error : (await rowsOf(actor, view.id, { action: 'rejected' }))[0]?.reason;
    expect(failed, view.status).toMatch(words);
    expect(failed).not.toMatch(/went wrong on our side/);
    expect(view.retryHelps).toBe(false);
    expect((await owner.query('SELECT 1 FROM assets WHERE team_id = $1', [team.id])).rows).toEqual([]);
  });
}

test('100 MB of one string are refused while memory stays flat', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const before = process.memoryUsage().rss;
  const content = { [Symbol.iterator]: () => repeated('{"bomFormat":"CycloneDX","specVersion":"1.6","x":"', 'x'.repeat(mebi), 100, '"}') };
  const view = await previewOf(actor, team.id, 'a.json', content);
  expect([view.status, view.error]).toEqual(['failed', expect.stringMatching(/long|large|MB/)]);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * mebi);
});

test('text that Postgres cannot hold, __proto__ and repeated keys are taken for what they are', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const component = String.raw`{"type":"machine-learning-model","bom-ref":"m","name":"Model","name":"Model twice","description":"half \ud800 nul \u0000 back\\u0000slash","__proto__":{"polluted":true},"properties":[{"name":"__proto__","value":"\u0000"}]}`;
  const view = await previewOf(actor, team.id, 'a.json', bom(component));
  expect(view.status, view.error ?? '').toBe('preview');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  if (view.counts?.rows.create) expect((await applied(actor, view.id)).status).toBe('done');
});

test('a byte order mark and mixed line ends are read, line by line', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const view = await readByGuess(
    actor,
    await previewOf(actor, team.id, 'a.csv', '\uFEFFKey,Name,Kind\r\na,A,model\nb,B,model\rc,"C\nof two lines",model\r\nd,D,model'),
  );
  expect((await rowsOf(actor, view.id)).map((row) => [row.place, row.action, row.key])).toEqual([
    ['line 2', 'create', 'a'],
    ['line 3', 'create', 'b'],
    ['line 4', 'rejected', null],
    ['line 6', 'create', 'd'],
  ]);
});

test('an empty file, one over the limit, and one that is not what was declared keep nothing', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const start = (upload: Upload) =>
    call(importOperations.start, { teamId: team.id, fileName: 'a.csv' }, { context: { ...contextOf(actor), upload } });
  expect((await refusal(start(uploadOf('')), 'invalid')).message).toContain('empty');
  expect((await refusal(start({ ...uploadOf('x'), size: env().GATEHOUSE_MAX_IMPORT_BYTES + 1 }), 'too_large')).message).toContain('1 GB');
  expect((await refusal(start({ ...uploadOf('Key\n1\n'), size: 100 }), 'invalid')).message).toContain('6 of 100 bytes');
  await refusal(start({ ...uploadOf('Key\n1\n'), sha256: 'a'.repeat(64) }), 'invalid');
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(6 * mebi));
      controller.error(new Error('the cable was pulled'));
    },
  });
  expect((await refusal(start({ stream: broken, size: null, sha256: null }), 'invalid')).message).toContain('broke off');
  const { rows } = await owner.query(
    'SELECT (SELECT count(*)::int FROM import_chunks WHERE team_id = $1) AS chunks, (SELECT count(*)::int FROM imports WHERE team_id = $1) AS imports',
    [team.id],
  );
  expect(rows).toEqual([{ chunks: 0, imports: 0 }]);
});

test('cleaning drops what nobody needs any more, and keeps the report and the decisions', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const view = await readByGuess(actor, await previewOf(actor, team.id, 'a.csv', 'Key,Name,Kind\na,A,model\nb,B,nonsense\n'));
  await applied(actor, view.id);
  const left = async () => (await rowsOf(actor, view.id)).map((row) => row.action);
  await cleanImports();
  expect(await left()).toEqual(['create', 'rejected']);
  await owner.query("UPDATE imports SET finished_at = now() - interval '8 days' WHERE id = $1", [view.id]);
  await owner.query("INSERT INTO import_chunks VALUES ('01930bc5-dda8-76cc-b504-35c033c441c2', $1, 0, 'orphan'), ($2, $1, 0, 'left')", [
    team.id,
    view.id,
  ]);
  await cleanImports();
  expect(await left()).toEqual(['rejected']);
  expect((await owner.query('SELECT 1 FROM import_chunks WHERE team_id = $1', [team.id])).rows).toEqual([]);
});
