/** Canaries on the ways on which two teams meet: arrows between their versions, assets that moved, imports that name what is another's, mails. */
import { beforeAll, expect, test } from 'vitest';
import { findNotice } from './access/notices/queries.ts';
import { noticeEvents } from './access/notices/rules.ts';
import { inputOf, operations, send, type TestOperation, withCookie } from './access/operations-testing.ts';
import { actorOf, makeAsset, makeLineage, makePerson, makeSession, makeVersion, type TestAsset } from './access/testing.ts';
import { makeThings, type Things } from './access/things-testing.ts';
import { applied, previewOf, readByGuess, rowsOf } from './exchange/fixtures/importing.ts';
import { fillWithMarks, markedEvent, newMark } from './marked-team-testing.ts';
import { newId } from './platform/identifiers.ts';
import { owner } from './platform/testing.ts';

process.env.GATEHOUSE_RATE_LIMIT = '1000000';

const mark = newMark();
let marked: Things;
let own: Things;
let headers: Record<string, string>;
let theirs: Record<string, unknown>;

beforeAll(async () => {
  [marked, own] = [await makeThings(), await makeThings()];
  theirs = await fillWithMarks(marked, mark);
  headers = withCookie(await makeSession(own.person));
});

const operationOf = (wanted: string): TestOperation =>
  operations.find(({ name }) => name === wanted) ?? expect.fail(`There is no ${wanted} any more.`);
const ask = async (name: string, input: Record<string, unknown>) => send(operationOf(name), input, headers);

/** Every way to read an asset of one's own, and the exports of all of them, in one text. */
async function allAbout(asset: TestAsset, version: { id: string }): Promise<string> {
  const values = {
    ...own.values,
    'assets/{id}': asset.id,
    'versions/{id}': version.id,
    ...{ assetId: asset.id, from: version.id, to: version.id, focus: asset.id },
  };
  const reading = operations.filter(({ name, method }) => method === 'GET' && /\/(assets|versions|lineage|insights|access)/.test(name));
  const texts: string[] = [];
  for (const each of reading) for (const full of [false, true]) texts.push((await send(each, inputOf(each, values, full), headers)).text);
  for (const format of ['csv', 'json', 'cyclonedx'])
    texts.push((await ask('GET /assets/export', { format, status: 'active,retired' })).text);
  expect(texts.filter((text) => text.includes(asset.id) || text.includes(asset.key)).length).toBeGreaterThan(4);
  return texts.join('\n').toLowerCase();
}

test('an arrow to or from another team’s version shows that there is one, and nothing of it', async () => {
  const asset = await makeAsset(own.team);
  const version = await makeVersion(asset);
  await makeLineage({ id: version.id, teamId: own.team.id }, { id: String(theirs.toVersionId) }, 'trained_on');
  await makeLineage({ id: String(theirs.fromVersionId), teamId: marked.team.id }, version);
  expect(await allAbout(asset, version)).not.toContain(mark);
});

test('a circle that would close through another team is refused without naming what is in it', async () => {
  const asset = await makeAsset(own.team);
  const [first, second] = [await makeVersion(asset), await makeVersion(asset)];
  await makeLineage({ id: first.id, teamId: own.team.id }, { id: String(theirs.fromVersionId) });
  await makeLineage({ id: String(theirs.fromVersionId), teamId: marked.team.id }, second);
  const answer = await ask('POST /lineage', { fromVersionId: second.id, toVersionId: first.id, relation: 'derived_from' });
  expect([409, 422], answer.text).toContain(answer.status);
  expect(answer.text.toLowerCase()).not.toContain(mark);
});

test('what happened to an asset while it was another team’s stays with that team', async () => {
  const asset = await makeAsset(own.team);
  await markedEvent(marked.team.id, marked.person.id, 'asset', asset.id, mark);
  expect(await allAbout(asset, await makeVersion(asset))).not.toContain(mark);
});

test('somebody’s page and activity show a colleague nothing of the teams that they do not share', async () => {
  const roles = [
    [marked.team, 'viewer'],
    [own.team, 'viewer'],
  ] as const;
  const both = await makePerson({ roles });
  await markedEvent(marked.team.id, both.id, 'asset', String(theirs.assetId), mark);
  await markedEvent(marked.team.id, both.id, 'user', both.id, mark);
  for (const { name } of operations.filter((each) => /^GET \/people\/\{id\}/.test(each.name)))
    for (const more of [{}, { of: 'by' }, { of: 'on' }])
      expect((await ask(name, { id: both.id, ...more })).text.toLowerCase(), name).not.toContain(mark);
});

const csv = (word: string) =>
  `key,name,kind,description\n${word}-model,Model ${word},model,Hello\n${word}-data,Data ${word},dataset,Hello\n`;
const bom = (word: string) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      { type: 'machine-learning-model', 'bom-ref': 'm', name: `Model ${word}`, version: `v1-${word}`, purl: `pkg:generic/${word}@1` },
      { type: 'data', 'bom-ref': 'd', name: `Data ${word}`, version: `d1-${word}` },
    ],
    dependencies: [{ ref: 'm', dependsOn: ['d'] }],
  });

test.each([
  ['CSV', 'assets.csv', csv],
  ['CycloneDX', 'bom.json', bom],
])('an import of %s that names another team’s things goes as one that names what is nowhere', async (_, fileName, content) => {
  const run = async (word: string) => {
    const { team, person } = await makeThings();
    const importer = await actorOf(person);
    const view = await readByGuess(importer, await previewOf(importer, team.id, fileName, content(word)), { kind: 'model' });
    const rows = await rowsOf(importer, view.id);
    expect(rows).toHaveLength(2);
    const done = await applied(importer, view.id);
    const told: string[] = [];
    for (const each of operations.filter(({ name }) => name.startsWith('GET /imports/{id}')))
      told.push((await send(each, { id: view.id }, withCookie(await makeSession(person)))).text);
    const text = JSON.stringify([rows, view.counts, done.status, done.counts, told]).replaceAll(word, 'word').replaceAll(team.key, 'team');
    return text.replaceAll(person.name, 'person').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
  };
  const nowhereWord = `quolla${mark.slice(6)}`;
  expect(nowhereWord.length).toBe(mark.length);
  expect(await run(mark)).toBe(await run(nowhereWord));
});

test('a key that another team uses is free here', async () => {
  const fields = { teamId: own.team.id, kind: 'model', name: 'A model', key: `${mark}-of-both` };
  await makeAsset(marked.team, { key: fields.key });
  expect((await ask('POST /assets', fields)).status).toBe(201);
});

test('no notice about a team reaches whoever has nothing to do with it', async () => {
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [marked.person.id]);
  const ids = {
    requestId: String(theirs['requests/{id}']),
    teamId: marked.team.id,
    personId: marked.person.id,
    role: 'viewer',
    acceptanceId: String(theirs['acceptances/{id}'] ?? newId()),
  };
  for (const event of noticeEvents)
    for (const sessionId of [newId(), rows[0]?.id ?? ''])
      expect(String(JSON.stringify(await findNotice(event, own.person.id, { ...ids, sessionId }))).toLowerCase(), event).not.toContain(
        mark,
      );
  expect(JSON.stringify(await findNotice('access.requested', marked.person.id, ids)).toLowerCase()).toContain(mark);
});
