import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '#bin/postgres/cluster.ts';
import { throwawayCluster } from '#bin/testing/throwaway.ts';
import { externalDatabase, withClient } from './database.ts';
import { prepareDatabase } from './serve.ts';

// Roles belong to a whole cluster: changing gatehouse_app's password in the shared one would shut the other tests out.
let cluster: Cluster;
const secret = 'a secret of forty characters, for a test';

beforeAll(async () => {
  cluster = await throwawayCluster();
});
afterAll(() => cluster.stop());

/** A database with an owner of its own, as a hosted PostgreSQL gives: no superuser. */
async function hosted(name: string, attributes: string): Promise<string> {
  await withClient(cluster.url('postgres'), async (client) => {
    await client.query(`CREATE ROLE ${name} LOGIN ${attributes} PASSWORD 'of-${name}'`);
    await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
  });
  const url = new URL(cluster.url(name));
  url.username = name;
  url.password = `of-${name}`;
  return url.href;
}

test('an owner that may not create roles is told what to ask for', async () => {
  await expect(prepareDatabase(await hosted('small', ''), secret)).rejects.toThrow(
    /permission denied to create role\. .*CREATE ROLE gatehouse_app LOGIN .*DATABASE_APP_URL/,
  );
});

test('an owner that is no superuser is enough, and the application’s role is neither owner nor above row-level security', async () => {
  const ownerUrl = await hosted('hosted', 'CREATEROLE');
  const { applied, applicationUrl } = await prepareDatabase(ownerUrl, secret);
  expect(applied.length).toBeGreaterThan(0);
  const { rows } = await withClient(applicationUrl, (client) =>
    client.query(`SELECT current_user AS me, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS mighty,
      (SELECT count(*)::int FROM pg_class WHERE relowner = pg_roles.oid) AS owned FROM pg_roles WHERE rolname = current_user`),
  );
  expect(rows).toEqual([{ me: 'gatehouse_app', mighty: false, owned: 0 }]);
  expect(new URL(applicationUrl).password).not.toBe(new URL(ownerUrl).password);
});

test('a second preparation applies nothing and keeps the connection; another secret changes it', async () => {
  const url = new URL(cluster.url('hosted'));
  const first = await prepareDatabase(url.href, secret);
  expect(first.applied).toEqual([]);
  expect((await prepareDatabase(url.href, secret)).applicationUrl).toBe(first.applicationUrl);
  await prepareDatabase(url.href, `${secret}, another`);
  await expect(withClient(first.applicationUrl, async () => undefined)).rejects.toThrow(/password authentication failed/);
});

test('a role that could pass row-level security by is refused', async () => {
  await withClient(cluster.url('postgres'), (client) => client.query('ALTER ROLE gatehouse_app BYPASSRLS'));
  await expect(prepareDatabase(cluster.url('hosted'), secret)).rejects.toThrow(/may bypass row-level security/);
  await withClient(cluster.url('postgres'), (client) => client.query('ALTER ROLE gatehouse_app NOBYPASSRLS'));
});

test.each([
  ['password', (url: URL) => Object.assign(url, { password: 'guess' }), 'refused the user or password in DATABASE_URL'],
  ['database', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), 'has no such database'],
  ['port', (url: URL) => Object.assign(url, { port: '1' }), 'cannot be reached'],
])('a wrong %s in DATABASE_URL is a sentence without the password', async (_part, change, expected) => {
  const url = change(new URL(cluster.url('postgres')));
  const told = await externalDatabase(url.href).then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(told).toContain(expected);
  expect(told).not.toContain(url.password);
});

test('a start refuses a server that says it is older than PostgreSQL 15', async () => {
  await withClient(cluster.url('postgres'), (client) =>
    client.query(`CREATE SCHEMA older;
      CREATE FUNCTION older.current_setting(name text) RETURNS text LANGUAGE sql RETURN CASE name WHEN 'server_version_num' THEN '140011' ELSE '14.11' END`),
  );
  const url = new URL(cluster.url('postgres'));
  url.searchParams.set('options', '-c search_path=older,pg_catalog');
  await expect(externalDatabase(url.href)).rejects.toThrow('PostgreSQL 14.11. Expected PostgreSQL 15 or later');
});
