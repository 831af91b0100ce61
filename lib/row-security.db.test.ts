/**
 * Row-level security by itself: with the application's own decisions switched off, SQL in an actor's scope still sees and writes the rows of
 * their teams alone, in every table and view that belongs to teams.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, can, must, mustEverywhere, scopeOf } from './access/policy.ts';
import { actorOf, makeAsset } from './access/testing.ts';
import { makeThings, type Things } from './access/things-testing.ts';
import { fillWithMarks, newMark } from './marked-team-testing.ts';
import { database, read, type Scope } from './platform/database.ts';
import { newId } from './platform/identifiers.ts';
import { owner } from './platform/testing.ts';
import { transact } from './platform/transact.ts';

// Everybody may do everything; what remains is the scope that the database holds a transaction to.
vi.mock('#lib/access/policy.ts', async (original) => {
  const actual = await original<typeof import('./access/policy.ts')>();
  const yes = () => true;
  const nothing = () => undefined;
  return { ...actual, can: yes, canSomewhere: yes, canEverywhere: yes, must: nothing, mustEverywhere: nothing, teamsWith: () => 'every' };
});

/** Relations that everyone may read although their rows belong to teams: who is in which team is no secret. */
const known = new Set(['memberships']);
/** Relations whose rows are a person's, whatever team they tell of: lib/access/notices tests that nobody else sees them. */
const ofPersons = ['notifications'];

type Relation = { name: string; columns: string[] };
const relations: Relation[] = [];
let marked: Things;
let own: Things;
let actor: Actor;
let writing: Scope;

beforeAll(async () => {
  const { rows } = await owner.query<Relation>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.atttypid <> 'tsvector'::regtype) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    GROUP BY c.oid HAVING bool_or(a.attname = 'team_id')`);
  relations.push(...rows.filter((each) => !ofPersons.includes(each.name)));
  [marked, own] = [await makeThings(), await makeThings()];
  await fillWithMarks(marked, newMark());
  await fillWithMarks(own, newMark());
  actor = await actorOf(own.person);
  writing = { ...scopeOf(actor), write: [own.team.id] };
});

const act = () => ({ actorId: actor.id, requestId: newId(), operationId: newId() });
const name = (relation: Relation) => Prisma.raw(`"${relation.name}"`);
const secret = () => relations.filter((each) => !known.has(each.name));

async function teamsSeen(scope: Scope, relation: Relation): Promise<(string | null)[]> {
  const distinct = Prisma.sql`SELECT DISTINCT team_id FROM ${name(relation)}`;
  const found = await read(scope, ({ rows }) => rows<{ team_id: string | null }>(distinct));
  return found.map((row) => row.team_id).filter((id) => id !== null);
}

test('the application’s own decisions are switched off, and the scope is the actor’s', () => {
  expect(can(actor, 'settings.manage', { teamId: marked.team.id })).toBe(true);
  expect(() => must(actor, 'asset.edit', { teamId: marked.team.id })).not.toThrow();
  expect(() => mustEverywhere(actor, 'settings.manage')).not.toThrow();
  expect(scopeOf(actor).read).toEqual([own.team.id]);
});

test('every relation of teams holds rows of both, so that there is something to hide', async () => {
  expect(relations.length).toBeGreaterThan(12);
  for (const relation of relations) {
    const seen = await teamsSeen({ actorId: null, read: 'every', write: [] }, relation);
    expect(seen.filter((id) => id === marked.team.id || id === own.team.id).length, relation.name).toBe(2);
  }
});

test('SQL in an actor’s scope sees the rows of their teams, and none of another', async () => {
  for (const relation of secret()) expect(await teamsSeen(scopeOf(actor), relation), relation.name).toEqual([own.team.id]);
});

test('SQL in the scope of somebody in no team, or in none at all, sees no row of a team', async () => {
  for (const relation of secret()) {
    expect(await teamsSeen({ actorId: newId(), read: [], write: [] }, relation), relation.name).toEqual([]);
    const { rowCount } = await database().pool.query(`SELECT FROM "${relation.name}" WHERE team_id IS NOT NULL LIMIT 1`);
    expect(rowCount, relation.name).toBe(0);
  }
});

/** What the database answers to a write in this scope: how many rows, or why it refuses. Nothing is kept. */
async function written(scope: Scope, statement: Prisma.Sql): Promise<number | string> {
  return transact<number | string>(scope, act(), 'test.arranged', async ({ tx, unchanged }) => {
    const count = await tx.$executeRaw(statement);
    unchanged();
    return count;
  }).catch((error: unknown) => String(error));
}

/** The refusals of a database that guards its rows; any other error would only look like one. */
const refused = /row-level security|permission denied|is immutable|cannot (update|insert into|delete from) (view|column)/;

test('a row of another team is neither changed nor deleted', async () => {
  for (const relation of relations) {
    const where = Prisma.sql`WHERE team_id = ${marked.team.id}::uuid`;
    const tries = [Prisma.sql`UPDATE ${name(relation)} SET team_id = team_id ${where}`, Prisma.sql`DELETE FROM ${name(relation)} ${where}`];
    for (const each of tries) {
      const answer = await written(writing, each);
      if (answer !== 0) expect(answer, `${relation.name}: ${each.text}`).toMatch(refused);
    }
  }
});

test('a row is neither put into another team nor moved there', async () => {
  for (const relation of relations) {
    const moved = Prisma.sql`UPDATE ${name(relation)} SET team_id = ${marked.team.id}::uuid WHERE team_id = ${own.team.id}::uuid`;
    // Nothing is moved where only the house may write.
    const answer = await written(writing, moved);
    if (answer !== 0) expect(answer, `${relation.name}: moved`).toMatch(refused);
    const theirs = Prisma.sql`SELECT to_jsonb(t) AS row FROM ${name(relation)} t WHERE team_id = ${marked.team.id}::uuid LIMIT 1`;
    const [found] = await read({ actorId: null, read: 'every', write: [] }, ({ rows }) => rows<{ row: object }>(theirs));
    const columns = Prisma.raw(relation.columns.map((each) => `"${each}"`).join(', '));
    const row = JSON.stringify({ ...found?.row, actor_id: actor.id });
    const given = Prisma.sql`jsonb_populate_record(NULL::${name(relation)}, ${row}::jsonb)`;
    const put = Prisma.sql`INSERT INTO ${name(relation)} (${columns}) SELECT ${columns} FROM ${given}`;
    // An event may be told of any team, by whoever it happened to, in their own name alone.
    if (relation.name !== 'audit_events') expect(await written(writing, put), `${relation.name}: put`).toMatch(refused);
  }
});

test('a write to one’s own team goes through: what refused the others was the team', async () => {
  const asset = await makeAsset(own.team);
  const rename = Prisma.sql`UPDATE assets SET name = 'Renamed' WHERE id = ${asset.id}::uuid`;
  expect(await written(writing, rename)).toBe(1);
  expect(await written({ ...writing, write: [] }, rename)).toBe(0);
});
