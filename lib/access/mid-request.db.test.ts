/** Rights taken away, and assets moved away, while a change is on its way: it is refused, or it was through before. */
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { type Answer, send, withCookie, withToken } from './operations-testing.ts';
import {
  eventsOf,
  giveRole,
  makeAsset,
  makePerson,
  makeService,
  makeSession,
  makeTeam,
  makeToken,
  makeVersion,
  type TestAsset,
  type TestTeam,
} from './testing.ts';

/** A connection of its own, with a transaction that stays open: what happens meanwhile waits for it, or it for that. */
let other: pg.Client;
let team: TestTeam;
let asset: TestAsset;

beforeEach(async () => {
  other = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL, options: '-c app.announced=test.arranged' });
  await other.connect();
  team = await makeTeam();
  asset = await makeAsset(team);
});

afterEach(() => other.end());

type Principal = { headers: Record<string, string>; id: string; roleKey: string };

/** A custom role of all that these tests write, so that it can be taken apart. */
async function customRole(scope: 'team' | 'organisation'): Promise<string> {
  const key = newId();
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, $2, $3, '{asset.read,asset.edit,asset.retire}', '{model,dataset,pipeline,infrastructure,repository}')",
    [key, scope, `Custom ${key}`],
  );
  return key;
}

async function member(through: 'session' | 'token' = 'session'): Promise<Principal> {
  const person = await makePerson();
  const roleKey = await customRole('team');
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, person.id, roleKey]);
  const headers = through === 'session' ? withCookie(await makeSession(person)) : withToken((await makeToken(person)).token);
  return { headers, id: person.id, roleKey };
}

async function officer(): Promise<Principal> {
  const person = await makePerson();
  const roleKey = await customRole('organisation');
  await owner.query('UPDATE users SET org_role = $2 WHERE id = $1', [person.id, roleKey]);
  return { headers: withCookie(await makeSession(person)), id: person.id, roleKey };
}

async function service(): Promise<Principal> {
  const roleKey = await customRole('team');
  const account = await makeService(team, { role: roleKey });
  return { headers: withToken((await makeToken(account)).token), id: account.id, roleKey };
}

const viewer = "(SELECT key FROM roles WHERE key = 'viewer')";
const withoutRights = "UPDATE roles SET permissions = '{asset.read}' WHERE key = $1";

/** Who acts, what is taken away, by which statement, about which of the principal's ids. */
const removals: [string, () => Promise<Principal>, string, 'id' | 'roleKey' | 'team'][] = [
  ['a membership removed', () => member(), 'DELETE FROM memberships WHERE user_id = $1', 'id'],
  ['a lesser role in the team', () => member(), `UPDATE memberships SET role = ${viewer} WHERE user_id = $1`, 'id'],
  ['a membership that ended', () => member(), 'UPDATE memberships SET expires_at = now() WHERE user_id = $1', 'id'],
  ['a person deactivated', () => member(), "UPDATE users SET status = 'deactivated' WHERE id = $1", 'id'],
  ['a custom role with less', () => member(), withoutRights, 'roleKey'],
  ['a team archived', () => member(), 'UPDATE teams SET archived_at = now() WHERE id = $1', 'team'],
  ['a lesser role in the organisation', officer, "UPDATE users SET org_role = 'member' WHERE id = $1", 'id'],
  ['a custom role of the organisation with less', officer, withoutRights, 'roleKey'],
  ['a membership of a token’s owner removed', () => member('token'), 'DELETE FROM memberships WHERE user_id = $1', 'id'],
  ['a token’s owner deactivated', () => member('token'), "UPDATE users SET status = 'deactivated' WHERE id = $1", 'id'],
  ['a service account deactivated', service, "UPDATE service_accounts SET status = 'deactivated' WHERE id = $1", 'id'],
  ['a service account with a lesser role', service, `UPDATE service_accounts SET role = ${viewer} WHERE id = $1`, 'id'],
  ['a service account’s team archived', service, 'UPDATE teams SET archived_at = now() WHERE id = $1', 'team'],
];

const edit = (headers: Record<string, string>, name: string, version = 1): Promise<Answer> =>
  send({ method: 'PATCH', path: '/assets/{id}' }, { id: asset.id, version, name }, headers);

const nameNow = async () => (await owner.query<{ name: string }>('SELECT name FROM assets WHERE id = $1', [asset.id])).rows[0]?.name;

/** Until so many connections wait for a lock of somebody else's. */
const waiting = (count: number) =>
  vi.waitFor(
    async () => {
      const { rows } = await owner.query<{ count: number }>(
        "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      expect(rows[0]?.count).toBe(count);
    },
    { timeout: 10_000, interval: 10 },
  );

test.each(removals)('%s before a change is made: the change that was on its way is refused', async (_, principal, statement, about) => {
  const who = await principal();
  await other.query('BEGIN');
  await other.query(statement, [about === 'team' ? team.id : who[about]]);
  const answering = edit(who.headers, 'Too late');
  await waiting(1);
  await other.query('COMMIT');
  const answer = await answering;
  expect([401, 409], answer.text).toContain(answer.status);
  expect(await nameNow()).toBe(asset.name);
  expect(await eventsOf(asset)).toEqual([]);
  expect([401, 403, 404]).toContain((await edit(who.headers, 'Later')).status);
});

test.each(removals)('%s while a change is made: it waits until the change is through', async (_, principal, statement, about) => {
  const who = await principal();
  await other.query('BEGIN');
  await other.query('SELECT 1 FROM assets WHERE id = $1 FOR UPDATE', [asset.id]);
  const answering = edit(who.headers, 'In time');
  await waiting(1);
  const removing = owner.query(statement, [about === 'team' ? team.id : who[about]]);
  await waiting(2);
  await other.query('COMMIT');
  expect((await answering).status).toBe(200);
  await removing;
  expect(await nameNow()).toBe('In time');
  expect([401, 403, 404]).toContain((await edit(who.headers, 'Later', 2)).status);
  expect(await eventsOf(asset)).toHaveLength(1);
});

test('rights that grew or stayed hinder nobody, and many changes of one person go side by side', async () => {
  const who = await member();
  const assets = await Promise.all(Array.from({ length: 12 }, () => makeAsset(team)));
  const rename = (id: string) => send({ method: 'PATCH', path: '/assets/{id}' }, { id, version: 1, name: 'Side by side' }, who.headers);
  const answers = await Promise.all(assets.map(({ id }) => rename(id)));
  expect(answers.map((each) => each.status)).toEqual(assets.map(() => 200));
});

/** What a lead of the team asks for on an asset that goes to another team at that moment. */
const onAsset: [string, (headers: Record<string, string>, version: string) => Promise<Answer>][] = [
  ['an edit', (headers) => edit(headers, 'Not theirs any more')],
  ['retiring it', (headers) => send({ method: 'POST', path: '/assets/{id}/retire' }, { id: asset.id }, headers)],
  [
    'registering a version',
    (headers) => send({ method: 'POST', path: '/assets/{id}/versions' }, { id: asset.id, label: 'new', files: [] }, headers),
  ],
  [
    'a bulk change',
    (headers) =>
      send({ method: 'POST', path: '/assets/bulk' }, { ids: [asset.id], change: { field: 'criticality', criticality: 5 } }, headers),
  ],
  [
    'lineage from it',
    async (headers, version) => {
      const dataset = await makeVersion(await makeAsset(team, { kind: 'dataset' }));
      const input = { fromVersionId: version, toVersionId: dataset.id, relation: 'trained_on' };
      return send({ method: 'POST', path: '/lineage' }, input, headers);
    },
  ],
];

test.each(onAsset)('an asset that is moved to another team during %s is left alone, and tells nothing of that team', async (_, ask) => {
  const elsewhere = await makeTeam({ name: 'canary-team' });
  const person = await makePerson();
  await giveRole(person, team, 'lead');
  const headers = withCookie(await makeSession(person));
  const version = await makeVersion(asset);
  await other.query('BEGIN');
  await other.query('UPDATE assets SET team_id = $2, name = $3, version = version + 1 WHERE id = $1', [
    asset.id,
    elsewhere.id,
    'canary-name',
  ]);
  const answering = ask(headers, version.id);
  await waiting(1);
  await other.query('COMMIT');
  const answer = await answering;
  expect(answer.text).not.toContain('canary');
  const refusedOne = answer.status === 200 && JSON.stringify(answer.body).includes('"outcome":"refused"');
  expect(refusedOne || [404, 409].includes(answer.status), answer.text).toBe(true);
  const { rows } = await owner.query('SELECT name, status, criticality FROM assets WHERE id = $1', [asset.id]);
  expect(rows).toEqual([{ name: 'canary-name', status: 'active', criticality: 3 }]);
  expect((await owner.query('SELECT 1 FROM asset_versions WHERE asset_id = $1', [asset.id])).rowCount).toBe(1);
  expect(await eventsOf(asset)).toEqual([]);
});
