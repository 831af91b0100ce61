import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { database, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { findBuiltInRole, type Permission } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import { actorOf, contextOf, eventsOf, makeActor, makeOrganisationActor, makePerson, makeTeam, type TestTeam } from '../testing.ts';
import { roleOperations as roles } from './procedures.ts';

let admin: Actor;
let team: TestTeam;

beforeEach(async () => {
  admin = await makeOrganisationActor('admin');
  team = await makeTeam();
});

const as = (actor: Actor | null) => ({ context: contextOf(actor) });
const unique = () => `Role ${newId()}`;
type Rights = { permissions?: Permission[]; kinds?: ('dataset' | 'model' | 'pipeline' | 'infrastructure' | 'repository')[] };

const define = async (given: Rights & { copiedFrom?: string; name?: string } = {}, actor = admin) =>
  (await call(roles.create, { copiedFrom: 'viewer', name: unique(), permissions: ['asset.read'], kinds: [], ...given }, as(actor))).key;

async function hold(key: string, place: TestTeam | null = team): Promise<{ id: string }> {
  const person = await makePerson();
  if (place) await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [place.id, person.id, key]);
  else await owner.query('UPDATE users SET org_role = $1 WHERE id = $2', [key, person.id]);
  return person;
}

const preview = (key: string, version: number, rights: Required<Rights>, offset = 0) =>
  call(roles.preview, { key, version, offset, ...rights }, as(admin));

test('a role is made by copying one, of its scope, and counts for its holders at once', async () => {
  const key = await define({ copiedFrom: 'data_scientist', permissions: ['asset.edit', 'asset.read'], kinds: ['model'] });
  const role = await call(roles.get, { key }, as(admin));
  expect(role).toMatchObject({
    scope: 'team',
    builtIn: false,
    copiedFrom: { key: 'data_scientist' },
    permissions: ['asset.read', 'asset.edit'],
    version: 1,
    holders: 0,
  });
  const actor = await actorOf(await hold(key));
  expect(can(actor, 'asset.edit', { teamId: team.id, kind: 'model' })).toBe(true);
  expect(can(actor, 'asset.edit', { teamId: team.id, kind: 'dataset' })).toBe(false);
  expect(await eventsOf({ id: key })).toMatchObject([{ event: 'role.created', after: { copiedFrom: 'data_scientist', kinds: ['model'] } }]);
  const everywhere = await define({ copiedFrom: 'auditor', permissions: ['person.read'] });
  expect(can(await actorOf(await hold(everywhere, null)), 'person.read', { teamId: team.id })).toBe(true);
});

test('names are told apart, rights must make sense, and what is copied must be there', async () => {
  const name = unique();
  await define({ name });
  const fieldOf = async (work: Promise<unknown>, code: 'invalid' | 'conflict' = 'invalid') =>
    Object.keys((await refusal(work, code)).details.fields ?? {});
  expect(await fieldOf(define({ name: name.toUpperCase() }), 'conflict')).toEqual(['name']);
  expect(await fieldOf(define({ copiedFrom: 'nothing' }))).toEqual(['copiedFrom']);
  expect(await fieldOf(define({ permissions: ['settings.manage'] }))).toEqual(['permissions']);
  expect(await fieldOf(define({ permissions: ['asset.read', 'asset.edit'] }))).toEqual(['kinds']);
  expect(await fieldOf(define({ permissions: ['asset.edit'], kinds: ['model'] }))).toEqual(['permissions']);
});

test('only those who may define roles do, and no role with what they do not hold', async () => {
  for (const actor of [await makeActor([team, 'lead']), await makeOrganisationActor('security'), await makeOrganisationActor('auditor')])
    await refusal(define({}, actor), 'forbidden');
  const definer = await define({ copiedFrom: 'auditor', permissions: ['asset.read', 'role.manage'] });
  const actor = await actorOf(await hold(definer, null));
  await define({}, actor);
  const refused = await refusal(define({ permissions: ['asset.read', 'member.manage'] }, actor), 'forbidden');
  expect(refused.message).toContain('Manage the members of teams');
  const strong = await define({ permissions: ['asset.read', 'member.manage'] });
  await refusal(call(roles.edit, { key: strong, version: 1, permissions: ['asset.read'] }, as(actor)), 'forbidden');
});

test('a change is previewed: who gains and loses what, where, with what other roles give left out', async () => {
  const key = await define({ copiedFrom: 'lead', permissions: ['asset.read', 'asset.edit'], kinds: ['model', 'dataset'] });
  const [alone, auditor] = [await hold(key), await makePerson({ orgRole: 'auditor' })];
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, auditor.id, key]);
  const gone = await hold(key);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [gone.id]);
  const expired = await hold(key);
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 minute' WHERE user_id = $1", [expired.id]);
  await owner.query("INSERT INTO service_accounts (id, team_id, name, role, created_by) VALUES ($1, $2, 'ci', $3, $4)", [
    newId(),
    team.id,
    key,
    admin.id,
  ]);
  const shown = await preview(key, 1, { permissions: ['asset.read', 'asset.edit', 'access.explain'], kinds: ['model', 'pipeline'] });
  expect(shown).toMatchObject({ holders: 4, gaining: 3, losing: 3, total: 3 });
  const change = (id: string) => shown.changes.find((each) => each.principal.id === id);
  expect(change(alone.id)).toMatchObject({
    team: { id: team.id, name: team.name },
    gained: [
      { permission: 'asset.edit', kinds: ['pipeline'] },
      { permission: 'access.explain', kinds: null },
    ],
    lost: [{ permission: 'asset.edit', kinds: ['dataset'] }],
  });
  expect(change(auditor.id)?.gained).toEqual([{ permission: 'asset.edit', kinds: ['pipeline'] }]);
  expect(shown.changes.at(-1)?.principal).toMatchObject({ type: 'service', name: 'ci' });
  expect(
    (await preview(key, 1, { permissions: ['asset.read', 'asset.edit', 'access.explain'], kinds: ['model', 'pipeline'] }, 2)).changes,
  ).toHaveLength(1);
  expect((await eventsOf({ id: key })).map(({ event }) => event)).toEqual(['role.created']);
});

test('a change of rights is saved with what its preview showed, and only while that holds', async () => {
  const key = await define();
  await hold(key);
  const rights = { permissions: ['asset.read', 'asset.export'] as Permission[], kinds: [] };
  await refusal(call(roles.edit, { key, version: 1, ...rights }, as(admin)), 'invalid');
  const { seen } = await preview(key, 1, rights);
  const late = await hold(key);
  const stale = await refusal(call(roles.edit, { key, version: 1, ...rights, seen }, as(admin)), 'conflict');
  expect(stale.message).toContain('since the preview');
  const again = await preview(key, 1, rights);
  await call(roles.edit, { key, version: 1, ...rights, seen: again.seen }, as(admin));
  expect(can(await actorOf(late), 'asset.export', { teamId: team.id })).toBe(true);
  await refusal(call(roles.edit, { key, version: 1, name: unique() }, as(admin)), 'conflict');
  await refusal(preview(key, 1, rights), 'conflict');
  expect((await eventsOf({ id: key })).at(-1)).toMatchObject({
    event: 'role.changed',
    before: { permissions: ['asset.read'] },
    after: { permissions: ['asset.read', 'asset.export'] },
  });
});

test('a preview of other rights does not stand for these', async () => {
  const key = await define();
  await hold(key);
  const { seen } = await preview(key, 1, { permissions: ['asset.read', 'asset.export'], kinds: [] });
  const wider: Permission[] = ['asset.read', 'asset.export', 'member.manage'];
  await refusal(call(roles.edit, { key, version: 1, permissions: wider, seen }, as(admin)), 'conflict');
});

test('words change without a preview, and saying what holds changes nothing', async () => {
  const [key, name] = [await define(), unique()];
  await call(roles.edit, { key, version: 1, name, description: 'For visitors' }, as(admin));
  expect(await call(roles.edit, { key, version: 2, name }, as(admin))).toMatchObject({ name, description: 'For visitors', version: 2 });
  expect(await eventsOf({ id: key })).toHaveLength(2);
});

test('a retired role is granted no more, stays with its holders, and can be taken back', async () => {
  const key = await define();
  const holder = await hold(key);
  expect(await call(roles.retire, { key, version: 1 }, as(admin))).toMatchObject({ version: 2, holders: 1 });
  expect((await actorOf(holder)).memberships[0]?.role.key).toBe(key);
  await expect(hold(key)).rejects.toMatchObject({ code: '23514' });
  await refusal(call(roles.restore, { key, version: 1 }, as(admin)), 'conflict');
  expect((await call(roles.restore, { key, version: 2 }, as(admin))).retiredAt).toBeNull();
  expect((await eventsOf({ id: key })).map(({ event }) => event)).toEqual(['role.created', 'role.retired', 'role.restored']);
});

test('a built-in role neither changes nor retires, and the database says so too', async () => {
  await refusal(call(roles.edit, { key: 'viewer', version: 1, name: 'Peeper' }, as(admin)), 'conflict');
  await refusal(call(roles.retire, { key: 'viewer', version: 1 }, as(admin)), 'conflict');
  await refusal(preview('viewer', 1, { permissions: ['asset.read'], kinds: [] }), 'not_found');
  const client = await database().pool.connect();
  try {
    await client.query(`BEGIN;${scopeScript({ actorId: null, read: 'every', write: 'every' })};SET LOCAL app.announced = 'test.done'`);
    await expect(client.query("UPDATE roles SET name = 'Peeper' WHERE key = 'viewer'")).rejects.toMatchObject({ code: '42501' });
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('everyone reads what roles give; who holds them is for those who define roles or see people', async () => {
  const key = await define();
  const person = await hold(key);
  const { roles: all } = await call(roles.list, {}, as(await makeActor([team, 'viewer'])));
  expect(all.find((role) => role.key === 'lead')).toMatchObject({
    builtIn: true,
    permissions: findBuiltInRole('lead')?.permissions,
    holders: null,
  });
  expect(all.find((role) => role.key === key)).toMatchObject({ permissions: ['asset.read'], holders: null });
  expect(all.slice(0, 4).map((role) => role.key)).toEqual(['admin', 'security', 'auditor', 'member']);
  expect((await call(roles.holders, { key }, as(await makeOrganisationActor('auditor')))).holders).toMatchObject([
    { principal: { id: person.id }, team: { id: team.id } },
  ]);
  await refusal(call(roles.holders, { key }, as(await makeActor([team, 'lead']))), 'forbidden');
  await refusal(call(roles.get, { key: newId() }, as(admin)), 'not_found');
  await refusal(call(roles.list, {}, as(null)), 'unauthenticated');
});

test('defining, changing and retiring roles takes a fresh proof of who is there', async () => {
  const stale = { ...admin, confirmedAt: new Date(Date.now() - 16 * 60_000) };
  expect((await refusal(define({}, stale), 'forbidden')).details.confirm).toBe(true);
  const key = await define();
  expect((await refusal(call(roles.edit, { key, version: 1, name: unique() }, as(stale)), 'forbidden')).details.confirm).toBe(true);
  expect((await refusal(call(roles.retire, { key, version: 1 }, as(stale)), 'forbidden')).details.confirm).toBe(true);
});
