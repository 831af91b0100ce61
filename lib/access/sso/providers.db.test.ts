/** Setting providers up, the identities of one's own, and what the database itself refuses. */
import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import type { Actor } from '../policy.ts';
import { houseScope } from '../policy.ts';
import { actorOf, contextOf, eventsOf, makeActor, makeOrganisationActor, makePerson, makeTeam } from '../testing.ts';
import { identityOperations, signInOperations, singleSignOnOperations } from './procedures.ts';
import { mustUseSingleSignOn } from './queries.ts';
import { comeBack, pressLink, setUp, signInAs } from './testing/journey.ts';
import { LoopbackProvider } from './testing/loopback-provider.ts';

let admin: Actor;
let provider: LoopbackProvider;

beforeAll(async () => {
  admin = await makeOrganisationActor('admin');
  provider = await LoopbackProvider.start(['http://localhost:3000/api/auth/sso/real']);
  await setUp(provider, 'real', { createsPeople: true });
});
afterAll(() => provider.close());

const word = () => `p-${newId().slice(-12)}`;
const given = (more: object = {}) => {
  const key = word();
  return {
    key,
    name: 'Wrenfield login',
    issuer: `https://${key}.example.org`,
    clientId: 'gatehouse',
    clientSecret: 'never shown again',
    ...more,
  };
};
const context = () => ({ context: contextOf(admin) });
const add = (more: object = {}, actor = admin) => call(singleSignOnOperations.add, given(more), { context: contextOf(actor) });
const idOf = async (key: string) => (await owner.query('SELECT id FROM identity_providers WHERE key = $1', [key])).rows[0];

test('a provider is added and shown without its secret, which the database holds encrypted', async () => {
  const input = given();
  const shown = await call(singleSignOnOperations.add, input, context());
  expect(JSON.stringify(shown)).not.toContain('never shown again');
  expect(shown.providers.find((each) => each.key === input.key)).toMatchObject({
    issuer: input.issuer,
    redirectUri: `http://localhost:3000/api/auth/sso/${input.key}`,
    scopes: 'openid profile email',
    createsPeople: false,
    version: 1,
  });
  const { rows } = await owner.query('SELECT id, client_secret FROM identity_providers WHERE key = $1', [input.key]);
  expect(rows[0].client_secret.toString('latin1')).not.toContain('never shown');
  const events = await eventsOf(rows[0]);
  expect(events).toMatchObject([{ event: 'provider.added', actor_id: admin.id, after: { issuer: input.issuer, clientSecretSet: true } }]);
  expect(JSON.stringify(events)).not.toContain('never shown');
});

test('it is changed field by field, and not over somebody else’s change', async () => {
  const input = given();
  await call(singleSignOnOperations.add, input, context());
  const edit = (more: object) => call(singleSignOnOperations.edit, { key: input.key, version: 1, ...more }, context());
  const shown = await edit({ name: 'Renamed', clientSecret: 'another' });
  expect(shown.providers.find((each) => each.key === input.key)).toMatchObject({ name: 'Renamed', issuer: input.issuer, version: 2 });
  const stale = await refusal(edit({ name: 'Again' }), 'conflict');
  expect(stale.details.current).toMatchObject({ name: 'Renamed', version: 2 });
  const [, changed] = await eventsOf(await idOf(input.key));
  expect(changed).toMatchObject({
    event: 'provider.changed',
    before: { name: 'Wrenfield login' },
    after: { name: 'Renamed', clientSecretReplaced: true },
  });
  await refusal(call(singleSignOnOperations.edit, { key: 'not-there', version: 1 }, context()), 'not_found');
});

test('key and issuer stand once', async () => {
  const input = given();
  await call(singleSignOnOperations.add, input, context());
  expect((await refusal(add({ key: input.key }), 'invalid')).details.fields).toHaveProperty('key');
  expect((await refusal(add({ issuer: input.issuer }), 'invalid')).details.fields).toHaveProperty('issuer');
});

test.each([
  ['plain HTTP to another machine', { issuer: 'http://login.example.org' }],
  ['an issuer with a query', { issuer: 'https://login.example.org/?realm=1' }],
  ['scopes without openid', { scopes: 'profile email' }],
  ['the word of the environment', { key: 'environment' }],
  ['a key with a slash', { key: '../x' }],
  ['a further field', { admin: true }],
])('%s is refused', async (_, more) => {
  await expect(add(more)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('it is removed, with its event; what it gave stays', async () => {
  const input = given();
  await call(singleSignOnOperations.add, input, context());
  const row = await idOf(input.key);
  const shown = await call(singleSignOnOperations.remove, { key: input.key }, context());
  expect(shown.providers.map((each) => each.key)).not.toContain(input.key);
  expect((await eventsOf(row)).map((each) => each.event)).toEqual(['provider.added', 'provider.removed']);
  await refusal(call(singleSignOnOperations.remove, { key: input.key }, context()), 'not_found');
});

test('only whoever may change the settings sees or changes it, and every change takes a fresh proof', async () => {
  const team = await makeTeam();
  for (const actor of [await makeActor([team, 'lead']), await makeOrganisationActor('security'), await makeOrganisationActor('auditor')]) {
    await refusal(call(singleSignOnOperations.get, {}, { context: contextOf(actor) }), 'forbidden');
    await refusal(add({}, actor), 'forbidden');
    await refusal(call(singleSignOnOperations.test, { issuer: provider.issuer }, { context: contextOf(actor) }), 'forbidden');
  }
  const stale = { ...admin, confirmedAt: new Date(Date.now() - 16 * 60_000) };
  const asked = [
    refusal(add({}, stale), 'forbidden'),
    refusal(call(singleSignOnOperations.edit, { key: 'real', version: 1 }, { context: contextOf(stale) }), 'forbidden'),
    refusal(call(singleSignOnOperations.remove, { key: 'real' }, { context: contextOf(stale) }), 'forbidden'),
    refusal(call(singleSignOnOperations.require, { required: true, version: 0 }, { context: contextOf(stale) }), 'forbidden'),
    refusal(call(identityOperations.link, { provider: 'real' }, { context: contextOf(stale) }), 'forbidden'),
  ];
  for (const each of await Promise.all(asked)) expect(each.details.confirm).toBe(true);
});

test('nobody maps a group to what they could not give themselves', async () => {
  const key = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'organisation', $2, '{settings.manage}', '{}')", [
    key,
    `Tuner ${key}`,
  ]);
  const person = await makePerson();
  await owner.query('UPDATE users SET org_role = $1 WHERE id = $2', [key, person.id]);
  const tuner = await actorOf(person);
  const team = await makeTeam();
  const map = (mapping: object, actor = tuner) => add({ mappings: [{ group: 'g', teamId: null, role: 'member', ...mapping }] }, actor);
  await map({});
  for (const mapping of [{ role: 'admin' }, { role: 'auditor' }, { teamId: team.id, role: 'viewer' }])
    expect((await refusal(map(mapping), 'invalid')).details.fields).toHaveProperty(['mappings.0.role']);
  for (const mapping of [{ role: 'lead' }, { teamId: team.id, role: 'admin' }, { role: 'not-there' }])
    expect((await refusal(map(mapping, admin), 'invalid')).details.fields).toHaveProperty(['mappings.0.role']);
  expect((await refusal(map({ teamId: newId(), role: 'viewer' }, admin), 'invalid')).details.fields).toHaveProperty(['mappings.0.teamId']);
  await map({ teamId: team.id, role: 'lead' }, admin);
  // Nor by pointing a mapping of somebody else's at a provider of their own.
  const input = given({ mappings: [{ group: 'root', teamId: null, role: 'admin' }] });
  await call(singleSignOnOperations.add, input, context());
  const edit = (more: object) => call(singleSignOnOperations.edit, { key: input.key, version: 1, ...more }, { context: contextOf(tuner) });
  for (const more of [{ issuer: 'https://mine.example' }, { groupsClaim: 'nickname' }, { clientId: 'mine' }])
    expect((await refusal(edit(more), 'invalid')).details.fields).toHaveProperty(['mappings.0.role']);
  await edit({ name: 'Renamed' });
});

test('a test says what the provider says of itself, and what is wrong with one that is none', async () => {
  const findings = await call(singleSignOnOperations.test, { issuer: provider.issuer }, context());
  expect(findings).toMatchObject({ issuer: provider.issuer, pkce: true, namesIssuer: true, keys: 1 });
  expect(findings.algorithms).toContain('RS256');
  expect(findings.algorithms).not.toContain('HS256');
  const found = await refusal(call(singleSignOnOperations.test, { issuer: `${provider.issuer}/nothing` }, context()), 'invalid');
  expect(found.details.fields?.issuer).toMatch(/answered 404/);
  const gone = await refusal(call(singleSignOnOperations.test, { issuer: 'http://127.0.0.1:1' }, context()), 'invalid');
  expect(gone.details.fields?.issuer).toMatch(/could not be reached/);
});

test('the buttons name what is on, and nothing else of it', async () => {
  const input = given({ enabled: false });
  await call(singleSignOnOperations.add, input, context());
  const { providers } = await call(signInOperations.providers, {}, { context: contextOf(null) });
  expect(providers).toContainEqual({ key: 'real', name: 'real' });
  expect(providers.map((each) => each.key)).not.toContain(input.key);
  await refusal(call(signInOperations.begin, { provider: input.key }, { context: contextOf(null) }), 'not_found');
});

test('single sign-on may be required of all but administrators', async () => {
  const set = (required: boolean, version: number) => call(singleSignOnOperations.require, { required, version }, context());
  const { version } = await call(singleSignOnOperations.get, {}, context());
  expect(await mustUseSingleSignOn('member')).toBe(false);
  expect((await set(true, version)).required).toBe(true);
  expect([await mustUseSingleSignOn('member'), await mustUseSingleSignOn('security'), await mustUseSingleSignOn('admin')]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await call(signInOperations.providers, {}, { context: contextOf(null) })).required).toBe(true);
  await refusal(set(false, version), 'conflict');
  await owner.query('UPDATE identity_providers SET enabled = false');
  expect(await mustUseSingleSignOn('member')).toBe(false);
  await owner.query("UPDATE identity_providers SET enabled = true WHERE key = 'real'");
  await set(false, version + 1);
});

test('one’s own identities are listed and unlinked, but not the only way in', async () => {
  const sub = newId();
  provider.accounts.set(sub, { sub, name: 'Ines', email: `${sub}@idp.example`, email_verified: true });
  await signInAs(provider, 'real', sub);
  const made = (await owner.query('SELECT user_id AS id FROM identities WHERE subject = $1', [sub])).rows[0];
  const alone = await actorOf(made);
  const { identities, providers } = await call(identityOperations.list, {}, { context: contextOf(alone) });
  expect(identities).toMatchObject([{ provider: 'real', email: `${sub}@idp.example` }]);
  expect(providers).toContainEqual({ key: 'real', name: 'real' });
  const id = String(identities[0]?.id);
  const unlink = (actor: Actor) => call(identityOperations.unlink, { id }, { context: contextOf(actor) });
  expect((await refusal(unlink(alone), 'conflict')).message).toMatch(/only way in/);
  await refusal(unlink(await makeActor()), 'not_found');
  await owner.query("INSERT INTO passwords (user_id, hash) VALUES ($1, 'x')", [alone.id]);
  await unlink(alone);
  expect((await eventsOf({ id })).map((each) => each.event)).toEqual(['identity.linked', 'identity.unlinked']);
  expect((await signInAs(provider, 'real', sub)).reason).toBe('mail_taken');
});

test('rights that groups gave end when the identity is unlinked', async () => {
  const team = await makeTeam();
  const person = await makePerson({ passwordHash: 'x' });
  const grouped = await LoopbackProvider.start(['http://localhost:3000/api/auth/sso/grouped']);
  grouped.accounts.set('g', { sub: 'g', groups: ['ml'] });
  await setUp(grouped, 'grouped', {
    scopes: 'openid groups',
    groupsClaim: 'groups',
    mappings: [{ group: 'ml', teamId: team.id, role: 'lead' }],
  });
  const { url, cookie, session } = await pressLink(person, 'grouped');
  await comeBack(await grouped.visit(url, 'g'), [cookie, `gatehouse-session=${session}`]);
  await signInAs(grouped, 'grouped', 'g');
  const actor = await actorOf(person);
  expect(actor.memberships.map((each) => each.role.key)).toEqual(['lead']);
  const { identities } = await call(identityOperations.list, {}, { context: contextOf(actor) });
  await call(identityOperations.unlink, { id: String(identities[0]?.id) }, { context: contextOf(actor) });
  expect((await actorOf(person)).memberships).toEqual([]);
  await grouped.close();
});

test('the database lets nobody else see or make an identity, nor move one, nor write without its event', async () => {
  const [person, stranger] = [await makePerson(), await makePerson()];
  const id = newId();
  await owner.query("INSERT INTO identities (id, issuer, subject, user_id) VALUES ($1, 'https://x.example', $2, $3)", [
    id,
    newId(),
    person.id,
  ]);
  const act = { actorId: stranger.id, requestId: 'x', operationId: newId() };
  const as = { actorId: stranger.id, read: [], write: [] } as const;
  const data = { id: newId(), issuer: 'https://x.example', subject: newId(), userId: stranger.id };
  await transact(as, act, 'identity.linked', async ({ tx, unchanged }) => {
    expect(await tx.identity.count({ where: { id } })).toBe(0);
    expect((await tx.identity.deleteMany({ where: { id } })).count).toBe(0);
    unchanged();
  });
  await expect(transact(as, act, 'identity.linked', ({ tx }) => tx.identity.create({ data }))).rejects.toThrow(/row-level security/);
  const house = transact(houseScope(null), { ...act, actorId: null }, 'identity.linked', ({ tx }) =>
    tx.identity.updateMany({ where: { id }, data: { userId: stranger.id } }),
  );
  await expect(house).rejects.toThrow(/permission denied/);
  await expect(
    transact(as, act, 'provider.changed', ({ tx }) =>
      tx.identityProvider.create({ data: { id: newId(), key: word(), name: 'x', issuer: 'https://y.example' } }),
    ),
  ).rejects.toThrow();
});
