/** Tokens as an outside client uses them: through the door. */
import { beforeEach, expect, test } from 'vitest';
import { handle } from '#lib/door.ts';
import { database } from '#lib/platform/database.ts';
import { owner } from '#lib/platform/testing.ts';
import { bearerOf } from './bearer.ts';
import {
  giveRole,
  makeAsset,
  makePerson,
  makeService,
  makeSession,
  makeTeam,
  makeToken,
  type TestAsset,
  type TestPerson,
  type TestTeam,
} from './testing.ts';
import { drawToken } from './tokens/format.ts';

let team: TestTeam;
let person: TestPerson;
let asset: TestAsset;
beforeEach(async () => {
  team = await makeTeam();
  person = await makePerson({ roles: [[team, 'lead']] });
  asset = await makeAsset(team);
});

async function send(route: string, headers: Record<string, string>, body?: object) {
  const [method = 'GET', path = '/'] = route.split(' ');
  const response = await handle(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers: { host: 'localhost:3000', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body && JSON.stringify(body),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token reads and writes within its scopes, and its act is its owner’s', async () => {
  const { token } = await makeToken(person, { scopes: ['asset.read', 'asset.edit'] });
  expect((await send(`GET /assets/${asset.id}`, bearer(token))).body).toMatchObject({ id: asset.id });
  const edited = await send(`PATCH /assets/${asset.id}`, bearer(token), { version: 1, description: 'By a token.' });
  expect([edited.status, edited.body.description]).toEqual([200, 'By a token.']);
  const { rows } = await owner.query('SELECT actor_id FROM audit_events WHERE target_id = $1', [asset.id]);
  expect(rows).toEqual([{ actor_id: person.id }]);
  const retired = await send(`POST /assets/${asset.id}/retire`, bearer(token), {});
  expect([retired.status, retired.body.code]).toEqual([403, 'forbidden']);
  expect(retired.body.message).toContain('asset.retire');
});

test('scopes give nothing that the owner does not hold, in this team or in another', async () => {
  const other = await makeAsset(await makeTeam());
  const { token } = await makeToken(await makePerson({ roles: [[team, 'viewer']] }));
  expect((await send(`GET /assets/${asset.id}`, bearer(token))).status).toBe(200);
  expect((await send(`PATCH /assets/${asset.id}`, bearer(token), { version: 1, name: 'No' })).status).toBe(403);
  expect((await send(`GET /assets/${other.id}`, bearer(token))).status).toBe(404);
});

test('what its owner loses, the token loses on the very next call', async () => {
  const { token } = await makeToken(person);
  const edit = async (name: string, version: number) => (await send(`PATCH /assets/${asset.id}`, bearer(token), { version, name })).status;
  expect(await edit('First', 1)).toBe(200);
  await giveRole(person, team, 'viewer');
  expect(await edit('Second', 2)).toBe(403);
  await owner.query('DELETE FROM memberships WHERE user_id = $1', [person.id]);
  expect((await send(`GET /assets/${asset.id}`, bearer(token))).status).toBe(403);
  await giveRole(person, team, 'lead');
  expect(await edit('Third', 2)).toBe(200);
});

test('a token that does not hold is 401 with a challenge, and never falls back to the cookie beside it', async () => {
  const cookie = `gatehouse-session=${await makeSession(person)}`;
  const revoked = await makeToken(person);
  await owner.query('UPDATE api_tokens SET revoked_at = now() WHERE id = $1', [revoked.id]);
  const expired = await makeToken(person, { expiresAt: new Date(Date.now() - 1) });
  for (const token of [revoked.token, expired.token, drawToken('person'), drawToken('service'), 'x', '', 'gth_short'])
    for (const headers of [bearer(token), { ...bearer(token), cookie }]) {
      const answer = await send('GET /teams', headers);
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Gatehouse", error="invalid_token"');
    }
  expect((await send('GET /teams', {})).headers.get('www-authenticate')).toBe('Bearer realm="Gatehouse"');
});

test('a malformed token is refused without asking the database', () => {
  const asked = database().pool.totalCount;
  for (const header of ['Bearer', 'bearer x', `Bearer ${drawToken('person')}x`, `BEARER ${drawToken('person').slice(0, -1)}`, 'Bearer a b'])
    expect(() => bearerOf(new Request('http://localhost', { headers: { authorization: header } })), header).toThrow(
      'no token of Gatehouse',
    );
  expect(database().pool.totalCount).toBe(asked);
});

test('credentials of another kind, as a proxy asks for them, are not ours', async () => {
  const cookie = `gatehouse-session=${await makeSession(person)}`;
  expect((await send('GET /account', { cookie, authorization: 'Basic dXNlcjpwYXNz' })).body).toMatchObject({ id: person.id });
  expect((await send('GET /account', { authorization: 'Basic dXNlcjpwYXNz' })).status).toBe(401);
});

test('of a token and a cookie the token counts', async () => {
  const other = await makePerson({ orgRole: 'admin' });
  const cookie = `gatehouse-session=${await makeSession(other)}`;
  const { token } = await makeToken(person);
  expect((await send('GET /account', { cookie, ...bearer(token) })).body).toMatchObject({ id: person.id });
  const answer = await send('POST /account/sessions/end-others', { cookie, ...bearer(token) }, {});
  expect(answer.status).toBe(403);
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test('a change with a token needs no origin, and none is allowed to read the answer by CORS', async () => {
  const { token } = await makeToken(person);
  for (const origin of ['https://elsewhere.example', 'null']) {
    const answer = await send(
      'POST /assets',
      { ...bearer(token), origin, 'sec-fetch-site': 'cross-site' },
      { ...newAsset(), key: `a-${origin.length}` },
    );
    expect(answer.status).toBe(201);
    for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control/);
  }
});

const newAsset = () => ({
  teamId: team.id,
  kind: 'model',
  key: 'by-token',
  name: 'By a token',
  stage: 'develop',
  criticality: 3,
  exposure: 'internal',
  dataClass: 'internal',
});

test('a service account’s token works in its own team; the cookie’s person counts for nothing', async () => {
  const service = await makeService(team, { role: 'ml_engineer' });
  const { token } = await makeToken(service);
  const made = await send('POST /assets', bearer(token), newAsset());
  expect(made.status).toBe(201);
  const { rows } = await owner.query('SELECT actor_id, event FROM audit_events WHERE target_id = $1', [made.body.id]);
  expect(rows).toEqual([{ actor_id: service.id, event: 'asset.registered' }]);
  expect((await send('POST /assets', bearer(token), { ...newAsset(), kind: 'dataset', key: 'x' })).status).toBe(403);
  expect((await send(`GET /assets/${(await makeAsset(await makeTeam())).id}`, bearer(token))).status).toBe(404);
});

test('the token’s text is in no answer', async () => {
  const { token } = await makeToken(person);
  for (const route of ['GET /account', 'GET /nothing', 'POST /assets']) {
    const answer = await send(route, bearer(token), route.startsWith('POST') ? {} : undefined);
    expect(JSON.stringify([answer.body, ...answer.headers])).not.toContain(token);
  }
});
