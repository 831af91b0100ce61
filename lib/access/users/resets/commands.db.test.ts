import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken } from '../../actor.ts';
import { linkOperations } from '../../links/procedures.ts';
import { hashPassword } from '../../passwords.ts';
import type { Actor } from '../../policy.ts';
import { signIn } from '../../sessions/sign-in.ts';
import { contextOf, eventsOf, makeOrganisationActor, makePerson, makeSession, type TestPerson } from '../../testing.ts';
import { resetOperations } from './procedures.ts';

const [old, next] = ['four kind otters swim', 'five calm badgers dig'];
let admin: Actor;
let passwordHash: string;

beforeAll(async () => {
  [admin, passwordHash] = [await makeOrganisationActor('admin'), await hashPassword(old)];
});

const context = contextOf(null);
const start = async (person: TestPerson) => {
  const handed = await call(resetOperations.start, { id: person.id }, { context: contextOf(admin) });
  return handed.link?.split('#')[1] ?? '';
};
const complete = (token: string, password = next) => call(resetOperations.complete, { token, password }, { context });
const enter = (person: TestPerson, password: string) =>
  signIn({ email: person.email, password }, { address: null, userAgent: null, requestId: newId(), previousToken: null });

test('the person chooses a password by the link, once; until then the old one holds, then every session has ended', async () => {
  const person = await makePerson({ passwordHash });
  const session = await makeSession(person);
  const token = await start(person);
  await enter(person, old);
  expect(await actorOfToken(session)).not.toBeNull();
  expect(await call(linkOperations.look, { purpose: 'password_reset', token }, { context })).toMatchObject({
    state: 'open',
    person: { email: person.email },
  });
  expect((await refusal(complete(token, 'short'), 'invalid')).details.fields).toHaveProperty('password');
  await complete(token);
  expect(await actorOfToken(session)).toBeNull();
  await refusal(enter(person, old), 'unauthenticated');
  await enter(person, next);
  await refusal(complete(token), 'forbidden');
  const events = await eventsOf(person);
  expect(events.map((each) => [each.event, each.actor_id])).toEqual([
    ['password.reset_started', admin.id],
    ['password.reset', person.id],
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test('of two who use one link at once one wins', async () => {
  const token = await start(await makePerson({ passwordHash }));
  const outcomes = await Promise.allSettled([complete(token), complete(token, 'six brave herons wait')]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a second link ends the first, deactivation ends both, and an old one opens nothing', async () => {
  const person = await makePerson({ passwordHash });
  const first = await start(person);
  const second = await start(person);
  await refusal(complete(first), 'forbidden');
  await owner.query("UPDATE one_time_links SET expires_at = now() - interval '1 second' WHERE user_id = $1", [person.id]);
  await refusal(complete(second), 'forbidden');
  const third = await start(person);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
  await refusal(complete(third), 'forbidden');
  await refusal(start(person), 'conflict');
});

test('starting a reset takes the right to manage people', async () => {
  const person = await makePerson();
  const of = async (actor: Actor | null) => call(resetOperations.start, { id: person.id }, { context: contextOf(actor) });
  await refusal(of(await makeOrganisationActor('security')), 'forbidden');
  await refusal(of(null), 'unauthenticated');
  await refusal(call(resetOperations.start, { id: newId() }, { context: contextOf(admin) }), 'not_found');
});

test('where no mail is set, asking for oneself says so', async () => {
  expect((await refusal(call(resetOperations.request, { email: admin.email }, { context }), 'conflict')).message).toContain(
    'administrator',
  );
});
