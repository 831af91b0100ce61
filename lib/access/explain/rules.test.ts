import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Kind, kinds } from '../kinds.ts';
import { builtInRoles, findBuiltInRole, type Permission, permissionNames, type Role } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import { explain, explainAll, holdersOf, holds, type Principal, type PrincipalMembership } from './rules.ts';

const at = new Date('2026-11-23T12:00:00Z');
const teams = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000003'];
const [own = '', other = ''] = teams;

const anyRole = (scope: Role['scope']): fc.Arbitrary<Role> =>
  fc.oneof(
    fc.constantFrom(...builtInRoles.filter((role) => role.scope === scope)),
    fc.record({
      key: fc.uuid(),
      scope: fc.constant(scope),
      name: fc.constant('Custom'),
      permissions: fc.subarray(permissionNames),
      kinds: fc.subarray([...kinds]),
    }),
  );

const anyMembership = (teamId: string): fc.Arbitrary<PrincipalMembership> =>
  fc.record({
    teamId: fc.constant(teamId),
    teamKey: fc.constant('key'),
    teamName: fc.constant(`Team ${teamId.slice(-1)}`),
    role: anyRole('team'),
    expiresAt: fc.constantFrom(null, '2026-11-22T12:00:00Z', '2026-11-23T12:00:00+00:00', '2027-01-01T00:00:00Z'),
    archived: fc.boolean(),
  });

const anyPrincipal: fc.Arbitrary<Principal> = fc.record({
  id: fc.constant('00000000-0000-7000-8000-0000000000aa'),
  type: fc.constantFrom('person' as const, 'service' as const),
  name: fc.constant('Somebody'),
  status: fc.constantFrom('active' as const, 'active' as const, 'invited' as const, 'deactivated' as const),
  orgRole: anyRole('organisation'),
  memberships: fc
    .tuple(...teams.map((team) => fc.option(anyMembership(team), { nil: null })))
    .map((each) => each.filter((one) => one !== null)),
  token: fc.option(fc.record({ scopes: fc.subarray(permissionNames) }), { nil: null }),
});

/** The actor as the database's lookup gives it: without expired memberships and archived teams; nobody where they cannot act. */
function actorOf(principal: Principal): Actor | null {
  if (principal.status !== 'active') return null;
  return {
    id: principal.id,
    type: principal.type,
    name: principal.name,
    email: '',
    timeZone: 'UTC',
    locale: 'en-GB',
    orgRole: principal.orgRole,
    memberships: principal.memberships.filter(
      (each) => !each.archived && (each.expiresAt === null || Date.parse(each.expiresAt) > at.getTime()),
    ),
    sessionId: '',
    confirmedAt: null,
    token: principal.token && { id: 'token', scopes: principal.token.scopes },
  };
}

const anyTarget = fc.record({ teamId: fc.constantFrom(...teams), kind: fc.option(fc.constantFrom(...kinds), { nil: undefined }) });

describe('an explanation', () => {
  test('agrees with what is decided, for every permission, whoever it is and whatever it is about', () => {
    fc.assert(
      fc.property(anyPrincipal, anyTarget, (principal, target) => {
        const actor = actorOf(principal);
        for (const permission of permissionNames) {
          const verdict = explain(principal, permission, target, at);
          const allowed = actor !== null && can(actor, permission, target);
          expect(verdict.allowed, permission).toBe(allowed);
          expect(verdict.through.length > 0).toBe(allowed);
          expect(verdict.reason === null).toBe(allowed);
          for (const kind of verdict.covers ?? []) expect(actor && can(actor, permission, { teamId: target.teamId, kind })).toBe(true);
          if (verdict.covers)
            expect(verdict.covers).toEqual(kinds.filter((kind) => actor && can(actor, permission, { teamId: target.teamId, kind })));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('names roles that each give the right by themselves, and no other that would', () => {
    fc.assert(
      fc.property(anyPrincipal, anyTarget, fc.constantFrom(...permissionNames), (principal, target, permission) => {
        const { through } = explain(principal, permission, target, at);
        const alone = (principal_: Principal) => {
          const actor = actorOf(principal_);
          return actor !== null && can(actor, permission, target);
        };
        const nothing: Role = { key: 'none', scope: 'organisation', name: 'None', permissions: [], kinds: [] };
        const sources = [
          { key: principal.orgRole.key, teamId: null, alone: alone({ ...principal, memberships: [] }) },
          ...principal.memberships.map((each) => ({
            key: each.role.key,
            teamId: each.teamId,
            alone: alone({ ...principal, orgRole: nothing, memberships: [each] }),
          })),
        ];
        expect(through.map((each) => [each.role.key, each.teamId])).toEqual(
          sources.filter((source) => source.alone).map((source) => [source.key, source.teamId]),
        );
      }),
    );
  });

  test('holders are those whom a verdict allows', () => {
    fc.assert(
      fc.property(
        fc.array(anyPrincipal, { maxLength: 6 }),
        fc.constantFrom(...teams),
        fc.constantFrom(...kinds),
        (principals, teamId, kind) => {
          for (const permission of permissionNames) {
            const expected = principals.filter((principal) => {
              const actor = actorOf(principal);
              return actor !== null && can(actor, permission, { teamId, kind });
            });
            expect(holdersOf(principals, permission, { teamId, kind }, at).map(({ principal }) => principal)).toEqual(expected);
          }
        },
      ),
    );
  });
});

const builtIn = (key: string): Role => {
  const role = findBuiltInRole(key);
  if (!role) throw new Error(key);
  return role;
};

function person(given: {
  role?: string;
  team?: string;
  org?: string;
  status?: Principal['status'];
  expiresAt?: string | null;
  archived?: boolean;
  scopes?: Permission[];
}): Principal {
  const { role, team = own, org = 'member', status = 'active', expiresAt = null, archived = false, scopes } = given;
  return {
    id: 'p',
    type: 'person',
    name: 'Yusuf',
    status,
    orgRole: builtIn(org),
    memberships: role ? [{ teamId: team, teamKey: 'fraud', teamName: 'Fraud analytics', role: builtIn(role), expiresAt, archived }] : [],
    token: scopes ? { scopes } : null,
  };
}

const why = (principal: Principal, permission: Permission, kind: Kind) => {
  const { allowed, reason, through, instead } = explain(principal, permission, { teamId: own, kind }, at);
  return { allowed, reason, roles: [...through, ...instead].map((each) => each.role.name) };
};

describe('the reason', () => {
  test('of a service account is that a person judges', () => {
    const service = { ...person({ role: 'lead' }), type: 'service' as const };
    expect(why(service, 'risk.assess', 'model')).toEqual({ allowed: false, reason: 'service', roles: ['Lead'] });
    expect(why(service, 'safeguard.edit', 'model').allowed).toBe(true);
  });
  test.each([
    ['nothing at all', person({}), 'model', 'role', []],
    ['a kind that the role does not cover', person({ role: 'data_scientist' }), 'pipeline', 'kind', ['Data scientist']],
    ['a role in another team', person({ role: 'data_scientist', team: other }), 'model', 'elsewhere', ['Data scientist']],
    ['a role that has expired', person({ role: 'lead', expiresAt: '2026-11-23T11:59:59Z' }), 'model', 'expired', ['Lead']],
    ['a team that is archived', person({ role: 'lead', archived: true }), 'model', 'archived', ['Lead']],
    ['a person who was deactivated', person({ role: 'lead', status: 'deactivated' }), 'model', 'deactivated', ['Lead']],
    ['a token whose scopes leave it out', person({ role: 'lead', scopes: ['asset.read'] }), 'model', 'token', ['Lead']],
    ['an auditor', person({ org: 'auditor' }), 'model', 'role', []],
  ] as const)('of %s', (_, principal, kind, reason, roles) => {
    expect(why(principal, 'asset.edit', kind)).toEqual({ allowed: false, reason, roles });
  });

  test('is none where it is allowed, and the role, its kinds and its end are told', () => {
    const verdict = explain(
      person({ role: 'data_scientist', expiresAt: '2026-12-03T00:00:00Z' }),
      'asset.edit',
      { teamId: own, kind: 'model' },
      at,
    );
    expect(verdict).toMatchObject({
      allowed: true,
      reason: null,
      through: [
        {
          place: 'team',
          teamName: 'Fraud analytics',
          role: { name: 'Data scientist' },
          kinds: ['dataset', 'model'],
          expiresAt: '2026-12-03T00:00:00Z',
        },
      ],
    });
  });

  test('on a team as a whole, the kinds that are covered are told', () => {
    const verdict = explain(person({ role: 'data_scientist' }), 'asset.edit', { teamId: own }, at);
    expect(verdict).toMatchObject({ allowed: false, reason: 'kind', covers: ['dataset', 'model'] });
  });
});

test('every permission is explained, once, in the order of the table', () => {
  expect(explainAll(person({ role: 'viewer' }), { teamId: own, kind: 'model' }, at).map((verdict) => verdict.permission)).toEqual(
    permissionNames,
  );
});

test('a membership ends at its moment, not after it', () => {
  const membership = { teamId: own, teamKey: '', teamName: '', role: builtIn('viewer'), archived: false };
  expect(holds({ ...membership, expiresAt: at.toISOString() }, at)).toBe(false);
  expect(holds({ ...membership, expiresAt: new Date(at.getTime() + 1).toISOString() }, at)).toBe(true);
});
