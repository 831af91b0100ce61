import { randomBytes } from 'node:crypto';
import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { hashToken } from '../actor.ts';
import { signIn } from '../sessions/sign-in.ts';
import { contextOf, eventsOf, makePerson } from '../testing.ts';
import { setupOperations } from './procedures.ts';
import { setupLinkState } from './queries.ts';

const password = 'seven slow lighthouses blink';

async function makeLink(hours = 24, purpose = 'first_administrator'): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await owner.query(
    'INSERT INTO one_time_links (id, purpose, token_hash, expires_at) VALUES ($1, $2, $3, now() + make_interval(hours => $4))',
    [newId(), purpose, hashToken(token), hours],
  );
  return token;
}

const person = () => ({ name: 'Ada Obi', email: `${newId()}@example.org`, password });
const setUp = (token: string, given: Partial<ReturnType<typeof person>> = {}) =>
  call(setupOperations.create, { token, ...person(), ...given }, { context: contextOf(null) });

test('the link makes an administrator who can sign in, with one event that holds no password', async () => {
  const token = await makeLink();
  expect(await setupLinkState(token)).toBe('open');
  const given = person();
  const { id } = await setUp(token, { ...given, email: given.email.toUpperCase() });
  const { rows } = await owner.query('SELECT name, email, org_role, status, demonstration FROM users WHERE id = $1', [id]);
  expect(rows).toEqual([{ name: 'Ada Obi', email: given.email, org_role: 'admin', status: 'active', demonstration: false }]);
  const events = await eventsOf({ id });
  expect(events).toMatchObject([{ event: 'user.created', actor_id: id, after: { orgRole: 'admin' } }]);
  expect(JSON.stringify(events)).not.toMatch(/lighthouses|argon2/);
  const signedIn = await signIn(
    { email: given.email, password },
    { address: null, userAgent: null, requestId: newId(), previousToken: null },
  );
  expect(signedIn).toMatchObject({ id });
});

test('where there is no team yet, the first one is made, led by the administrator; where there is one, none is', async () => {
  await owner.query('TRUNCATE teams CASCADE');
  const { id } = await setUp(await makeLink());
  const teams = 'SELECT t.id, t.key, t.name, m.user_id, m.role FROM teams t LEFT JOIN memberships m ON m.team_id = t.id';
  const { rows } = await owner.query(teams);
  expect(rows).toEqual([{ id: expect.any(String), key: 'first-team', name: 'First team', user_id: id, role: 'lead' }]);
  expect((await eventsOf({ id: rows[0].id })).map((event) => event.event).sort()).toEqual(['membership.granted', 'team.created']);
  await setUp(await makeLink());
  expect((await owner.query(teams)).rowCount).toBe(1);
});

test('a link works once', async () => {
  const token = await makeLink();
  await setUp(token);
  expect(await setupLinkState(token)).toBe('used');
  expect((await refusal(setUp(token), 'forbidden')).message).toContain('has been used');
});

test('of two people with one link one wins, and the other leaves nothing', async () => {
  const token = await makeLink();
  const emails = [`${newId()}@example.org`, `${newId()}@example.org`];
  const outcomes = await Promise.allSettled(emails.map((email) => setUp(token, { email })));
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await owner.query('SELECT 1 FROM users WHERE email = ANY ($1)', [emails])).rowCount).toBe(1);
});

test('an expired link, a made-up one and one for something else do not work', async () => {
  const expired = await makeLink(-1);
  expect(await setupLinkState(expired)).toBe('expired');
  expect((await refusal(setUp(expired), 'forbidden')).message).toContain('has expired');
  for (const token of ['made-up', await makeLink(24, 'something_else')]) {
    expect(await setupLinkState(token)).toBe('unknown');
    await refusal(setUp(token), 'forbidden');
  }
});

test('what is wrong is told at its field, and the link stays open', async () => {
  const token = await makeLink();
  const taken = await makePerson();
  expect((await refusal(setUp(token, { password: 'short' }), 'invalid')).details.fields).toHaveProperty('password');
  expect((await refusal(setUp(token, { email: taken.email }), 'invalid')).details.fields).toHaveProperty('email');
  await expect(setUp(token, { email: 'no address' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(setUp(token, { name: ' ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(await setupLinkState(token)).toBe('open');
  await setUp(token);
});
