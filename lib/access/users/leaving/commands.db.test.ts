import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { leavingOperations } from '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken } from '../../actor.ts';
import type { Actor } from '../../policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeService,
  makeSession,
  makeTeam,
  makeToken,
  type TestPerson,
  type TestTeam,
} from '../../testing.ts';
import { administrationOperations } from '../administration/procedures.ts';
import { invitationOperations } from '../invitations/procedures.ts';

let admin: Actor;
let team: TestTeam;

beforeAll(async () => {
  [admin, team] = [await makeOrganisationActor('admin'), await makeTeam()];
});

const deactivate = (person: { id: string }, more: object = {}, actor: Actor | null = admin) =>
  call(leavingOperations.deactivate, { id: person.id, ...more }, { context: contextOf(actor) });
const reactivate = (person: { id: string }, actor = admin) =>
  call(leavingOperations.reactivate, { id: person.id }, { context: contextOf(actor) });
const erase = (person: TestPerson, name = person.name, actor = admin) =>
  call(leavingOperations.erase, { id: person.id, name }, { context: contextOf(actor) });
const statusOf = async ({ id }: { id: string }) => (await owner.query('SELECT status FROM users WHERE id = $1', [id])).rows[0]?.status;
const ownerOf = async ({ id }: { id: string }) =>
  (await owner.query('SELECT owner_id, owner_name FROM assets WHERE id = $1', [id])).rows[0];

test('who is deactivated is nobody from the next request on: sessions and tokens end, requests are withdrawn, a successor takes over, in one operation', async () => {
  const [person, successor] = [await makePerson({ roles: [[team, 'lead']] }), await makePerson()];
  const [asset, retired] = [
    await makeAsset(team, { more: { owner_id: person.id } }),
    await makeAsset(team, { more: { owner_id: person.id, status: 'retired' } }),
  ];
  const session = await makeSession(person);
  const token = await makeToken(person);
  const requestId = newId();
  await owner.query("INSERT INTO access_requests (id, team_id, user_id, role, reason) VALUES ($1, $2, $3, 'viewer', 'x')", [
    requestId,
    (await makeTeam()).id,
    person.id,
  ]);
  expect(await actorOfToken(session)).not.toBeNull();
  expect(await deactivate(person, { successorId: successor.id })).toEqual({ handedOver: 1, endedSessions: 1, revokedTokens: 1 });
  expect(await actorOfToken(session)).toBeNull();
  expect(await ownerOf(asset)).toEqual({ owner_id: successor.id, owner_name: successor.name });
  expect((await ownerOf(retired))?.owner_id).toBe(person.id);
  expect((await owner.query('SELECT revoked_at FROM api_tokens WHERE id = $1', [token.id])).rows[0]?.revoked_at).toBeInstanceOf(Date);
  expect((await owner.query('SELECT status FROM access_requests WHERE id = $1', [requestId])).rows).toEqual([{ status: 'withdrawn' }]);
  const [left] = (await eventsOf(person)).filter((each) => each.event === 'user.deactivated');
  expect(left).toMatchObject({
    actor_id: admin.id,
    before: { status: 'active' },
    after: { status: 'deactivated', successorId: successor.id },
  });
  const { rows } = await owner.query<{ event: string }>('SELECT event FROM audit_events WHERE operation_id = $1', [left?.operation_id]);
  expect(rows.map((each) => each.event).sort()).toEqual([
    'access.withdrawn',
    'asset.edited',
    'session.ended',
    'token.revoked',
    'user.deactivated',
  ]);
});

test('without a successor what they own stays under their name; tokens of service accounts that they made end when asked', async () => {
  const person = await makePerson();
  const asset = await makeAsset(team, { more: { owner_id: person.id } });
  const token = await makeToken(await makeService(team));
  await owner.query('UPDATE api_tokens SET created_by = $2 WHERE id = $1', [token.id, person.id]);
  const told = await call(leavingOperations.belongings, { id: person.id }, { context: contextOf(admin) });
  expect(told.knownTokens).toBe(1);
  expect(told.belongings.filter(({ count }) => count > 0)).toEqual([
    { one: 'asset', many: 'assets', count: 1, href: `/assets?owner=${person.id}` },
  ]);
  expect(await deactivate(person, { revokeKnownTokens: true })).toMatchObject({ handedOver: 0, revokedTokens: 1 });
  expect((await ownerOf(asset))?.owner_id).toBe(person.id);
});

test('a successor must be active and somebody else; then nothing has happened', async () => {
  const person = await makePerson();
  for (const successorId of [person.id, newId(), (await makePerson({ status: 'deactivated' })).id])
    expect((await refusal(deactivate(person, { successorId }), 'invalid')).details.fields).toHaveProperty('successorId');
  expect(await statusOf(person)).toBe('active');
  expect(await eventsOf(person)).toEqual([]);
});

test('nobody deactivates themselves, somebody twice, or somebody who is not there', async () => {
  await refusal(deactivate(admin), 'conflict');
  const person = await makePerson();
  await deactivate(person);
  await refusal(deactivate(person), 'conflict');
  await refusal(deactivate({ id: newId() }), 'not_found');
});

test('it takes the right to manage people, what the person holds in the organisation, and a fresh proof', async () => {
  const person = await makePerson();
  for (const actor of [await makeActor([team, 'lead']), await makeOrganisationActor('security'), await makeOrganisationActor('auditor')])
    await refusal(deactivate(person, {}, actor), 'forbidden');
  await refusal(deactivate(person, {}, null), 'unauthenticated');
  const manager = await makePerson();
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1::text, 'organisation', 'Managers', ARRAY['person.read', 'person.manage'], '{}')",
    [manager.id],
  );
  await owner.query('UPDATE users SET org_role = $1::text WHERE id = $1::uuid', [manager.id]);
  const actor = await actorOf(manager);
  expect((await refusal(deactivate(await makePerson({ orgRole: 'admin' }), {}, actor), 'forbidden')).message).toContain(
    'holds what you do not',
  );
  await deactivate(person, {}, actor);
  const stale = { ...admin, confirmedAt: new Date(0) };
  expect((await refusal(deactivate(await makePerson(), {}, stale), 'forbidden')).details.confirm).toBe(true);
});

test('of two administrators who deactivate each other at once, one stays; the last can neither leave nor step down', async () => {
  const [first, second] = [await makeOrganisationActor('admin'), await makeOrganisationActor('admin')];
  await owner.query("UPDATE users SET org_role = 'member' WHERE org_role = 'admin' AND id <> ALL ($1::uuid[])", [[first.id, second.id]]);
  const outcomes = await Promise.allSettled([deactivate(second, {}, first), deactivate(first, {}, second)]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = outcomes.find((each) => each.status === 'rejected');
  expect(String(lost?.reason)).toMatch(/last active administrator|Your access ended|at the same moment/);
  const [left] = (await statusOf(first)) === 'active' ? [first] : [second];
  if (!left) throw new Error('Nobody is left.');
  const demote = (id: string, actor: Actor) => call(administrationOperations.role, { id, role: 'member' }, { context: contextOf(actor) });
  expect((await refusal(demote(left.id, left), 'conflict')).message).toContain('last active administrator');
  const helper = await makeOrganisationActor('admin');
  const both = await Promise.allSettled([demote(left.id, helper), demote(helper.id, left)]);
  expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await owner.query("SELECT 1 FROM users WHERE org_role = 'admin' AND status = 'active'")).rowCount).toBe(1);
  admin = await makeOrganisationActor('admin');
});

test('who comes back has their roles and their password; who never joined is invited anew', async () => {
  const person = await makePerson({ roles: [[team, 'viewer']], passwordHash: 'x' });
  await deactivate(person);
  expect(await reactivate(person)).toEqual({ status: 'active', handed: null });
  expect((await actorOf(person)).memberships.map((each) => each.role.key)).toEqual(['viewer']);
  await refusal(reactivate(person), 'conflict');
  const { people } = await call(
    invitationOperations.create,
    { people: [{ name: 'A', email: `${newId()}@example.org` }] },
    { context: contextOf(admin) },
  );
  const [invited] = people;
  if (!invited) throw new Error('Nobody was invited.');
  await deactivate(invited);
  expect(await reactivate(invited)).toMatchObject({
    status: 'invited',
    handed: { mailed: false, link: expect.stringContaining('/join#') },
  });
});

test('erasing leaves what was done and nothing of who did it', async () => {
  const person = await makePerson({ name: 'Erika Canary', passwordHash: 'x' });
  await call(administrationOperations.edit, { id: person.id, version: 1, name: 'Erika Canary-Two' }, { context: contextOf(admin) });
  const named = { ...person, name: 'Erika Canary-Two' };
  const asset = await makeAsset(team, { more: { owner_id: person.id } });
  await refusal(erase(named), 'conflict');
  await deactivate(person);
  expect((await refusal(erase(named, 'erika'), 'invalid')).details.fields).toHaveProperty('name');
  await erase(named);
  const { rows } = await owner.query('SELECT name, email, notifications, last_seen_at FROM users WHERE id = $1', [person.id]);
  expect(rows).toEqual([{ name: 'Erased person', email: `${person.id}@erased.invalid`, notifications: {}, last_seen_at: null }]);
  expect((await ownerOf(asset))?.owner_name).toBe('Erased person');
  const everything = JSON.stringify([await eventsOf(person), (await owner.query('SELECT * FROM audit_personal')).rows]);
  expect(everything).not.toMatch(/Canary|person-[0-9a-f]{8}@/);
  expect((await eventsOf(person)).map((each) => each.event)).toEqual(['user.edited', 'user.deactivated', 'user.erased']);
  expect((await owner.query('SELECT 1 FROM passwords WHERE user_id = $1', [person.id])).rowCount).toBe(0);
  await refusal(erase({ ...person, name: 'Erased person' }), 'conflict');
  await refusal(reactivate(person), 'conflict');
});

test('many change at once, each reported; who cannot is named with the reason and stays as they were', async () => {
  const [one, two, gone] = [await makePerson(), await makePerson({ orgRole: 'auditor' }), await makePerson({ status: 'deactivated' })];
  const bulk = (change: object, actor = admin) =>
    call(leavingOperations.bulk, { ids: [one.id, two.id, gone.id, newId()], change: change as never }, { context: contextOf(actor) });
  const outcomes = ({ results }: Awaited<ReturnType<typeof bulk>>) => results.map((each) => each.outcome);
  const roles = await bulk({ field: 'role', role: 'auditor' });
  expect(outcomes(roles)).toEqual(['changed', 'unchanged', 'refused', 'refused']);
  expect(roles.results[2]).toMatchObject({ name: gone.name, message: expect.stringContaining('deactivated') });
  const { rows } = await owner.query('SELECT count(*)::int AS events FROM audit_events WHERE operation_id = $1', [roles.operationId]);
  expect(rows).toEqual([{ events: 1 }]);
  expect(outcomes(await bulk({ field: 'team', teamId: team.id, role: 'viewer' }))).toEqual(['changed', 'changed', 'refused', 'refused']);
  const left = await bulk({ field: 'status', status: 'deactivated', successorId: admin.id });
  expect(outcomes(left)).toEqual(['changed', 'changed', 'refused', 'refused']);
  expect([await statusOf(one), await statusOf(two)]).toEqual(['deactivated', 'deactivated']);
  await refusal(bulk({ field: 'role', role: 'member' }, await makeOrganisationActor('security')), 'forbidden');
});

test('what somebody owns is told to whoever may read people, and to themselves', async () => {
  const person = await makePerson();
  await refusal(
    call(leavingOperations.belongings, { id: person.id }, { context: contextOf(await makeActor([team, 'lead'])) }),
    'forbidden',
  );
  const own = await call(leavingOperations.belongings, { id: person.id }, { context: contextOf(await actorOf(person)) });
  expect(own.knownTokens).toBeNull();
  await refusal(call(leavingOperations.belongings, { id: newId() }, { context: contextOf(admin) }), 'not_found');
});
