/** The guards in the database itself: what the application's role cannot do, whatever the application is made to say. */
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { database, type Rows, type Scope, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { builtInRoles } from './permissions.ts';
import { makeAsset, makeLineage, makePerson, makeTeam, makeVersion, type TestAsset, type TestTeam } from './testing.ts';

const tables = ['assets', 'asset_versions', 'version_files', 'lineage', 'imports', 'import_chunks', 'import_rows', 'import_mappings'];
const digest = 'c'.repeat(64);

let application: pg.PoolClient;
let ours: TestTeam;
let theirs: TestTeam;
let ourAsset: TestAsset;
let theirAsset: TestAsset;

beforeEach(async () => {
  [ours, theirs] = [await makeTeam(), await makeTeam()];
  [ourAsset, theirAsset] = [await inhabit(ours), await inhabit(theirs)];
  application = await database().pool.connect();
  await application.query('BEGIN');
});

afterEach(async () => {
  await application.query('ROLLBACK');
  application.release();
});

/** A row in every table that is cut by team. */
async function inhabit(team: TestTeam): Promise<TestAsset> {
  const asset = await makeAsset(team, { name: `canary of ${team.key}` });
  const [first, second] = [await makeVersion(asset, { files: [{ path: 'a', sha256: digest, size: 1 }] }), await makeVersion(asset)];
  await makeLineage(second, first);
  const [importId, person] = [newId(), await makePerson()];
  await owner.query("INSERT INTO imports (id, team_id, created_by, file_name) VALUES ($1, $2, $3, 'a.json')", [
    importId,
    team.id,
    person.id,
  ]);
  await owner.query("INSERT INTO import_chunks (import_id, team_id, seq, bytes) VALUES ($1, $2, 1, '')", [importId, team.id]);
  await owner.query("INSERT INTO import_rows (import_id, team_id, seq, place, record) VALUES ($1, $2, 1, 'line 1', '{}')", [
    importId,
    team.id,
  ]);
  await owner.query("INSERT INTO import_mappings (team_id, header, mapping) VALUES ($1, 'name', '{}')", [team.id]);
  return asset;
}

const scoped = (read: Rows, write: Rows = [], actorId: string | null = null) =>
  application.query(scopeScript({ actorId, read, write } satisfies Scope));
const announce = () => application.query("SELECT set_config('app.announced', 'test.done', true)");
const teamsIn = async (relation: string) => {
  const { rows } = await application.query<{ team_id: string }>(`SELECT DISTINCT team_id FROM ${relation}`);
  return rows.map((row) => row.team_id);
};

/** Runs a statement that must fail, and goes on in the transaction. */
async function refused(statement: string, values: unknown[] = []): Promise<string> {
  await application.query('SAVEPOINT before');
  const outcome = await application.query(statement, values).then(
    (result) => `succeeded on ${result.rowCount} rows`,
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
  await application.query('ROLLBACK TO before');
  return outcome;
}

test('without a scope there is nothing to see', async () => {
  for (const relation of [...tables, 'asset_list']) expect(await teamsIn(relation), relation).toEqual([]);
});

test('with the scope of one team, the rows of every other team are not there, in tables and in the list', async () => {
  await scoped([ours.id]);
  for (const relation of [...tables, 'asset_list']) expect(await teamsIn(relation), relation).toEqual([ours.id]);
});

test('text search, trigrams and counts in the list do not reach another team’s canary', async () => {
  await scoped([ours.id]);
  const { rows } = await application.query(
    `SELECT (SELECT count(*)::int FROM asset_list WHERE name LIKE 'canary of %') AS named,
            (SELECT count(*)::int FROM asset_list WHERE search @@ to_tsquery('simple', 'canary')) AS found,
            (SELECT count(*)::int FROM asset_list WHERE asset_text(name, key, description, tags, owner_name) LIKE '%' || $1 || '%') AS lettered`,
    [theirs.key],
  );
  expect(rows).toEqual([{ named: 1, found: 1, lettered: 0 }]);
});

test('reading every team is a scope of its own and writes nothing', async () => {
  await scoped('every');
  expect(await teamsIn('asset_list')).toEqual(expect.arrayContaining([ours.id, theirs.id]));
  await announce();
  const update = await application.query("UPDATE assets SET name = 'taken over' WHERE id = $1", [theirAsset.id]);
  expect(update.rowCount).toBe(0);
});

test('a team that may be read and not written keeps its rows', async () => {
  await scoped([ours.id, theirs.id], [ours.id]);
  await announce();
  expect((await application.query("UPDATE assets SET name = 'edited' WHERE id = ANY ($1)", [[ourAsset.id, theirAsset.id]])).rowCount).toBe(
    1,
  );
  expect(await refused('UPDATE assets SET team_id = $1 WHERE id = $2', [theirs.id, ourAsset.id])).toBe('42501');
  const insert = "INSERT INTO import_mappings (team_id, header, mapping) VALUES ($1, 'x', '{}')";
  expect(await refused(insert, [theirs.id])).toBe('42501');
  expect(await refused(insert, [ours.id])).toBe('succeeded on 1 rows');
});

test('a version, its files and an audit event stay as they were, for the owner of the tables too', async () => {
  await scoped('every', 'every');
  await announce();
  for (const statement of [
    "UPDATE asset_versions SET label = 'x'",
    'DELETE FROM asset_versions',
    'UPDATE version_files SET size = 2',
    'DELETE FROM version_files',
    "UPDATE audit_events SET event = 'x'",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
    'DELETE FROM assets',
    'DELETE FROM users',
    'DELETE FROM lineage',
    "UPDATE lineage SET relation = 'built_by'",
    "UPDATE one_time_links SET expires_at = now() + interval '1 year'",
    "INSERT INTO one_time_links (id, purpose, token_hash, expires_at) VALUES (gen_random_uuid(), 'first_administrator', 'x', now())",
  ])
    expect(await refused(statement), statement).toBe('42501');
  await owner.query(
    "INSERT INTO audit_events (id, event, target_type, operation_id, request_id) VALUES (gen_random_uuid(), 'a.b', 'test', gen_random_uuid(), 'r')",
  );
  await expect(owner.query("UPDATE asset_versions SET label = 'x'")).rejects.toMatchObject({ code: 'GH002' });
  await expect(owner.query('UPDATE version_files SET size = 2')).rejects.toMatchObject({ code: 'GH002' });
  await expect(owner.query("UPDATE audit_events SET event = 'x'")).rejects.toMatchObject({ code: 'GH002' });
  await expect(owner.query('DELETE FROM audit_events')).rejects.toMatchObject({ code: 'GH002' });
});

test('a version follows its asset to another team and changes in nothing else', async () => {
  await scoped([ours.id, theirs.id], [ours.id, theirs.id]);
  await announce();
  const before = (await application.query('SELECT * FROM asset_versions WHERE asset_id = $1 ORDER BY id', [ourAsset.id])).rows;
  await application.query('UPDATE assets SET team_id = $1 WHERE id = $2', [theirs.id, ourAsset.id]);
  const after = (await application.query('SELECT * FROM asset_versions WHERE asset_id = $1 ORDER BY id', [ourAsset.id])).rows;
  expect(after).toEqual(before.map((row) => ({ ...row, team_id: theirs.id })));
});

test('the role is no superuser, owns nothing, bypasses nothing and becomes no one else', async () => {
  const { rows } = await application.query(
    `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
            (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned,
            (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
     FROM pg_roles r WHERE rolname = current_user`,
  );
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0, memberships: 0 }]);
  const { rows: owners } = await owner.query<{ name: string }>('SELECT quote_ident(current_user) AS name');
  for (const statement of [
    `SET ROLE ${owners[0]?.name}`,
    `SET SESSION AUTHORIZATION ${owners[0]?.name}`,
    'ALTER TABLE assets DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE assets DISABLE TRIGGER announced',
    'DROP POLICY readable ON assets',
    'CREATE TABLE public.mine (x int)',
    'ALTER ROLE gatehouse_app BYPASSRLS',
    "SET session_replication_role = 'replica'",
    'CREATE OR REPLACE FUNCTION require_announcement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    "COPY (SELECT 1) TO PROGRAM 'true'",
    'SET row_security = off; SELECT * FROM assets',
  ])
    expect(await refused(statement), statement).toBe('42501');
});

test('every table that carries a team is cut by it: a new one cannot be forgotten', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `SELECT c.relname AS table FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attname = 'team_id' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity`,
  );
  expect(rows).toEqual([]);
});

test('someone else’s saved view is not there until it is shared, and never writable', async () => {
  const [mine, other] = [await makePerson(), await makePerson()];
  const [secret, shared] = [newId(), newId()];
  const insert = "INSERT INTO saved_views (id, list, name, query, owner_id, shared) VALUES ($1, 'assets', $2, '', $3, $4)";
  await owner.query(insert, [secret, 'secret', other.id, false]);
  await owner.query(insert, [shared, 'shared', other.id, true]);
  await scoped([], [], mine.id);
  await announce();
  const { rows } = await application.query('SELECT id FROM saved_views WHERE owner_id = $1', [other.id]);
  expect(rows).toEqual([{ id: shared }]);
  expect((await application.query("UPDATE saved_views SET query = 'x'")).rowCount).toBe(0);
  expect((await application.query('DELETE FROM saved_views')).rowCount).toBe(0);
  expect(await refused(insert, [newId(), 'planted', other.id, true])).toBe('42501');
});

test('an audit event of another team is not there', async () => {
  const event = 'INSERT INTO audit_events (id, event, target_type, team_id, operation_id, request_id) VALUES ($1, $2, $3, $4, $5, $6)';
  await owner.query(event, [newId(), 'asset.edited', 'asset', ours.id, newId(), 'r']);
  await owner.query(event, [newId(), 'asset.edited', 'asset', theirs.id, newId(), 'r']);
  await scoped([ours.id]);
  expect(await teamsIn('audit_events')).toEqual([ours.id]);
});

test('the built-in roles stand in the database by the keys and names of the code', async () => {
  const { rows } = await owner.query('SELECT key, scope, name FROM roles WHERE built_in ORDER BY key');
  const expected = builtInRoles.map(({ key, scope, name }) => ({ key, scope, name }));
  expect(rows).toEqual(expected.sort((a, b) => (a.key < b.key ? -1 : 1)));
});

test('a role of teams is not one of the organisation, nor the other way round', async () => {
  const [team, person] = [await makeTeam(), await makePerson()];
  await expect(owner.query("UPDATE users SET org_role = 'lead' WHERE id = $1", [person.id])).rejects.toMatchObject({ code: '23514' });
  await expect(
    owner.query("INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, 'admin')", [team.id, person.id]),
  ).rejects.toMatchObject({ code: '23514' });
});

test('people, roles, teams and settings are written with the rights of the whole organisation alone', async () => {
  const [team, person, other] = [await makeTeam(), await makePerson(), await makePerson()];
  await scoped([team.id], [team.id], person.id);
  await announce();
  expect(await refused("INSERT INTO teams (id, key, name) VALUES ($1, 'planted', 'Planted')", [newId()])).toBe('42501');
  expect(await refused("INSERT INTO roles (key, scope, name, permissions) VALUES ('x', 'team', 'X', '{asset.read}')")).toBe('42501');
  expect(await refused("INSERT INTO settings (name, value) VALUES ('x', '{}')")).toBe('42501');
  expect(await refused("UPDATE users SET org_role = 'admin' WHERE id = $1", [person.id])).toBe('42501');
  expect(await refused("UPDATE users SET name = 'Somebody else' WHERE id = $1", [other.id])).toBe('42501');
  expect((await application.query("UPDATE users SET name = 'Myself' WHERE id = $1", [person.id])).rowCount).toBe(1);
  expect((await application.query("UPDATE teams SET name = 'x'")).rowCount).toBe(0);
});

test('a role in a team is given by whoever may write that team', async () => {
  const person = await makePerson();
  const insert = "INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, 'viewer')";
  await scoped([ours.id], [ours.id], person.id);
  await announce();
  expect(await refused(insert, [theirs.id, person.id])).toBe('42501');
  expect((await application.query(insert, [ours.id, person.id])).rowCount).toBe(1);
});
