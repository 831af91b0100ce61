import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { cutByKind, findBuiltInRole, organisationRoles, type Permission, permissionNames, type Role, teamRoles } from './permissions.ts';
import { type Actor, can, canSomewhere, must, scopeOf, teamsWith } from './policy.ts';

/** Written by hand, from what each role is for; the code under test had no part in it. `*` stands for all, `|` parts several. */
const matrix = readFileSync(new URL('./authorisation.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [principal = [], permission = [], relation = [], kind = [], expected = []] = line.split(',').map((cell) => cell.split('|'));
    return { line, principal, permission, relation, kind, expected: expected.join() };
  });

const own = '00000000-0000-7000-8000-000000000001';
const other = '00000000-0000-7000-8000-000000000002';

function roleOf(key: string): Role {
  const role = findBuiltInRole(key);
  if (!role) throw new Error(key);
  return role;
}

function actorAs(principal: string): Actor {
  const isOrganisationRole = (organisationRoles as readonly string[]).includes(principal);
  return {
    id: '00000000-0000-7000-8000-0000000000aa',
    name: 'Someone',
    email: 'someone@example.org',
    timeZone: 'UTC',
    locale: 'en-GB',
    type: 'person',
    sessionId: '00000000-0000-7000-8000-0000000000bb',
    confirmedAt: new Date(),
    token: null,
    orgRole: roleOf(isOrganisationRole ? principal : 'member'),
    memberships: isOrganisationRole ? [] : [{ teamId: own, teamKey: 'own', teamName: 'Own', role: roleOf(principal), expiresAt: null }],
  };
}

const matches = (cell: string[], value: string) => cell.includes('*') || cell.includes(value);

/** A shared view is of no team: who may share one anywhere may share. */
const onTeams = permissionNames.filter((permission) => permission !== 'view.share');
/** The file says of which kinds it tells, not the right to import it. */
const kindsOf = (permission: Permission) =>
  cutByKind.has(permission) && permission !== 'asset.import' ? kinds.map((kind) => [kind]) : [[...kinds]];

test.each([...organisationRoles, ...teamRoles])(
  '%s may do what the matrix says, in the own team and in another, to each kind',
  (principal) => {
    const actor = actorAs(principal);
    for (const permission of onTeams)
      for (const relation of ['own', 'other'] as const)
        for (const some of kindsOf(permission)) {
          const at = `${principal} ${permission} ${relation} ${some}`;
          const rows = matrix.filter(
            (row) =>
              matches(row.principal, principal) &&
              matches(row.permission, permission) &&
              matches(row.relation, relation) &&
              some.every((kind) => matches(row.kind, kind)),
          );
          expect(rows, `exactly one row of authorisation.csv speaks of: ${at}`).toHaveLength(1);
          const teamId = relation === 'own' ? own : other;
          expect(
            some.some((kind) => can(actor, permission, { teamId, kind })),
            at,
          ).toBe(rows[0]?.expected === 'allow');
        }
  },
);

test('without a kind, a right that is cut by kind takes a role that covers all kinds', () => {
  expect(can(actorAs('data_scientist'), 'asset.edit', { teamId: own })).toBe(false);
  expect(can(actorAs('security'), 'asset.edit', { teamId: own })).toBe(true);
  expect(can(actorAs('lead'), 'asset.edit', { teamId: own })).toBe(true);
  expect(can(actorAs('viewer'), 'asset.read', { teamId: own })).toBe(true);
});

test('a person without any role may do nothing anywhere', () => {
  const actor = { ...actorAs('member'), memberships: [] };
  for (const permission of permissionNames) {
    expect(canSomewhere(actor, permission)).toBe(false);
    expect(teamsWith(actor, permission)).toEqual([]);
  }
});

test('the rights of several roles add up, each in its own team', () => {
  const both: Actor = {
    ...actorAs('viewer'),
    memberships: [
      { teamId: own, teamKey: 'own', teamName: 'Own', role: roleOf('viewer'), expiresAt: null },
      { teamId: other, teamKey: 'other', teamName: 'Other', role: roleOf('cloud_admin'), expiresAt: null },
    ],
  };
  expect(can(both, 'asset.edit', { teamId: own, kind: 'infrastructure' })).toBe(false);
  expect(can(both, 'asset.edit', { teamId: other, kind: 'infrastructure' })).toBe(true);
  expect(teamsWith(both, 'asset.edit')).toEqual([other]);
  expect(teamsWith(both, 'asset.read')).toEqual([own, other]);
});

test('the scope of a change reads as far as the actor reads and writes as far as the named right goes', () => {
  expect(scopeOf(actorAs('viewer'), 'asset.edit')).toMatchObject({ read: [own], write: [] });
  expect(scopeOf(actorAs('lead'), 'asset.edit')).toMatchObject({ read: [own], write: [own] });
  expect(scopeOf(actorAs('lead'))).toMatchObject({ read: [own], write: [] });
  expect(scopeOf(actorAs('auditor'), 'asset.edit')).toMatchObject({ read: 'every', write: [] });
});

test('a refusal says what it takes', () => {
  expect(() => must(actorAs('viewer'), 'asset.edit', { teamId: own, kind: 'model' })).toThrow('You need the right to edit assets here.');
});
