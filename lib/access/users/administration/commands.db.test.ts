import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { Actor } from '../../policy.ts';
import { actorOf, contextOf, eventsOf, makeActor, makeOrganisationActor, makePerson, makeTeam, type TestTeam } from '../../testing.ts';
import { resetOperations } from '../resets/procedures.ts';
import { administrationOperations } from './procedures.ts';

let admin: Actor;
let team: TestTeam;

beforeAll(async () => {
  [admin, team] = [await makeOrganisationActor('admin'), await makeTeam()];
});

const edit = (id: string, change: object, actor: Actor | null = admin) =>
  call(administrationOperations.edit, { id, version: 1, ...change }, { context: contextOf(actor) });
const setRole = (id: string, role: string, actor: Actor | null = admin) =>
  call(administrationOperations.role, { id, role }, { context: contextOf(actor) });
const row = async (id: string) => (await owner.query('SELECT name, email, org_role, version FROM users WHERE id = $1', [id])).rows[0];

/** Somebody whose custom role holds these rights and no others. */
async function makeHolder(...held: string[]): Promise<Actor> {
  const [key, person] = [newId(), await makePerson()];
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1::text, 'organisation', 'Holders ' || $1, $2, '{}')",
    [key, held],
  );
  await owner.query('UPDATE users SET org_role = $2 WHERE id = $1', [person.id, key]);
  return actorOf(person);
}

test('name and mail address change, with what they were and are; a link on its way to the old address ends', async () => {
  const person = await makePerson({ passwordHash: 'x' });
  await call(resetOperations.start, { id: person.id }, { context: contextOf(admin) });
  const email = `${newId()}@example.org`;
  await edit(person.id, { name: ' Mara Oh ', email: email.toUpperCase() });
  expect(await row(person.id)).toMatchObject({ name: 'Mara Oh', email, version: 2 });
  expect((await owner.query('SELECT 1 FROM one_time_links WHERE user_id = $1', [person.id])).rowCount).toBe(0);
  const [, edited] = await eventsOf(person);
  expect(edited).toMatchObject({
    event: 'user.edited',
    actor_id: admin.id,
    before: { name: person.name, email: person.email },
    after: { name: 'Mara Oh', email },
  });
});

test('an edit of an older state is a conflict with the values as they stand; one that changes nothing records nothing', async () => {
  const person = await makePerson();
  await edit(person.id, { name: person.name });
  expect(await eventsOf(person)).toEqual([]);
  await edit(person.id, { name: 'First' });
  const { details } = await refusal(edit(person.id, { name: 'Second' }), 'conflict');
  expect(details.current).toEqual({ name: 'First', email: person.email, version: 2 });
});

test('an address that somebody has is told at its field', async () => {
  const [person, other] = [await makePerson(), await makePerson()];
  expect((await refusal(edit(person.id, { email: other.email }), 'invalid')).details.fields).toHaveProperty('email');
  expect((await row(person.id))?.email).toBe(person.email);
});

test('a role of the organisation changes for the very next request', async () => {
  const person = await makePerson();
  const before = await actorOf(person);
  await setRole(person.id, 'auditor');
  expect([before.orgRole.key, (await actorOf(person)).orgRole.key]).toEqual(['member', 'auditor']);
  expect(await eventsOf(person)).toMatchObject([
    { event: 'user.role_changed', before: { orgRole: 'member' }, after: { orgRole: 'auditor' } },
  ]);
  await setRole(person.id, 'auditor');
  expect(await eventsOf(person)).toHaveLength(1);
});

test.each(['lead', 'nonsense', ''])('%j is no role of the organisation', async (role) => {
  await expect(setRole((await makePerson()).id, role)).rejects.toThrow();
});

test('a retired role is given to nobody any more', async () => {
  const holder = await makeHolder('person.read');
  await owner.query('UPDATE roles SET retired_at = now() WHERE key = $1', [holder.orgRole.key]);
  await refusal(setRole((await makePerson()).id, holder.orgRole.key), 'invalid');
});

test('nobody gives what they do not hold, nor takes it from who holds it, themselves included', async () => {
  const manager = await makeHolder('person.read', 'person.manage');
  const [person, auditor] = [await makePerson(), await makePerson({ orgRole: 'auditor' })];
  expect((await refusal(setRole(person.id, 'auditor', manager), 'forbidden')).message).toContain('do not hold');
  expect((await refusal(setRole(auditor.id, 'member', manager), 'forbidden')).message).toContain('holds what you do not');
  await refusal(setRole(manager.id, 'admin', manager), 'forbidden');
  await setRole(person.id, manager.orgRole.key, manager);
});

test('nobody gets a way into an account that holds more: neither by its mail address nor by a link to a new password', async () => {
  const manager = await makeHolder('person.read', 'person.manage');
  const [auditor, lead, plain] = [
    await makePerson({ orgRole: 'auditor' }),
    await makePerson({ roles: [[team, 'lead']] }),
    await makePerson(),
  ];
  for (const { id } of [auditor, lead]) {
    await refusal(edit(id, { email: `${newId()}@example.org` }, manager), 'forbidden');
    await refusal(call(resetOperations.start, { id }, { context: contextOf(manager) }), 'forbidden');
    await edit(id, { name: 'Renamed' }, manager);
  }
  await edit(plain.id, { email: `${newId()}@example.org` }, manager);
  await call(resetOperations.start, { id: plain.id }, { context: contextOf(manager) });
});

test('it takes the right to manage people; a deactivated person is changed by nobody, and one who is not there is not found', async () => {
  const person = await makePerson();
  for (const actor of [await makeActor([team, 'lead']), await makeOrganisationActor('security')]) {
    await refusal(edit(person.id, { name: 'X' }, actor), 'forbidden');
    await refusal(setRole(person.id, 'auditor', actor), 'forbidden');
  }
  await refusal(edit(person.id, { name: 'X' }, null), 'unauthenticated');
  await refusal(edit(newId(), { name: 'X' }), 'not_found');
  await refusal(setRole(newId(), 'member'), 'not_found');
  const gone = await makePerson({ status: 'deactivated' });
  await refusal(edit(gone.id, { name: 'X' }), 'conflict');
  await refusal(setRole(gone.id, 'auditor'), 'conflict');
});

test.each([{ status: 'active' }, { orgRole: 'admin' }, { name: '' }, { email: 'x' }, { name: { set: 'x' } }])(
  'an edit cannot be %j',
  async (change) => {
    await expect(edit((await makePerson()).id, change)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  },
);
