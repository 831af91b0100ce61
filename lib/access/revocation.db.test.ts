/** What is taken away is gone on the very next request, for reading and for writing, whoever it was taken from and whatever they act through. */
import { beforeEach, expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { hashToken } from './actor.ts';
import { send, withCookie, withToken } from './operations-testing.ts';
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
  type TestService,
  type TestTeam,
} from './testing.ts';

let team: TestTeam;
let asset: TestAsset;
let lead: TestPerson;
let service: TestService;
let session: string;
let tokens: { person: { id: string; token: string }; service: { id: string; token: string } };
let admin: Record<string, string>;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  lead = await makePerson({ roles: [[team, 'lead']] });
  service = await makeService(team, { role: 'lead' });
  session = await makeSession(lead);
  tokens = { person: await makeToken(lead), service: await makeToken(service) };
  admin = withCookie(await makeSession(await makePerson({ orgRole: 'admin' })));
});

const through = {
  'a session': () => withCookie(session),
  'a token': () => withToken(tokens.person.token),
  'a service account’s token': () => withToken(tokens.service.token),
};
type Through = keyof typeof through;
const person: Through[] = ['a session', 'a token'];

const sql =
  (statement: string, ...values: (() => unknown)[]) =>
  () =>
    owner.query(
      statement,
      values.map((value) => value()),
    );

/** Calls an operation as the administrator does, and expects that it was done. */
const byAdministrator = (route: string, input: () => Record<string, unknown>) => async () => {
  const [method = '', path = ''] = route.split(' ');
  const answer = await send({ method, path }, input(), admin);
  expect(answer.status, answer.text).toBeLessThan(300);
};

/** What is removed, from whom, how, and what is left: nothing at all, or reading. */
const removals: [string, readonly Through[], () => Promise<unknown>, 'nothing' | 'reading'][] = [
  ['a membership', person, sql('DELETE FROM memberships WHERE user_id = $1', () => lead.id), 'nothing'],
  [
    'a membership, by an operation',
    person,
    byAdministrator('DELETE /teams/{id}/members/{personId}', () => ({ id: team.id, personId: lead.id, version: 1 })),
    'nothing',
  ],
  [
    'a membership that ended by itself',
    person,
    sql('UPDATE memberships SET expires_at = now() WHERE user_id = $1', () => lead.id),
    'nothing',
  ],
  ['a role in the team', person, () => giveRole(lead, team, 'viewer'), 'reading'],
  ['the session', ['a session'], sql('DELETE FROM sessions WHERE token_hash = $1', () => hashToken(session)), 'nothing'],
  [
    'the session, by time',
    ['a session'],
    sql('UPDATE sessions SET expires_at = now() WHERE token_hash = $1', () => hashToken(session)),
    'nothing',
  ],
  ['the token', ['a token'], sql('UPDATE api_tokens SET revoked_at = now() WHERE id = $1', () => tokens.person.id), 'nothing'],
  [
    'the token, by its owner',
    ['a token'],
    () => send({ method: 'DELETE', path: '/account/tokens/{id}' }, { id: tokens.person.id }, withCookie(session)),
    'nothing',
  ],
  [
    'the token, by time',
    ['a token'],
    sql("UPDATE api_tokens SET created_at = now() - interval '2 days', expires_at = now() WHERE id = $1", () => tokens.person.id),
    'nothing',
  ],
  ['the person', person, sql("UPDATE users SET status = 'deactivated' WHERE id = $1", () => lead.id), 'nothing'],
  ['the person, by an operation', person, byAdministrator('POST /people/{id}/deactivate', () => ({ id: lead.id })), 'nothing'],
  [
    'the team, archived',
    [...person, 'a service account’s token'],
    sql('UPDATE teams SET archived_at = now() WHERE id = $1', () => team.id),
    'nothing',
  ],
  [
    'the service account, by an operation',
    ['a service account’s token'],
    byAdministrator('POST /service-accounts/{id}/deactivate', () => ({ id: service.id })),
    'nothing',
  ],
  [
    'its token, by an operation',
    ['a service account’s token'],
    byAdministrator('DELETE /service-accounts/{id}/tokens/{tokenId}', () => ({ id: service.id, tokenId: tokens.service.id })),
    'nothing',
  ],
  [
    'its token, replaced',
    ['a service account’s token'],
    byAdministrator('POST /service-accounts/{id}/tokens/{tokenId}/rotate', () => ({ id: service.id, tokenId: tokens.service.id, days: 7 })),
    'nothing',
  ],
  [
    'its role, by an operation',
    ['a service account’s token'],
    byAdministrator('PATCH /service-accounts/{id}', () => ({ id: service.id, version: 1, role: 'viewer' })),
    'reading',
  ],
];

const cases = removals.flatMap(([what, whose, remove, left]) => whose.map((means) => [what, means, remove, left] as const));

test.each(cases)('%s is removed, and the very next request with %s is refused', async (_, means, remove, left) => {
  const read = () => send({ method: 'GET', path: '/assets/{id}' }, { id: asset.id }, through[means]());
  const write = (version: number) =>
    send({ method: 'PATCH', path: '/assets/{id}' }, { id: asset.id, version, name: `By ${version}` }, through[means]());
  expect([(await read()).status, (await write(1)).status]).toEqual([200, 200]);
  await remove();
  const [reading, writing] = [await read(), await write(2)];
  if (left === 'reading') expect([reading.status, writing.status]).toEqual([200, 403]);
  else {
    expect([401, 403, 404], reading.text).toContain(reading.status);
    expect([401, 403, 404], writing.text).toContain(writing.status);
    expect(reading.text).not.toContain(asset.key);
  }
  expect((await owner.query('SELECT name FROM assets WHERE id = $1', [asset.id])).rows).toEqual([{ name: 'By 1' }]);
});

test('a role in the organisation is gone on the next request, for a person and for their token', async () => {
  const officer = await makePerson({ orgRole: 'security' });
  const means = [withCookie(await makeSession(officer)), withToken((await makeToken(officer)).token)];
  const read = (headers: Record<string, string>) => send({ method: 'GET', path: '/assets/{id}' }, { id: asset.id }, headers);
  for (const headers of means) expect((await read(headers)).status).toBe(200);
  await owner.query("UPDATE users SET org_role = 'member' WHERE id = $1", [officer.id]);
  for (const headers of means) expect((await read(headers)).status).toBe(403);
});

test('deactivating a person ends their sessions and tokens for good: activating them again brings none back', async () => {
  await byAdministrator('POST /people/{id}/deactivate', () => ({ id: lead.id }))();
  await owner.query("UPDATE users SET status = 'active' WHERE id = $1", [lead.id]);
  for (const means of person)
    expect((await send({ method: 'GET', path: '/assets/{id}' }, { id: asset.id }, through[means]())).status, means).toBe(401);
});
