/**
 * Canaries: every text of a team carries a mark, and every operation is asked by people who have nothing to do with that team, with its ids and
 * with their own. The mark must stand in no status, header, body or log, and no number may change because of rows that one does not see.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import { inputOf, nowhere, operations, send, type TestOperation, withCookie } from './access/operations-testing.ts';
import { makeSession } from './access/testing.ts';
import { makeThings, type Things } from './access/things-testing.ts';
import { facets, questions } from './canary-questions-testing.ts';
import { fillWithMarks, newMark, open, type Reader, strangersTo } from './marked-team-testing.ts';
import { owner } from './platform/testing.ts';

process.env.GATEHOUSE_RATE_LIMIT = '1000000';

const { logged } = vi.hoisted(() => ({ logged: [] as string[] }));
vi.mock('#lib/platform/log.ts', async (original) => {
  const { pino } = await import('pino');
  const { redacted } = await original<typeof import('./platform/log.ts')>();
  const redact = { paths: redacted, censor: '[redacted]' };
  return { redacted, log: pino({ level: 'trace', base: null, redact }, { write: (line: string) => void logged.push(line) }) };
});

/** Questions about a thing that take one of several ids, written by hand too. */
const aims = (of: Record<string, unknown>): Record<string, readonly Record<string, unknown>[]> => ({
  'GET /access/explanations': [
    { principalId: of.principalId ?? of.owner, assetId: of.assetId },
    { principalId: of.principalId ?? of.owner, teamId: of.teamId },
  ],
  'GET /access/holders': [
    { permission: 'asset.read', assetId: of.assetId },
    { permission: 'asset.edit', teamId: of.teamId },
  ],
  'GET /access/requests': [
    { which: 'waiting', teamId: of.teamId },
    { which: 'decided', teamId: of.teamId },
  ],
  'GET /reviews': [{ asset: of.assetId }, { reviewer: of.owner }, { requester: of.owner }],
  'GET /gates/verdict': [{ asset: of.assetId, stage: 'deploy', digest: 'a'.repeat(64) }],
  'GET /gates/board': [
    { stage: 'develop', team: of.teamId },
    { stage: 'develop', owner: of.owner },
  ],
  'GET /waivers': [{ asset: of.assetId }],
  'GET /assets': [{ team: of.teamId, status: 'active,retired' }, { owner: of.owner }],
  'GET /assets/export': [{ format: 'json', team: of.teamId }],
  'GET /assets/facets': facets('tag owner', { team: of.teamId }),
});

const mark = newMark();
let marked: Things;
let own: Things;
let readers: Reader[];
let theirs: Record<string, unknown>;
let before: Map<string, string>;

const byName = new Map(operations.map((operation) => [operation.name, operation]));
const operationOf = (name: string): TestOperation =>
  byName.get(name) ?? expect.fail(`There is no ${name} any more: take it out of the questions.`);

/** An answer without what no two answers have in common. */
const settled = (text: string) =>
  text
    .replaceAll(/"(requestId|lastUsedAt)":("[^"]+"|null)|urn:uuid:[0-9a-f-]+/g, '')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, '');

async function answers(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const reader of readers)
    for (const [name, inputs] of Object.entries(questions))
      for (const input of inputs) {
        const answer = await send(operationOf(name), input, reader.headers);
        found.set(`${reader.name}: ${name} ${JSON.stringify(input)}`, `${answer.status} ${settled(answer.text)}`);
      }
  return found;
}

type Input = Record<string, unknown>;

/** Everything that leaves the house with these answers, and what was logged meanwhile: the first of it that holds the mark, or null. */
async function leakOf(operation: TestOperation, inputs: readonly Input[], headers: Record<string, string>): Promise<string | null> {
  logged.length = 0;
  const traces = await Promise.all(
    inputs.map(async (input) => {
      const { status, text, headers: sent } = await send(operation, input, headers);
      return `${JSON.stringify(input)}\n${status} ${JSON.stringify([...sent])}\n${text}`;
    }),
  );
  expect(JSON.stringify(inputs).includes(mark), 'a question that holds the mark says nothing about its answer').toBe(false);
  return [...traces, ...logged].find((each) => each.toLowerCase().includes(mark))?.slice(0, 3000) ?? null;
}

beforeAll(async () => {
  [marked, own] = [await makeThings(), await makeThings()];
  readers = await strangersTo(marked.team, own);
  before = await answers();
  theirs = await fillWithMarks(marked, mark);
});

const namesSomething = (schema: TestOperation['schema']) =>
  (schema.required ?? []).some((name) => schema.properties?.[name]?.format === 'uuid');

test('every question that names no thing is written here', () => {
  const without = operations.filter(({ method, path, schema }) => method === 'GET' && !path.includes('{') && !namesSomething(schema));
  expect(without.map(({ name }) => name).filter((name) => !(name in questions))).toEqual([]);
  expect(Object.keys(questions).filter((name) => !byName.has(name))).toEqual([]);
});

test('every text in every table that belongs to teams is marked, or is known to hold no secret', async () => {
  const { rows } = await owner.query<{ relation: string; column: string }>(`
    SELECT c.relname AS relation, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped AND a.attgenerated = ''
      AND a.atttypid IN ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype, 'bytea'::regtype)
      AND EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'team_id' AND NOT t.attisdropped)`);
  expect(rows.length).toBeGreaterThan(40);
  const bare: string[] = [];
  for (const { relation, column } of rows.filter((each) => !open[each.relation]?.includes(each.column))) {
    const text = column === 'bytes' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const marks = `SELECT FROM ${relation} WHERE team_id = $1 AND strpos(lower(${text}), $2) > 0 LIMIT 1`;
    if (!(await owner.query(marks, [marked.team.id, mark])).rowCount) bare.push(`${relation}.${column}`);
  }
  expect(bare, 'Mark it in marked-team-testing.ts, or say there why it is no secret.').toEqual([]);
});

test('the team’s own lead reads the mark in many places: a leak would be seen', async () => {
  const headers = withCookie(await makeSession(marked.person));
  const seen: string[] = [];
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    const inputs = [inputOf(operation, theirs), ...(questions[operation.name] ?? []), ...(aims(theirs)[operation.name] ?? [])];
    if (await leakOf(operation, inputs, headers)) seen.push(operation.name);
    expect(logged.length).toBeGreaterThanOrEqual(inputs.length);
  }
  expect(seen.length, seen.join('\n')).toBeGreaterThan(25);
});

test('no number and no answer changes because of rows that one does not see', async () => {
  const after = await answers();
  expect(after.size).toBe(before.size);
  for (const [question, answer] of after) expect(answer, question).toBe(before.get(question));
});

test.each(operations.map((operation) => [operation.name, operation] as const))(
  '%s tells strangers nothing of the marked team',
  async (_, operation) => {
    for (const [at, reader] of readers.entries()) {
      // One strange id among one's own, tried by who may do the most.
      const strange = at === 0 ? Object.keys(theirs).filter((name) => theirs[name] !== own.values[name]) : [];
      const mixed = strange.map((name) => ({ ...own.values, [name]: theirs[name] }));
      const inputs = new Map(
        [theirs, own.values, ...mixed]
          .flatMap((values) => [false, true].map((full) => inputOf(operation, values, full)))
          .concat(aims(theirs)[operation.name] ?? [], aims(own.values)[operation.name] ?? [])
          .map((input) => [JSON.stringify(input), input]),
      );
      expect(await leakOf(operation, [...inputs.values()], reader.headers), reader.name).toBeNull();
    }
  },
);

/** Fields that are searched by, each with the marked team's own words for them. */
const searched: Record<string, (word: string) => string> = {
  q: (word) => word,
  tag: (word) => word,
  term: (word) => word.slice(0, 8),
  key: (word) => `${word}-model`,
};

test('searching by the mark finds as much as searching by a word that is nowhere', async () => {
  const nowhereWord = `quoll${mark.slice(6)}x`;
  expect(nowhereWord.length).toBe(mark.length);
  let asked = 0;
  for (const reader of readers)
    for (const operation of operations.filter(({ method }) => method === 'GET'))
      for (const [field, wordOf] of Object.entries(searched).filter(
        ([name]) => operation.schema.properties?.[name] && !operation.path.includes(`{${name}}`),
      ))
        for (const input of questions[operation.name] ?? [inputOf(operation, own.values)]) {
          const [found, none] = [
            await send(operation, { ...input, [field]: wordOf(mark) }, reader.headers),
            await send(operation, { ...input, [field]: wordOf(nowhereWord) }, reader.headers),
          ];
          asked += 1;
          expect(settled(found.text).replaceAll(wordOf(mark), ''), `${reader.name}: ${operation.name} ${field}`).toBe(
            settled(none.text).replaceAll(wordOf(nowhereWord), ''),
          );
          expect(found.status).toBe(none.status);
        }
  expect(asked).toBeGreaterThan(100);
});

test('a thing of the marked team and a thing that is not there are told apart by nobody', async () => {
  let asked = 0;
  for (const reader of readers)
    for (const operation of operations.filter(({ path, permission }) => path.includes('{') && permission !== 'session')) {
      const places = [...operation.path.matchAll(/\/([\w-]+)\/(\{\w+\})/g)].map(([, noun, name]) => `${noun}/${name}`);
      const hidden = places.filter(
        (place) => !/^(people|roles|teams|members|providers)\//.test(place) && theirs[place] !== own.values[place],
      );
      for (const place of hidden) {
        const [real, none] = [
          await send(operation, inputOf(operation, { ...own.values, [place]: theirs[place] }), reader.headers),
          await send(operation, inputOf(operation, { ...own.values, [place]: nowhere }), reader.headers),
        ];
        asked += 1;
        expect(`${real.status} ${settled(real.text)}`, `${reader.name}: ${operation.name}`).toBe(`${none.status} ${settled(none.text)}`);
      }
    }
  expect(asked).toBeGreaterThan(100);
});
