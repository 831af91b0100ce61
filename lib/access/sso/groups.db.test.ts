/** Rights that follow from a provider's groups, re-read at each sign-in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { actorOfToken } from '../actor.ts';
import { houseScope } from '../policy.ts';
import { eventsOf, giveRole, makePerson, makeTeam, type TestTeam } from '../testing.ts';
import type { Mapping } from './rules.ts';
import { setUp, signInAs } from './testing/journey.ts';
import { LoopbackProvider, type TestAccount } from './testing/loopback-provider.ts';

let provider: LoopbackProvider;
let red: TestTeam;
let blue: TestTeam;
let custom: string;

beforeAll(async () => {
  provider = await LoopbackProvider.start(['http://localhost:3000/api/auth/sso/groups']);
  [red, blue, custom] = [await makeTeam(), await makeTeam(), newId()];
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', 'Taster', '{asset.read}', '{model}')", [
    custom,
  ]);
  const settings = { createsPeople: true, scopes: 'openid profile email groups', groupsClaim: 'groups', mappings: usual() };
  await setUp(provider, 'groups', settings);
});
afterAll(() => provider.close());

const usual = (): Mapping[] => [
  { group: 'leads', teamId: red.id, role: 'lead' },
  { group: 'ml', teamId: red.id, role: 'data_scientist' },
  { group: 'tasters', teamId: blue.id, role: custom },
  { group: 'security', teamId: null, role: 'security' },
  { group: 'root', teamId: null, role: 'admin' },
];

function account(groups: string[]): TestAccount & { groups: string[] } {
  const sub = newId();
  const made = { sub, name: 'Ines Okafor', email: `${sub}@idp.example`, email_verified: true, groups };
  provider.accounts.set(sub, made);
  return made;
}

/** Signs in with these groups and says what the person holds. */
async function enter(made: TestAccount, groups: string[]) {
  made.groups = groups;
  const answer = await signInAs(provider, 'groups', made.sub);
  const actor = await actorOfToken(String(answer.session));
  if (!actor) throw new Error(`refused: ${answer.reason}`);
  return { id: actor.id, held: [actor.orgRole.key, ...actor.memberships.map((each) => `${each.teamKey} ${each.role.key}`)].sort() };
}

const told = async (id: string) =>
  (await eventsOf({ id }))
    .filter((each) => /^membership|role_changed/.test(each.event))
    .map((each) => [each.event, each.team_id, each.before?.role ?? each.before?.orgRole, each.after?.role ?? each.after?.orgRole]);

test('groups give roles, change them and end them from one sign-in to the next, each with its event', async () => {
  const made = account([]);
  const { id, held } = await enter(made, ['ml', 'tasters']);
  expect(held).toEqual(['member', `${blue.key} ${custom}`, `${red.key} data_scientist`].sort());
  expect((await enter(made, ['leads', 'ml'])).held).toEqual(['member', `${red.key} lead`].sort());
  expect((await enter(made, ['security'])).held).toEqual(['security']);
  expect((await enter(made, [])).held).toEqual(['member']);
  expect(await told(id)).toEqual([
    ['membership.granted', red.id, undefined, 'data_scientist'],
    ['membership.granted', blue.id, undefined, custom],
    ['membership.changed', red.id, 'data_scientist', 'lead'],
    ['membership.ended', blue.id, custom, undefined],
    ['membership.ended', red.id, 'lead', undefined],
    ['user.role_changed', null, 'member', 'security'],
    ['user.role_changed', null, 'security', 'member'],
  ]);
});

test('signing in with the same groups changes and records nothing', async () => {
  const made = account([]);
  const { id } = await enter(made, ['ml']);
  const before = await told(id);
  await enter(made, ['ml']);
  expect(await told(id)).toEqual(before);
});

test('what was given by hand is left alone, in the team and in the organisation', async () => {
  const made = account([]);
  const { id } = await enter(made, []);
  await giveRole({ id }, red, 'viewer');
  await owner.query("UPDATE users SET org_role = 'auditor' WHERE id = $1", [id]);
  expect((await enter(made, ['leads', 'security'])).held).toEqual(['auditor', `${red.key} viewer`].sort());
  expect((await enter(made, [])).held).toEqual(['auditor', `${red.key} viewer`].sort());
});

test('a role given by hand over one that groups gave is by hand from then on', async () => {
  const made = account([]);
  const { id } = await enter(made, ['ml']);
  const act = { actorId: null, requestId: newId(), operationId: newId() };
  await transact(houseScope(null), act, 'membership.changed', async ({ tx, record }) => {
    await tx.membership.update({ where: { teamId_userId: { teamId: red.id, userId: id } }, data: { role: 'developer' } });
    await record({ event: 'membership.changed', targetType: 'user', targetId: id, teamId: red.id });
  });
  expect((await enter(made, [])).held).toEqual(['member', `${red.key} developer`].sort());
});

test('the administrator’s role comes from an explicit mapping alone, and the last administrator keeps it', async () => {
  const made = account([]);
  const { id, held } = await enter(made, ['root']);
  expect(held).toEqual(['admin']);
  await owner.query("UPDATE users SET org_role = 'member' WHERE org_role = 'admin' AND id <> $1", [id]);
  expect((await enter(made, [])).held).toEqual(['admin']);
  await makePerson({ orgRole: 'admin' });
  expect((await enter(made, [])).held).toEqual(['member']);
});

test('a retired role and an archived team are given to nobody', async () => {
  const made = account([]);
  await owner.query('UPDATE roles SET retired_at = now() WHERE key = $1', [custom]);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [red.id]);
  expect((await enter(made, ['ml', 'tasters'])).held).toEqual(['member']);
  await owner.query('UPDATE roles SET retired_at = NULL WHERE key = $1', [custom]);
  await owner.query('UPDATE teams SET archived_at = NULL WHERE id = $1', [red.id]);
});

test('a membership by hand that has expired does not stand in the way', async () => {
  const made = account([]);
  const { id } = await enter(made, []);
  await giveRole({ id }, red, 'viewer');
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 hour' WHERE user_id = $1", [id]);
  expect((await enter(made, ['ml'])).held).toEqual(['member', `${red.key} data_scientist`].sort());
});
