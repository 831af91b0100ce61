import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Principal } from '../explain/rules.ts';
import { kinds } from '../kinds.ts';
import { builtInRoles, cutByKind, findBuiltInRole, permissionNames, type Role } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import { changesOf, permissionsFor, problemOf, settled, within } from './rules.ts';

const at = new Date('2026-11-23T12:00:00Z');
const teams = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
const elsewhere = '00000000-0000-7000-8000-00000000000f';
const key = '00000000-0000-7000-8000-0000000000cc';

const anyRights = fc.record({ permissions: fc.subarray(permissionNames), kinds: fc.subarray([...kinds]) });
const builtIn = (scope: Role['scope']) => fc.constantFrom(...builtInRoles.filter((role) => role.scope === scope));

/** Holders of one custom role of this scope, some with other roles besides. */
const anyHolders = (custom: Role) => {
  const orgRole = custom.scope === 'organisation' ? fc.oneof(fc.constant(custom), builtIn('organisation')) : builtIn('organisation');
  const teamRole = custom.scope === 'team' ? fc.oneof(fc.constant(custom), builtIn('team')) : builtIn('team');
  const membership = (teamId: string) =>
    fc.record({
      teamId: fc.constant(teamId),
      teamKey: fc.constant('k'),
      teamName: fc.constant('T'),
      role: teamRole,
      expiresAt: fc.constantFrom(null, '2026-11-20T00:00:00Z', '2026-12-20T00:00:00Z'),
      archived: fc.boolean(),
    });
  return fc.array(
    fc.record({
      id: fc.uuid(),
      type: fc.constant('person' as const),
      name: fc.constant('Somebody'),
      status: fc.constantFrom('active' as const, 'deactivated' as const),
      orgRole,
      memberships: fc
        .tuple(...teams.map((team) => fc.option(membership(team), { nil: null })))
        .map((all) => all.filter((one) => one !== null)),
      token: fc.constant(null),
    }),
    { maxLength: 5 },
  );
};

function actorOf(principal: Principal, become: (role: Role) => Role): Actor {
  return {
    ...{
      id: principal.id,
      type: principal.type,
      name: '',
      email: '',
      timeZone: 'UTC',
      locale: 'en-GB',
      sessionId: '',
      confirmedAt: null,
      token: null,
    },
    orgRole: become(principal.orgRole),
    memberships: principal.memberships
      .filter((each) => !each.archived && (each.expiresAt === null || new Date(each.expiresAt) > at))
      .map((each) => ({ ...each, role: become(each.role) })),
  };
}

const anyCase = fc
  .tuple(fc.constantFrom('organisation' as const, 'team' as const), anyRights, anyRights)
  .chain(([scope, standing, wanted]) => {
    const custom: Role = { key, scope, name: 'Custom', ...standing };
    return fc.record({ custom: fc.constant(custom), wanted: fc.constant({ scope, ...wanted }), holders: anyHolders(custom) });
  });

test('who gains and loses what is the difference of all decisions before and after, one by one', () => {
  fc.assert(
    fc.property(anyCase, ({ custom, wanted, holders }) => {
      const become = (role: Role): Role => (role.key === key ? { ...custom, ...wanted } : role);
      const told = new Set<string>();
      for (const { principal, team, gained, lost } of changesOf(holders, key, wanted, at))
        for (const [side, rights] of [['+', gained] as const, ['-', lost] as const])
          for (const { permission, kinds: covered } of rights)
            for (const kind of covered ?? [null]) told.add([principal.id, team?.id ?? 'elsewhere', side, permission, kind].join(' '));

      const expected = new Set<string>();
      for (const holder of holders.filter((each) => each.status === 'active')) {
        const [before, after] = [actorOf(holder, (role) => role), actorOf(holder, become)];
        const places = [...before.memberships.map((each) => each.teamId), ...(custom.scope === 'organisation' ? [elsewhere] : [])];
        for (const teamId of places)
          for (const permission of permissionNames)
            for (const kind of cutByKind.has(permission) ? kinds : [null]) {
              const target = { teamId, kind: kind ?? undefined };
              const [had, has] = [can(before, permission, target), can(after, permission, target)];
              if (had === has) continue;
              expected.add([holder.id, teamId === elsewhere ? 'elsewhere' : teamId, has ? '+' : '-', permission, kind].join(' '));
            }
      }
      expect(told).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('a role is within another exactly when nothing can be done by it that the other does not allow', () => {
  fc.assert(
    fc.property(anyRights, anyRights, (less, more) => {
      const [role, other] = [less, more].map((rights, index): Role => ({ key: String(index), scope: 'team', name: '', ...rights }));
      if (!role || !other) throw new Error('two roles');
      const actor = (orgRole: Role): Actor => ({
        ...{
          id: 'a',
          type: 'person',
          name: '',
          email: '',
          timeZone: 'UTC',
          locale: 'en-GB',
          sessionId: '',
          confirmedAt: null,
          token: null,
        },
        orgRole,
        memberships: [],
      });
      const all = permissionNames.flatMap((permission) => kinds.map((kind) => ({ permission, kind })));
      const expected = all.every(({ permission, kind }) => {
        const target = { teamId: 't', kind };
        return !can(actor(role), permission, target) || can(actor(other), permission, target);
      });
      expect(within(role, other)).toBe(expected);
    }),
  );
});

test('the rights of a role are put in the order of the table, without doubles and without kinds that cut nothing', () => {
  expect(settled({ permissions: ['asset.edit', 'asset.read', 'asset.edit'], kinds: ['model', 'dataset', 'model'] })).toEqual({
    permissions: ['asset.read', 'asset.edit'],
    kinds: ['dataset', 'model'],
  });
  expect(settled({ permissions: ['asset.read'], kinds: ['model'] }).kinds).toEqual([]);
});

test('a role of teams gives nothing that belongs to the organisation, and writing takes sight and kinds', () => {
  expect(permissionsFor('team')).not.toContain('role.manage');
  expect(permissionsFor('organisation')).toEqual(permissionNames);
  expect(problemOf({ scope: 'team', permissions: ['settings.manage'], kinds: [] })?.field).toBe('permissions');
  expect(problemOf({ scope: 'team', permissions: ['asset.edit'], kinds: ['model'] })?.message).toContain('must see');
  expect(problemOf({ scope: 'team', permissions: ['asset.read', 'asset.edit'], kinds: [] })?.field).toBe('kinds');
  expect(problemOf({ scope: 'team', permissions: ['asset.read', 'asset.edit'], kinds: ['model'] })).toBeNull();
  expect(problemOf({ scope: 'organisation', permissions: ['settings.manage'], kinds: [] })).toBeNull();
});

test('every built-in role for teams could be copied as it stands', () => {
  for (const role of builtInRoles.filter((each) => each.scope === 'team'))
    expect(problemOf({ ...role, ...settled(role) }), role.key).toBeNull();
  expect(findBuiltInRole('admin')?.permissions).toEqual(permissionNames);
});
