import { describe, expect, test } from 'vitest';
import { builtInRoles, type Role } from '#lib/access/permissions.ts';
import type { Actor } from '#lib/access/policy.ts';
import { type Focus, focusOf } from './policy.ts';

const roleOf = (key: string): Role => builtInRoles.find((role) => role.key === key) as Role;

function actor(organisation: string, team?: string): Actor {
  return {
    id: 'x',
    type: 'person',
    name: 'x',
    email: '',
    orgRole: roleOf(organisation),
    timeZone: 'UTC',
    locale: 'en-GB',
    memberships: team ? [{ teamId: 'here', teamKey: '', teamName: '', role: roleOf(team), expiresAt: null }] : [],
    sessionId: 's',
    confirmedAt: null,
    token: null,
  };
}

/** By hand: what each role sees first. */
const first: readonly (readonly [organisation: string, team: string | undefined, Focus])[] = [
  ['admin', undefined, 'security'],
  ['security', undefined, 'security'],
  ['auditor', undefined, 'audit'],
  ['member', 'lead', 'lead'],
  ['member', 'data_scientist', 'contributor'],
  ['member', 'ml_engineer', 'contributor'],
  ['member', 'developer', 'contributor'],
  ['member', 'cloud_admin', 'contributor'],
  ['member', 'viewer', 'contributor'],
];

describe('what the overview begins with', () => {
  test.each(first)('%s, in a team as %s: %s', (organisation, team, focus) => {
    expect(focusOf(actor(organisation, team))).toBe(focus);
  });

  test('the table is of every built-in role', () => {
    const named = new Set(first.flatMap(([organisation, team]) => [organisation, ...(team ? [team] : [])]));
    expect([...named].sort()).toEqual(builtInRoles.map(({ key }) => key).sort());
  });

  test('a security analyst who leads a team is one of security', () => {
    expect(focusOf(actor('security', 'lead'))).toBe('security');
  });
});
