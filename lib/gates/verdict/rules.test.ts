import { describe, expect, test } from 'vitest';
import type { levels } from '#lib/assets/rules.ts';
import { noNames, type Requirement } from '../rules.ts';
import { type Facts, judge, reasonsOf, type WaiverFact } from './rules.ts';

const at = new Date('2026-11-23T09:00:00Z');
const day = 86_400_000;
const inDays = (days: number) => new Date(at.getTime() + days * day);
const digest = 'a'.repeat(64);

const signing: NonNullable<Facts['safeguards']>[number] = {
  ...{ id: 's1', control: 'artifact-signing', state: 'verified', evidenceUntil: null, evidenceAt: inDays(-10) },
};
const whole: Facts = {
  asset: { id: 'asset', status: 'active' },
  version: { id: 'v1', label: '1.0', rootDigest: digest, fileCount: 3 },
  upstream: { total: 2, incomplete: 0 },
  safeguards: [signing],
  risks: [],
  signals: [],
  approvals: [approval({})],
};

function approval(given: Partial<NonNullable<Facts['approvals']>[number]>): NonNullable<Facts['approvals']>[number] {
  const usual = {
    reviewId: 'r1',
    template: 'model-release',
    subject: 'version' as const,
    stage: null,
    versionId: 'v1',
    rootDigest: digest,
  };
  return { ...usual, fresh: true, validUntil: inDays(30), ...given };
}

const requirements = {
  controls: { key: 'controls', type: 'controls_verified', controls: ['artifact-signing'] },
  risk: { key: 'risk', type: 'no_open_risk', level: 'high' },
  reviews: { key: 'reviews', type: 'reviews_approved', templates: ['model-release'], subject: null, count: 1 },
  transition: { key: 'transition', type: 'reviews_approved', templates: [], subject: 'transition', count: 1 },
  digests: { key: 'digests', type: 'complete_digests' },
  signal: { key: 'signal', type: 'no_signal', level: 'high' },
  evidence: { key: 'evidence', type: 'evidence_younger', days: 30 },
} satisfies Record<string, Requirement>;

const codes = (which: keyof typeof requirements, facts: Partial<Facts>) =>
  reasonsOf(requirements[which], 'deploy', { ...whole, ...facts }, noNames, at).map(({ code }) => code);

const guard = (given: Partial<typeof signing>): Facts['safeguards'] => [{ ...signing, ...given }];
const risk = (level: (typeof levels)[number]) => [{ id: 'k', title: 'Poisoning', stage: 'develop' as const, level }];

describe('what is in the way of a requirement', () => {
  test.each<[keyof typeof requirements, Partial<Facts>, string[]]>([
    ['controls', {}, []],
    ['controls', { safeguards: [] }, ['control_missing']],
    ['controls', { safeguards: guard({ state: 'planned' }) }, ['control_planned']],
    ['controls', { safeguards: guard({ state: 'implemented' }) }, ['control_unverified']],
    ['controls', { safeguards: guard({ state: 'not_applicable' }) }, ['control_not_applicable']],
    ['controls', { safeguards: guard({ evidenceUntil: at }) }, ['control_evidence_expired']],
    ['controls', { safeguards: guard({ evidenceUntil: inDays(1) }) }, []],
    ['controls', { safeguards: null }, ['facts_unknown']],
    ['risk', {}, []],
    ...(['none', 'low', 'accepted', 'medium'] as const).map((level): [keyof typeof requirements, Partial<Facts>, string[]] => [
      'risk',
      { risks: risk(level) },
      [],
    ]),
    ['risk', { risks: risk('high') }, ['risk_open']],
    ['risk', { risks: risk('critical') }, ['risk_open']],
    ['risk', { risks: risk('unassessed') }, ['risk_unassessed']],
    ['risk', { risks: risk('stale') }, ['risk_stale']],
    ['risk', { risks: null }, ['facts_unknown']],
    ['reviews', {}, []],
    ['reviews', { approvals: [] }, ['review_missing']],
    ['reviews', { approvals: null }, ['facts_unknown']],
    ['reviews', { approvals: [approval({ fresh: false })] }, ['review_stale', 'review_missing']],
    ['reviews', { approvals: [approval({ versionId: 'v0' })] }, []],
    ['reviews', { approvals: [approval({ versionId: 'v0', rootDigest: null })] }, ['review_missing']],
    [
      'reviews',
      { version: { id: 'v1', label: '1', rootDigest: null, fileCount: 0 }, approvals: [approval({ versionId: 'v0', rootDigest: null })] },
      ['review_missing'],
    ],
    ['reviews', { approvals: [approval({ rootDigest: 'b'.repeat(64) })] }, ['review_missing']],
    ['reviews', { approvals: [approval({ template: 'other' })] }, ['review_missing']],
    ['reviews', { approvals: [approval({ stage: 'validate' })] }, ['review_missing']],
    ['reviews', { version: null, approvals: [approval({ versionId: null, rootDigest: null })] }, []],
    ['reviews', { approvals: [approval({ versionId: null, rootDigest: null })] }, ['review_missing']],
    ['transition', { approvals: [approval({ subject: 'transition', stage: 'deploy' })] }, []],
    ['transition', { approvals: [approval({ subject: 'transition', stage: 'monitor' })] }, ['review_missing']],
    ['transition', { approvals: [approval({ subject: 'transition', stage: null })] }, ['review_missing']],
    ['digests', {}, []],
    ['digests', { version: null }, ['version_missing']],
    ['digests', { version: { id: 'v1', label: '1.0', rootDigest: null, fileCount: 0 } }, ['digest_missing']],
    ['digests', { upstream: { total: 2, incomplete: 1 } }, ['upstream_digest_missing']],
    ['digests', { upstream: null }, ['facts_unknown']],
    ['signal', {}, []],
    ['signal', { signals: [{ id: 'g', title: 'Odd', severity: 'medium' }] }, []],
    ['signal', { signals: [{ id: 'g', title: 'Odd', severity: 'high' }] }, ['signal_open']],
    ['signal', { signals: null }, ['facts_unknown']],
    ['evidence', {}, []],
    ['evidence', { safeguards: guard({ evidenceAt: inDays(-30) }) }, []],
    ['evidence', { safeguards: guard({ evidenceAt: inDays(-31) }) }, ['evidence_old']],
    ['evidence', { safeguards: guard({ evidenceAt: null }) }, ['evidence_missing']],
    ['evidence', { safeguards: guard({ state: 'planned', evidenceAt: null }) }, ['evidence_missing']],
    ['evidence', { safeguards: null }, ['facts_unknown']],
  ])('%s with %j: %j', (which, facts, expected) => {
    expect(codes(which, facts)).toEqual(expected);
  });

  test('counts different reviews, not approvals', () => {
    const two = { ...requirements.reviews, count: 2 };
    const judged = (approvals: Facts['approvals']) => reasonsOf(two, 'deploy', { ...whole, approvals }, noNames, at).length;
    expect(judged([approval({}), approval({})])).toBe(1);
    expect(judged([approval({}), approval({ reviewId: 'r2' })])).toBe(0);
  });
});

const waiver = (requirement: Requirement, given: Partial<WaiverFact> = {}): WaiverFact => ({
  ...{ id: 'w', requirement: requirement.key, content: requirement, until: inDays(1), reason: 'Borne for a day.', granted: true },
  ...given,
});
const gate = (given: { facts?: Partial<Facts>; waivers?: WaiverFact[]; all?: Requirement[] | null } = {}) =>
  judge({
    stage: 'deploy',
    policy: given.all === null ? null : { number: 3, requirements: given.all ?? Object.values(requirements) },
    facts: { ...whole, approvals: [approval({}), approval({ reviewId: 't', subject: 'transition', stage: 'deploy' })], ...given.facts },
    waivers: given.waivers ?? [],
    names: noNames,
    at,
  });

describe('the verdict', () => {
  test('passes when all is met, and says by which policy', () => {
    expect(gate()).toMatchObject({ passed: true, policyNumber: 3, reasons: [] });
  });

  test('fails without a policy, and for a retired asset', () => {
    expect(gate({ all: null })).toMatchObject({ passed: false, reasons: [{ code: 'policy_missing' }] });
    expect(gate({ facts: { asset: { id: 'asset', status: 'retired' } } })).toMatchObject({
      passed: false,
      reasons: [{ code: 'asset_retired' }],
    });
  });

  test('passes where what is not met is waived, and shows the waiver', () => {
    const judged = gate({ facts: { risks: risk('critical') }, waivers: [waiver(requirements.risk)] });
    expect(judged.passed).toBe(true);
    expect(judged.requirements.find(({ key }) => key === 'risk')).toMatchObject({
      met: false,
      waiver: { id: 'w' },
      reasons: [{ code: 'risk_open' }],
    });
  });

  test.each<[string, Partial<WaiverFact>]>([
    ['not granted', { granted: false }],
    ['at its end', { until: at }],
    ['of a requirement that was changed since', { content: { ...requirements.risk, level: 'critical' } }],
    ['of another requirement', { requirement: 'signal', content: requirements.signal }],
  ])('is not changed by a waiver %s', (_, given) => {
    expect(gate({ facts: { risks: risk('critical') }, waivers: [waiver(requirements.risk, given)] }).passed).toBe(false);
  });
});
