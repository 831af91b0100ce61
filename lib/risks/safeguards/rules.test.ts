import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInRoles } from '#lib/access/permissions.ts';
import type { Actor, Membership } from '#lib/access/policy.ts';
import { type Facts, type ScoringCatalogue, usualMatrix } from '../scoring/rules.ts';
import { effectOf, worthOf } from './effects/rules.ts';
import { evidenceUntil, removalHindrance, safeLink, verifiedPieces } from './evidence/rules.ts';
import { whyNotVerify } from './policy.ts';
import {
  day,
  evidenceStanding,
  isOverdue,
  isStep,
  kindsServed,
  needsReason,
  type SafeguardState,
  type Standing,
  safeguardStates,
  verificationHindrance,
} from './rules.ts';

const at = new Date('2026-11-23T12:00:00Z');
const inDays = (days: number) => new Date(at.getTime() + days * day);
const standing = (given: Partial<Standing> = {}): Standing => ({
  state: 'implemented',
  inherited: false,
  implementedBy: 'implementer',
  implementedThrough: [],
  currentEvidence: 1,
  newEvidence: 0,
  assetRetired: false,
  ...given,
});

test('steps: forward one by one, back at once, and nothing from a state to itself but another verification', () => {
  const allowed = safeguardStates.flatMap((from) => safeguardStates.filter((to) => isStep(from, to)).map((to) => `${from} > ${to}`));
  expect(allowed).toEqual([
    'planned > implemented',
    'planned > not_applicable',
    'implemented > planned',
    'implemented > verified',
    'implemented > not_applicable',
    'verified > planned',
    'verified > implemented',
    'verified > verified',
    'verified > not_applicable',
    'not_applicable > planned',
  ]);
  expect(needsReason('verified', 'implemented')).toBe(true);
  expect(needsReason('planned', 'not_applicable')).toBe(true);
  expect(needsReason('implemented', 'planned')).toBe(false);
  expect(needsReason('implemented', 'verified')).toBe(false);
});

test.each<[string, Partial<Standing>, string, RegExp | null]>([
  ['somebody else, with evidence', {}, 'verifier', null],
  ['the implementer', {}, 'implementer', /You implemented it/],
  ['the implementer of what is verified, on new evidence', { state: 'verified', newEvidence: 1 }, 'implementer', /You implemented it/],
  ['whoever keeps the service account that did', { implementedBy: 'robot', implementedThrough: ['keeper'] }, 'keeper', /that you keep/],
  ['somebody else than its keeper', { implementedBy: 'robot', implementedThrough: ['keeper'] }, 'verifier', null],
  ['no evidence', { currentEvidence: 0 }, 'verifier', /no evidence/],
  ['planned', { state: 'planned' }, 'verifier', /Only what is implemented/],
  ['not applicable', { state: 'not_applicable' }, 'verifier', /Only what is implemented/],
  ['verified', { state: 'verified' }, 'verifier', /verified already/],
  ['verified, with new evidence', { state: 'verified', newEvidence: 1 }, 'verifier', null],
  ['inherited', { inherited: true }, 'verifier', /follows/],
  ['retired', { assetRetired: true }, 'verifier', /retired/],
])('verification of %s', (_, given, person, expected) => {
  const why = verificationHindrance(standing(given), person);
  if (expected) expect(why).toMatch(expected);
  else expect(why).toBeNull();
});

const role = (key: string) => builtInRoles.find((each) => each.key === key) ?? expect.fail(key);
const actor = (id: string, orgRole: string, membership?: string): Actor => ({
  ...{ id, type: 'person', name: id, email: '', timeZone: 'UTC', locale: 'en-GB', sessionId: '', confirmedAt: null, token: null },
  orgRole: role(orgRole),
  memberships: membership ? [{ teamId: 'team', teamKey: '', teamName: '', role: role(membership), expiresAt: null } as Membership] : [],
});

test('nobody verifies what they implemented, whatever their rights', () => {
  const target = { teamId: 'team', kind: 'model' as const };
  for (const orgRole of ['admin', 'security', 'member'])
    for (const membership of ['lead', 'data_scientist', undefined]) {
      const why = whyNotVerify(actor('implementer', orgRole, membership), target, standing());
      expect(why).toMatch(/You implemented it/);
    }
  expect(whyNotVerify(actor('other', 'member', 'lead'), target, standing())).toBeNull();
  expect(whyNotVerify(actor('other', 'security'), target, standing())).toBeNull();
  expect(whyNotVerify({ ...actor('robot', 'member', 'lead'), type: 'service' }, target, standing())).toMatch(/a person does/);
  expect(whyNotVerify(actor('other', 'member', 'data_scientist'), target, standing())).toMatch(/right to verify/);
  expect(whyNotVerify(actor('other', 'member', 'lead'), { ...target, teamId: 'another' }, standing())).toMatch(/right to verify/);
});

test('a safeguard rests on its evidence as long as one piece holds', () => {
  const [soon, later] = [inDays(1), inDays(9)];
  expect(evidenceUntil([])).toBeNull();
  expect(evidenceUntil([{ expiresAt: soon }, { expiresAt: later }])).toEqual(later);
  expect(evidenceUntil([{ expiresAt: soon }, { expiresAt: null }])).toBeNull();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (days) => {
      const until = evidenceUntil(days.map((each) => ({ expiresAt: inDays(each) })));
      expect(days.some((each) => inDays(each) > at)).toBe(until !== null && until > at);
    }),
  );
});

test('evidence that came after a verification counts once that is done again, and what it rests on stays', () => {
  const old = { id: 'old', addedAt: inDays(-9), expiresAt: inDays(1) };
  const fresh = { id: 'fresh', addedAt: inDays(-1), expiresAt: inDays(90) };
  expect(verifiedPieces([old, fresh], inDays(-5))).toEqual([old]);
  expect(verifiedPieces([old, fresh], null)).toEqual([old, fresh]);
  expect(removalHindrance(inDays(-5), [old, fresh], 'old', at)).toMatch(/last evidence/);
  expect(removalHindrance(inDays(-5), [old, fresh], 'fresh', at)).toBeNull();
  expect(removalHindrance(inDays(0), [old, fresh], 'old', at)).toBeNull();
  expect(removalHindrance(null, [old], 'old', at)).toBeNull();
  const expired = { ...old, expiresAt: inDays(-1) };
  expect(removalHindrance(inDays(-5), [expired], 'old', at)).toMatch(/last evidence/);
  expect(removalHindrance(inDays(-5), [expired, { ...expired, id: 'other' }], 'old', at)).toBeNull();
});

test('how evidence stands', () => {
  expect(evidenceStanding(0, null, at)).toBe('none');
  expect(evidenceStanding(1, null, at)).toBe('current');
  expect(evidenceStanding(1, at, at)).toBe('expired');
  expect(evidenceStanding(1, inDays(30), at)).toBe('expiring');
  expect(evidenceStanding(1, inDays(31), at)).toBe('current');
  expect(isOverdue('planned', inDays(-1), at)).toBe(true);
  expect(isOverdue('verified', inDays(-1), at)).toBe(false);
});

test.each([
  ['https://example.org/report?id=7', 'https://example.org/report?id=7'],
  ['http://example.org', null],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['https://name:secret@example.org', null],
  ['//example.org', null],
  ['https://', null],
])('the link %s', (text, expected) => expect(safeLink(text)).toBe(expected));

test('a control serves the kinds that its threats apply to, at the stages where it works', () => {
  expect(kindsServed([])).toHaveLength(5);
  const applies = ['model:develop', 'dataset:collect', 'pipeline:deploy'];
  expect(kindsServed([{ threatApplies: applies, stages: [] }])).toEqual(['dataset', 'model', 'pipeline']);
  expect(kindsServed([{ threatApplies: applies, stages: ['deploy'] }])).toEqual(['pipeline']);
});

const facts = (states: Record<string, 'planned' | 'implemented' | 'verified'> = {}): Facts => ({
  ...{ threat: 'theft', stage: 'develop', exposure: 'internal', dataClass: 'internal', criticality: 4 },
  ...{ setLikelihood: null, setImpact: null, signal: 0 },
  safeguards: Object.entries(states).map(([control, state]) => ({ control, state })),
});
const catalogue: ScoringCatalogue = {
  threats: new Map([['theft', { likelihood: 4, affects: [] }]]),
  mitigations: new Map([
    [
      'theft',
      new Map([
        ['strong', { reduces: 'likelihood' as const, strength: 3, stages: [] }],
        ['weak', { reduces: 'likelihood' as const, strength: 1, stages: [] }],
        ['elsewhere', { reduces: 'impact' as const, strength: 3, stages: ['monitor' as const] }],
      ]),
    ],
  ]),
  matrix: usualMatrix,
};

test('what a control does: without it, as it is, and were it verified', () => {
  expect(effectOf(facts({ strong: 'implemented' }), 'strong', catalogue)).toMatchObject({
    without: { likelihood: 4, impact: 4, severity: 3 },
    now: { likelihood: 2, impact: 4, severity: 2 },
    verified: { likelihood: 1, impact: 4, severity: 1 },
  });
  expect(effectOf(facts(), 'elsewhere', catalogue)).toBeNull();
  expect(effectOf(facts(), 'unknown', catalogue)).toBeNull();
});

test('controls are suggested by what they would take off, and what works nowhere is left out', () => {
  const risks = [{ threatName: 'Theft', facts: facts() }];
  expect(worthOf(['elsewhere', 'weak', 'strong', 'unknown'], risks, catalogue)).toEqual([
    { control: 'strong', risks: 1, lowered: 1, points: 12, threats: ['Theft'] },
    { control: 'weak', risks: 1, lowered: 0, points: 4, threats: ['Theft'] },
  ]);
});

test('no state of a control makes a risk worse', () => {
  const state = fc.constantFrom<SafeguardState>('planned', 'implemented', 'verified');
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('strong', 'weak'), state as fc.Arbitrary<'planned'>), (states) => {
      const effect = effectOf(facts(states), 'strong', catalogue);
      expect(effect && effect.verified.likelihood <= effect.now.likelihood && effect.now.likelihood <= effect.without.likelihood).toBe(
        true,
      );
    }),
  );
});
