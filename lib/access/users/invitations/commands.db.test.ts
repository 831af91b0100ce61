import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken } from '../../actor.ts';
import { linkOperations } from '../../links/procedures.ts';
import type { Actor } from '../../policy.ts';
import { actorOf, contextOf, eventsOf, makeActor, makeOrganisationActor, makePerson, makeTeam, type TestTeam } from '../../testing.ts';
import { invitationOperations } from './procedures.ts';
import type { Invitee } from './schema.ts';

const password = 'four kind otters swim';
let admin: Actor;
let team: TestTeam;

beforeAll(async () => {
  [admin, team] = [await makeOrganisationActor('admin'), await makeTeam({ name: 'Fraud & co' })];
});

const address = () => `new-${newId()}@example.org`;
const invite = (people: Partial<Invitee>[], actor: Actor | null = admin) =>
  call(invitationOperations.create, { people: people as Invitee[] }, { context: contextOf(actor) });
const preview = (text: string, more: object = {}, actor = admin) =>
  call(invitationOperations.preview, { text, ...more }, { context: contextOf(actor) });
const accept = (token: string, given: object = {}) =>
  call(invitationOperations.accept, { token, name: 'Mara Oh', password, ...given }, { context: contextOf(null) });
const look = (token: string) => call(linkOperations.look, { purpose: 'invitation', token }, { context: contextOf(null) });
const tokenIn = (link: string | null | undefined) => link?.split('#')[1] ?? '';
const statusOf = async (id: string) =>
  (await owner.query<{ status: string }>('SELECT status FROM users WHERE id = $1', [id])).rows[0]?.status;

async function invited(given: Partial<Invitee> = {}) {
  const { people } = await invite([{ name: 'Mara', email: address(), ...given }]);
  const [person] = people;
  if (!person) throw new Error('Nobody was invited.');
  return { ...person, token: tokenIn(person.link) };
}

/** Somebody who manages people by a custom role that holds nothing else. */
async function makeManager(): Promise<Actor> {
  const [key, person] = [newId(), await makePerson()];
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1::text, 'organisation', 'People ' || $1, ARRAY['person.read', 'person.manage'], '{}')",
    [key],
  );
  await owner.query('UPDATE users SET org_role = $2 WHERE id = $1', [person.id, key]);
  return actorOf(person);
}

test('an invited person takes the link, chooses name and password, is active in their team and signed in; the link works once', async () => {
  const { id, token, email, link } = await invited({ role: 'auditor', teamId: team.id, teamRole: 'viewer' });
  expect(link).toMatch(/^http:\/\/[^#?]+\/join#[\w-]{43}$/);
  expect(await look(token)).toEqual({ state: 'open', person: { name: 'Mara', email } });
  const { headers } = await accept(token, { timeZone: 'Pacific/Chatham' });
  const actor = await actorOfToken(/^gatehouse-session=([^;]+)/.exec(headers['set-cookie'])?.[1] ?? '');
  expect(actor).toMatchObject({ id, name: 'Mara Oh', email, timeZone: 'Pacific/Chatham', orgRole: { key: 'auditor' } });
  expect(actor?.memberships.map((each) => [each.teamId, each.role.key])).toEqual([[team.id, 'viewer']]);
  expect(await look(token)).toEqual({ state: 'ended', person: null });
  await refusal(accept(token), 'forbidden');
  const events = await eventsOf({ id });
  expect(events.map((each) => [each.event, each.actor_id])).toEqual([
    ['user.invited', admin.id],
    ['membership.granted', admin.id],
    ['invitation.accepted', id],
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test('of two who take one link at once one wins', async () => {
  const { token } = await invited();
  const outcomes = await Promise.allSettled([accept(token), accept(token)]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('an expired link, a made-up one and one for something else tell of nobody and open nothing', async () => {
  const { id, token } = await invited();
  await owner.query("UPDATE one_time_links SET expires_at = now() - interval '1 second' WHERE user_id = $1", [id]);
  expect(await look(token)).toEqual({ state: 'expired', person: null });
  await refusal(accept(token), 'forbidden');
  await refusal(accept('made-up'), 'forbidden');
  const other = await invited();
  await owner.query("UPDATE one_time_links SET purpose = 'password_reset' WHERE user_id = $1", [other.id]);
  expect(await look(other.token)).toEqual({ state: 'ended', person: null });
  await refusal(accept(other.token), 'forbidden');
  expect(await statusOf(other.id)).toBe('invited');
});

test('a weak password is told at its field, and the link stays open', async () => {
  const { token } = await invited();
  expect((await refusal(accept(token, { password: 'short' }), 'invalid')).details.fields).toHaveProperty('password');
  await accept(token);
});

test('a new link ends the old one; taking the invitation back ends both, and the person stands among the deactivated', async () => {
  const { id, token } = await invited();
  const renewed = await call(invitationOperations.renew, { id }, { context: contextOf(admin) });
  expect(renewed.mailed).toBe(false);
  expect((await look(token)).state).toBe('ended');
  expect((await look(tokenIn(renewed.link))).state).toBe('open');
  await call(invitationOperations.cancel, { id }, { context: contextOf(admin) });
  expect((await look(tokenIn(renewed.link))).state).toBe('ended');
  expect(await statusOf(id)).toBe('deactivated');
  await refusal(call(invitationOperations.cancel, { id }, { context: contextOf(admin) }), 'conflict');
  await refusal(call(invitationOperations.renew, { id }, { context: contextOf(admin) }), 'conflict');
  expect((await eventsOf({ id })).map((each) => each.event)).toEqual(['user.invited', 'invitation.renewed', 'invitation.cancelled']);
  await refusal(call(invitationOperations.renew, { id: newId() }, { context: contextOf(admin) }), 'not_found');
});

test('one that cannot be invited keeps all the others out, and says which', async () => {
  const [taken, fresh] = [await makePerson(), address()];
  const { details, message } = await refusal(
    invite([
      { name: 'A', email: fresh },
      { name: 'B', email: taken.email },
    ]),
    'invalid',
  );
  expect(details.fields).toEqual({ 'people.1': `${taken.email}: Already has an account.` });
  expect(message).toContain('Nobody was invited');
  expect((await owner.query('SELECT 1 FROM users WHERE email = $1', [fresh])).rowCount).toBe(0);
  await refusal(
    invite([
      { name: 'A', email: fresh },
      { name: 'A', email: fresh },
    ]),
    'invalid',
  );
  await refusal(invite([{ name: 'A', email: fresh, role: 'lead' }]), 'invalid');
  await refusal(invite([{ name: 'A', email: fresh, teamRole: 'lead' }]), 'invalid');
  await refusal(invite([{ name: 'A', email: fresh, teamId: newId(), teamRole: 'lead' }]), 'invalid');
  await refusal(invite([{ name: 'A', email: fresh, teamId: team.id }]), 'invalid');
});

test('of two who invite one address at once one wins', async () => {
  const email = address();
  const outcomes = await Promise.allSettled([invite([{ name: 'A', email }]), invite([{ name: 'B', email }])]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a preview says of each line what would be made or what is in the way, and makes nothing', async () => {
  const taken = await makePerson();
  const text = `email,name,role,team,team role\nmara@example.net,Mara Oh,auditor,fraud & co,Viewer\nno-address,,,,\n${taken.email},,,,\nx@example.net,,boss,,\ny@example.net,,,nowhere,viewer\nmara@example.net,,,,`;
  const { lines, mailed } = await preview(text);
  expect(mailed).toBe(false);
  expect(lines[0]).toMatchObject({
    line: 2,
    problems: [],
    invitee: { name: 'Mara Oh', role: 'auditor', roleName: 'Auditor', teamName: 'Fraud & co', teamRoleName: 'Viewer' },
  });
  expect(lines.map((each) => each.problems[0] ?? null)).toEqual([
    null,
    expect.stringContaining('email address'),
    'Already has an account.',
    'There is no such role of the organisation.',
    expect.stringMatching(/no such team|takes a team|no team “nowhere”/),
    'Is listed twice.',
  ]);
  const listed = await preview('Jonas Becker <jonas@example.net>', { role: 'security', teamId: team.id, teamRole: 'lead' });
  expect(listed.lines[0]?.invitee).toMatchObject({ name: 'Jonas Becker', roleName: 'Security', teamRoleName: 'Lead' });
  expect((await refusal(preview('email,name\n"open'), 'invalid')).details.fields).toHaveProperty('text');
  expect((await owner.query("SELECT 1 FROM users WHERE email LIKE '%@example.net'")).rowCount).toBe(0);
});

test('nobody invites to a role that holds more than they do, nor into a team whose members they do not manage', async () => {
  const manager = await makeManager();
  const [person] = (await invite([{ name: 'A', email: address() }], manager)).people;
  expect(await statusOf(person?.id ?? '')).toBe('invited');
  expect((await refusal(invite([{ name: 'A', email: address(), role: 'admin' }], manager), 'invalid')).message).toContain('do not hold');
  await refusal(invite([{ name: 'A', email: address(), teamId: team.id, teamRole: 'viewer' }], manager), 'invalid');
  const { id } = await invited({ role: 'admin' });
  expect((await refusal(call(invitationOperations.renew, { id }, { context: contextOf(manager) }), 'forbidden')).message).toContain('Mara');
  await refusal(call(invitationOperations.cancel, { id }, { context: contextOf(manager) }), 'forbidden');
});

test('inviting takes the right to manage people, and a fresh proof', async () => {
  for (const actor of [await makeActor([team, 'lead']), await makeOrganisationActor('security')]) {
    await refusal(invite([{ name: 'A', email: address() }], actor), 'forbidden');
    await refusal(preview('a@example.net', {}, actor), 'forbidden');
  }
  await refusal(invite([{ name: 'A', email: address() }], null), 'unauthenticated');
  const stale = { ...admin, confirmedAt: new Date(Date.now() - 16 * 60_000) };
  expect((await refusal(invite([{ name: 'A', email: address() }], stale), 'forbidden')).details.confirm).toBe(true);
});
