import { describe, expect, test } from 'vitest';
import { builtInRoles, organisationRoles, type Role, teamRoles } from '#lib/access/permissions.ts';
import type { Actor } from '#lib/access/policy.ts';
import { conflictOf, hindranceToDecide, mayRevoke, mayWithdraw } from './policy.ts';

const place = { teamId: 'here', kind: 'model' } as const;
const roleOf = (key: string): Role => builtInRoles.find((role) => role.key === key) as Role;
const actor = (id: string, orgRole: string, more: Partial<Actor> = {}): Actor => ({
  id,
  type: 'person',
  name: id,
  email: '',
  orgRole: roleOf(orgRole),
  timeZone: 'UTC',
  locale: 'en-GB',
  memberships: [],
  sessionId: 's',
  confirmedAt: null,
  token: null,
  ...more,
});
const decider: Role = { ...roleOf('lead'), key: 'custom', permissions: ['asset.read', 'acceptance.decide'] };
const within = (role: Role, teamId = 'here') => ({ memberships: [{ teamId, teamKey: '', teamName: '', role, expiresAt: null }] });
const parties = { requestedBy: 'asker', assetOwnerId: 'keeper', riskOwnerId: 'bearer', ownersThen: ['former'] };

describe('who decides', () => {
  /** By hand: administrators and the security team everywhere; nobody else of the built-in roles. */
  test.each([...organisationRoles.map((role) => [role, role === 'admin' || role === 'security'] as const)])('%s: %s', (role, may) => {
    expect(hindranceToDecide(actor('x', role), parties, place)).toBe(may ? null : 'right');
  });

  test.each([...teamRoles])('%s of the team: no', (role) => {
    expect(hindranceToDecide(actor('x', 'member', within(roleOf(role))), parties, place)).toBe('right');
  });

  test('somebody with a role of the organisation’s own making, in that team alone', () => {
    expect(hindranceToDecide(actor('x', 'member', within(decider)), parties, place)).toBeNull();
    expect(hindranceToDecide(actor('x', 'member', within(decider, 'elsewhere')), parties, place)).toBe('right');
  });

  for (const role of ['admin', 'security'])
    test.each([
      ['asker', 'requester'],
      ['keeper', 'asset-owner'],
      ['former', 'owner-then'],
      ['bearer', 'risk-owner'],
    ])(`${role} who is the %s: %s, with no way round`, (id, hindrance) => {
      expect(hindranceToDecide(actor(id, role), parties, place)).toBe(hindrance);
    });

  test('what nobody owns keeps nobody from deciding', () => {
    expect(conflictOf('x', { requestedBy: 'asker', assetOwnerId: null, riskOwnerId: null, ownersThen: [] })).toBeNull();
  });

  test('a token that was made without the right, and a service account with it', () => {
    expect(hindranceToDecide(actor('x', 'security', { token: { id: 't', scopes: ['asset.read'] } }), parties, place)).toBe('right');
    expect(hindranceToDecide(actor('x', 'security', { token: { id: 't', scopes: ['acceptance.decide'] } }), parties, place)).toBeNull();
    expect(hindranceToDecide(actor('x', 'member', { type: 'service', ...within(decider) }), parties, place)).toBe('service');
  });

  test('taking it back: whoever decides, the owner too; withdrawing: whoever asked alone', () => {
    expect([mayRevoke(actor('keeper', 'security'), place), mayRevoke(actor('asker', 'member'), place)]).toEqual([true, false]);
    expect([mayWithdraw(actor('asker', 'member'), parties), mayWithdraw(actor('x', 'admin'), parties)]).toEqual([true, false]);
  });
});
