/** The first door, whole: what a browser or another client meets at /api/v1. */
import { beforeAll, expect, test } from 'vitest';
import { hashToken } from './access/actor.ts';
import { giveRole, makeAsset, makePerson, makeSession, makeTeam, makeVersion, type TestPerson, type TestTeam } from './access/testing.ts';
import { handle } from './door.ts';
import { owner } from './platform/testing.ts';
import { router } from './router.ts';

const base = 'http://localhost:3000';
type Sent = { token?: string; body?: BodyInit; headers?: Record<string, string> };

async function send(route: string, { token, body, headers = {} }: Sent = {}) {
  const [method = 'GET', path = '/'] = route.split(' ');
  const response = await handle(
    new Request(`${base}/api/v1${path}`, {
      method,
      headers: {
        host: 'localhost:3000',
        ...(method === 'GET' ? {} : { origin: base, 'content-type': 'application/json' }),
        ...(token ? { cookie: `gatehouse-session=${token}` } : {}),
        ...headers,
      },
      body,
      duplex: 'half',
    } as RequestInit),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

let person: TestPerson;
let token: string;
let team: TestTeam;

beforeAll(async () => {
  team = await makeTeam();
  person = await makePerson({ roles: [[team, 'lead']] });
  token = await makeSession(person);
});

const view = (name: string, more: object = {}) => JSON.stringify({ list: 'assets', name, query: '', ...more });

test('a signed-in call is answered, not kept by caches, and carries its request id', async () => {
  const answer = await send('GET /account', { token });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ id: person.id });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('the request id of a change stands in its audit event', async () => {
  const answer = await send('POST /views', { token, body: view('request id') });
  expect(answer.status).toBe(201);
  const { rows } = await owner.query('SELECT request_id FROM audit_events WHERE target_id = $1', [answer.body.id]);
  expect(rows).toEqual([{ request_id: answer.headers.get('x-request-id') }]);
});

test.each([
  ['no cookie', undefined],
  ['a made-up token', 'made-up'],
  ['an empty token', ''],
  ['a badly encoded one', '%E0%A4%A'],
])('with %s it is 401, in the one shape of every refusal', async (_, given) => {
  const answer = await send('GET /account', { token: given });
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ code: 'unauthenticated', message: 'Sign in to go on.', requestId: answer.headers.get('x-request-id') });
});

test.each([
  ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['that names no origin', { origin: '' }],
  ['from a form on another site', { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' }],
])('a change with a cookie %s is refused and changes nothing', async (_, headers) => {
  const answer = await send('POST /views', { token, body: view('planted'), headers });
  expect(answer.status).toBe(403);
  expect(answer.body.code).toBe('forbidden');
  expect((await owner.query("SELECT 1 FROM saved_views WHERE name = 'planted'")).rowCount).toBe(0);
});

function chunked(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 256 * 1024);
      left -= size;
      if (size === 0) controller.close();
      else controller.enqueue(new Uint8Array(size).fill(32));
    },
  });
}

test('a JSON body over 8 MB is refused: by its declared length unread, and as it comes when none is declared', async () => {
  const declared = await send('POST /views', {
    token,
    body: chunked(9 * 1024 * 1024),
    headers: { 'content-length': String(9 * 1024 * 1024) },
  });
  expect([declared.status, declared.body.code]).toEqual([413, 'too_large']);
  const streamed = await send('POST /views', { token, body: chunked(9 * 1024 * 1024) });
  expect([streamed.status, streamed.body.code]).toEqual([413, 'too_large']);
});

test('from a stranger not even a long body is read', async () => {
  const answer = await send('POST /setup', { body: chunked(100 * 1024) });
  expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  expect(
    (await send('POST /setup', { body: JSON.stringify({ token: 'x'.repeat(200), name: 'a', email: 'a@example.org', password: 'x' }) }))
      .status,
  ).toBe(403);
});

test('an operation that does not exist is named', async () => {
  const answer = await send('GET /nothing-of-the-kind', { token });
  expect(answer.status).toBe(404);
  expect(answer.body.message).toContain('GET /api/v1/nothing-of-the-kind');
  expect((await send('DELETE /account', { token })).status).toBe(404);
});

test.each([
  ['JSON that breaks off', '{"list":'],
  ['no JSON at all', 'list=assets'],
])('%s is 422 with a sentence', async (_, body) => {
  const answer = await send('POST /views', { token, body });
  expect(answer.status).toBe(422);
  expect(answer.body.message).toMatch(/\.$/);
});

test('what is wrong with the input is told by field', async () => {
  const answer = await send('POST /views', { token, body: JSON.stringify({ list: 'nothing', name: '', query: 7 }) });
  expect(answer.status).toBe(422);
  expect(Object.keys(answer.body.fields).sort()).toEqual(['list', 'name', 'query']);
  expect(answer.body.fields.name).toBe('Name the view.');
});

test.each([
  ['__proto__', '{"list":"assets","name":"p1","query":"","__proto__":{"shared":true}}'],
  ['an operator for a scalar', '{"list":"assets","name":{"contains":""},"query":""}'],
  ['a further field', view('p3', { ownerId: '00000000-0000-7000-8000-000000000000' })],
])('%s in a body is refused', async (_, body) => {
  expect((await send('POST /views', { token, body })).status).toBe(422);
  expect(Object.hasOwn(Object.prototype, 'shared')).toBe(false);
});

test('a fault of ours tells nothing but its request id', async () => {
  await owner.query('ALTER TABLE saved_views RENAME TO saved_views_away');
  try {
    const answer = await send('GET /views?list=assets', { token });
    expect(answer.status).toBe(503);
    expect(answer.body.message).toContain(answer.headers.get('x-request-id'));
    expect(answer.text).not.toMatch(/saved_views|relation|SELECT|at /);
  } finally {
    await owner.query('ALTER TABLE saved_views_away RENAME TO saved_views');
  }
});

type Leaf = { '~orpc': { route: { method: string; path: string }; meta: { permission: string } } };
const leavesOf = (tree: unknown): Leaf[] =>
  typeof tree !== 'object' || tree === null ? [] : '~orpc' in tree ? [tree as Leaf] : Object.values(tree).flatMap(leavesOf);
const operations = leavesOf(router).map(({ '~orpc': { route, meta } }) => ({
  name: `${route.method} ${route.path}`,
  permission: meta.permission,
}));
const nowhere = '00000000-0000-7000-8000-000000000000';

test.each(operations.filter((each) => each.permission !== 'anyone'))('$name asks who it is before anything else', async ({ name }) => {
  const answer = await send(name.replaceAll(/\{\w+\}/g, nowhere), { body: name.startsWith('GET') ? undefined : '{}' });
  expect(answer.status).toBe(401);
});

test.each(operations.filter((each) => !['anyone', 'signed-in', 'session'].includes(each.permission)))(
  '$name is forbidden to a person without any role',
  async ({ name }) => {
    const outsider = await makeSession(await makePerson());
    const answer = await send(name.replaceAll(/\{\w+\}/g, nowhere), { token: outsider, body: name.startsWith('GET') ? undefined : '{}' });
    expect(answer.status).toBe(403);
  },
);

test.each(operations.filter((each) => each.name.startsWith('GET')))(
  '$name never tells a team’s canary to another team',
  async ({ name }) => {
    const theirs = await makeTeam({ name: 'canary-team' });
    const asset = await makeAsset(theirs, {
      name: 'canary-name',
      key: 'canary-key',
      more: { description: 'canary-text', tags: ['canary-tag'] },
    });
    const version = await makeVersion(asset, { label: 'canary-label', files: [{ path: 'canary-path', sha256: 'd'.repeat(64), size: 1 }] });
    for (const id of [asset.id, version.id]) {
      const query = `?list=assets&q=canary&left=${version.id}&right=${version.id}&facet=tag&team=${theirs.key}`;
      const path = name.replaceAll(/\{\w+\}/g, id);
      for (const each of [path, path + query]) {
        const { text } = await send(each, { token });
        // What teams are called is told to everybody signed in, by this one operation: access is asked for by a team's name. All else stays theirs.
        const told = name === 'GET /teams/names' ? text.replaceAll('"name":"canary-team"', '') : text;
        expect(told, each).not.toMatch(/canary/);
        if (name === 'GET /teams/names') expect(told, each).not.toContain(theirs.key);
      }
    }
    await owner.query('UPDATE assets SET key = id::text WHERE id = $1', [asset.id]);
  },
);

test('the same questions of someone who may see the team do find its canary', async () => {
  const theirs = await makeTeam();
  const asset = await makeAsset(theirs, { name: 'visible-canary' });
  const admin = await makeSession(await makePerson({ orgRole: 'admin' }));
  expect((await send('GET /assets?q=visible', { token: admin })).text).toMatch(/visible-canary/);
  expect((await send(`GET /assets/${asset.id}`, { token: admin })).text).toMatch(/visible-canary/);
  expect((await send(`GET /assets/${asset.id}`, { token })).status).toBe(404);
});

test('a removed membership, a lesser role, an ended session and a deactivated person take effect on the next call', async () => {
  const colleague = await makePerson({ roles: [[team, 'lead']] });
  const theirs = await makeSession(colleague);
  const share = (name: string) => send('POST /views', { token: theirs, body: view(name, { shared: true }) });
  const teams = async () => (await send('GET /teams', { token: theirs })).body.teams.length;
  expect((await share('one')).status).toBe(201);
  await giveRole(colleague, team, 'viewer');
  expect((await share('two')).status).toBe(403);
  expect(await teams()).toBe(1);
  await owner.query('DELETE FROM memberships WHERE user_id = $1', [colleague.id]);
  expect(await teams()).toBe(0);
  await owner.query("UPDATE users SET org_role = 'security' WHERE id = $1", [colleague.id]);
  expect((await share('three')).status).toBe(201);
  await owner.query("UPDATE users SET org_role = 'member' WHERE id = $1", [colleague.id]);
  expect((await share('four')).status).toBe(403);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [colleague.id]);
  expect((await send('GET /account', { token: theirs })).status).toBe(401);
  await owner.query("UPDATE users SET status = 'active' WHERE id = $1", [colleague.id]);
  expect((await send('GET /account', { token: theirs })).status).toBe(200);
  await owner.query('DELETE FROM sessions WHERE token_hash = $1', [hashToken(theirs)]);
  expect((await send('GET /account', { token: theirs })).status).toBe(401);
});

test('an asset is not there for whoever left its team, and an archived team counts as left', async () => {
  const colleague = await makePerson({ roles: [[team, 'lead']] });
  const theirs = await makeSession(colleague);
  const asset = await makeAsset(team);
  const status = async () => (await send(`GET /assets/${asset.id}`, { token: theirs })).status;
  expect(await status()).toBe(200);
  await giveRole(colleague, await makeTeam(), 'lead');
  await owner.query('DELETE FROM memberships WHERE user_id = $1 AND team_id = $2', [colleague.id, team.id]);
  expect(await status()).toBe(404);
  await giveRole(colleague, team, 'lead');
  expect(await status()).toBe(200);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
  expect(await status()).toBe(404);
  await owner.query('UPDATE teams SET archived_at = NULL WHERE id = $1', [team.id]);
});

test('a password change over the door gives the browser its new session in the cookie', async () => {
  const answer = await send('POST /account/password', {
    token,
    body: JSON.stringify({ currentPassword: 'x', newPassword: 'five calm badgers dig' }),
  });
  expect(answer.status).toBe(422);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.body.fields).toHaveProperty('currentPassword');
});

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

test('what Postgres cannot hold or understand is refused as input, not answered as a fault of ours', async () => {
  const asset = await makeAsset(team);
  const version = await makeVersion(asset);
  const nowhere = '0190a0b0-0000-7000-8000-000000000000';
  const reads = [
    'GET /assets?q=a%00b',
    'GET /assets?team=a%00b',
    'GET /assets?tag=a%00b',
    'GET /assets/total?q=a%00b',
    'GET /assets/facets?facet=owner&term=a%00b',
    'GET /assets/export?format=csv&q=a%00b',
    'GET /directory?q=a%00b',
    `GET /versions/${version.id}/files?q=a%00b`,
    `GET /assets?sort=level&after=${cursor('level', 99_999, nowhere)}`,
    `GET /assets/${asset.id}/activity?after=${cursor('at', '2026-01-01 00:00:00+99', nowhere)}`,
  ];
  for (const route of reads) {
    const { status, body } = await send(route, { token });
    expect([route, status, body?.code]).toEqual([route, 422, 'invalid']);
  }
  const writes: [string, object][] = [
    ['POST /views', { list: 'assets', name: 'a\u0000b', query: '' }],
    ['POST /views', { list: 'assets', name: 'x', query: 'a\u0000b' }],
  ];
  for (const [route, body] of writes) {
    const answer = await send(route, { token, body: JSON.stringify(body) });
    expect(answer.body).toMatchObject({ code: 'invalid' });
  }
});
