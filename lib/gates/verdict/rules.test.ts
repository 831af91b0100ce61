import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levels, stages } from '#lib/assets/rules.ts';
import { subjects } from '#lib/reviews/rules.ts';
import { barLevels, noNames, type Requirement } from '../rules.ts';
import { Requirement as RequirementShape } from '../schema.ts';
import { type Facts, isLifted, judge, reasonsOf, type WaiverFact } from './rules.ts';

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

const some = <T>(each: fc.Arbitrary<T>, maxLength = 4) => fc.array(each, { maxLength });
const control = fc.constantFrom('artifact-signing', 'isolated-build', 'release-approval');
const template = fc.constantFrom('model-release', 'change');
const moment = fc.integer({ min: -400, max: 400 }).map(inDays);
const keyed = <T extends Requirement['type']>(type: T) => ({ key: fc.constant(type.replaceAll('_', '-')), type: fc.constant(type) });
const anyRequirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({ ...keyed('controls_verified'), controls: fc.uniqueArray(control, { minLength: 1 }) }),
  fc.record({ ...keyed('no_open_risk'), level: fc.constantFrom(...barLevels) }),
  fc.record({
    ...{ ...keyed('reviews_approved'), templates: fc.uniqueArray(template, { minLength: 1 }) },
    ...{ subject: fc.constant(null), count: fc.integer({ min: 1, max: 3 }) },
  }),
  fc.record({
    ...{ ...keyed('reviews_approved'), templates: fc.constant<string[]>([]) },
    ...{ subject: fc.constantFrom(...subjects), count: fc.constant(1) },
  }),
  fc.record(keyed('complete_digests')),
  fc.record({ ...keyed('no_signal'), level: fc.constantFrom(...barLevels) }),
  fc.record({ ...keyed('evidence_younger'), days: fc.integer({ min: 1, max: 365 }) }),
);
const anyRisk = fc.record({
  id: fc.uuid(),
  title: fc.constant('Risk'),
  stage: fc.constantFrom(...stages),
  level: fc.constantFrom(...levels),
});
const anySignal = fc.record({ id: fc.uuid(), title: fc.constant('Signal'), severity: fc.constantFrom(...barLevels) });
const anySafeguard = fc.record({
  ...{ id: fc.uuid(), control, state: fc.constantFrom('planned', 'implemented', 'verified', 'not_applicable') },
  ...{ evidenceUntil: fc.option(moment), evidenceAt: fc.option(moment) },
});
const anyApproval = fc.record({
  ...{
    reviewId: fc.constantFrom('r1', 'r2', 'r3'),
    template,
    subject: fc.constantFrom(...subjects),
    stage: fc.option(fc.constantFrom(...stages)),
  },
  ...{
    versionId: fc.option(fc.constantFrom('v1', 'v2')),
    rootDigest: fc.option(fc.constant(digest)),
    fresh: fc.boolean(),
    validUntil: moment,
  },
});
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  asset: fc.record({ id: fc.constant('asset'), status: fc.constantFrom('active', 'active', 'active', 'retired') }),
  version: fc.option(
    fc.record({ id: fc.constant('v1'), label: fc.constant('1'), rootDigest: fc.option(fc.constant(digest)), fileCount: fc.nat(2) }),
  ),
  upstream: fc.option(fc.record({ total: fc.constant(3), incomplete: fc.nat(3) })),
  safeguards: fc.option(fc.uniqueArray(anySafeguard, { selector: (each) => each.control })),
  risks: fc.option(some(anyRisk)),
  signals: fc.option(some(anySignal)),
  approvals: fc.option(some(anyApproval, 6)),
});
const anyWaivers = some(fc.record({ requirement: anyRequirement, until: moment, granted: fc.boolean() }), 3).map((all) =>
  all.map(({ requirement, ...given }) => waiver(requirement, given)),
);
const anyPolicy = fc.uniqueArray(anyRequirement, { selector: ({ key }) => key, maxLength: 6 });
const ask = (facts: Facts, all: Requirement[], waivers: WaiverFact[] = []) =>
  judge({ stage: 'deploy', policy: { number: 1, requirements: all }, facts, waivers, names: noNames, at });

describe('whatever the facts', () => {
  test('what generators make is what the schema takes', () => {
    fc.assert(fc.property(anyRequirement, (requirement) => RequirementShape.safeParse(requirement).success));
  });

  test('no gate passes with a requirement that is neither met nor waived, nor for a retired asset', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, anyWaivers, (facts, all, waivers) => {
        const verdict = ask(facts, all, waivers);
        const waived = (key: string) => waivers.some((each) => each.requirement === key && each.granted && each.until > at);
        expect(verdict.requirements.map(({ key }) => key)).toEqual(all.map(({ key }) => key));
        for (const each of verdict.requirements) {
          expect(each.met).toBe(each.reasons.length === 0);
          if (each.waiver) expect(waived(each.key)).toBe(true);
        }
        expect(verdict.passed).toBe(facts.asset.status === 'active' && verdict.requirements.every(isLifted));
      }),
    );
  });

  test('one more bad fact never lets a gate pass that failed', () => {
    const bad = fc.oneof(
      anyRisk
        .filter(({ level }) => levels.indexOf(level) >= 3)
        .map(
          (each) =>
            (facts: Facts): Facts => ({ ...facts, risks: facts.risks && [...facts.risks, each] }),
        ),
      anySignal.map(
        (each) =>
          (facts: Facts): Facts => ({ ...facts, signals: facts.signals && [...facts.signals, each] }),
      ),
      anyApproval.map(
        (each) =>
          (facts: Facts): Facts => ({ ...facts, approvals: facts.approvals && [...facts.approvals, { ...each, fresh: false }] }),
      ),
      fc.constant(
        (facts: Facts): Facts => ({
          ...facts,
          upstream: facts.upstream && { ...facts.upstream, incomplete: facts.upstream.incomplete + 1 },
        }),
      ),
      fc.nat(3).map(
        (which) =>
          (facts: Facts): Facts => ({
            ...facts,
            safeguards:
              facts.safeguards?.map((each, index) => (index === which ? { ...each, evidenceUntil: at, evidenceAt: null } : each)) ?? null,
          }),
      ),
      fc.constant((facts: Facts): Facts => ({ ...facts, asset: { ...facts.asset, status: 'retired' } })),
      fc.constantFrom('safeguards', 'risks', 'signals', 'approvals', 'upstream').map(
        (part) =>
          (facts: Facts): Facts => ({ ...facts, [part]: null }),
      ),
    );
    fc.assert(
      fc.property(anyFacts, anyPolicy, anyWaivers, bad, (facts, all, waivers, worse) => {
        if (ask(worse(facts), all, waivers).passed) expect(ask(facts, all, waivers).passed).toBe(true);
      }),
    );
  });

  test('nothing known passes nothing', () => {
    fc.assert(
      fc.property(
        anyPolicy.filter((all) => all.length > 0),
        (all) => {
          const nothing: Facts = { ...whole, version: null, upstream: null, safeguards: null, risks: null, signals: null, approvals: null };
          expect(ask(nothing, all).requirements.every(({ met }) => !met)).toBe(true);
        },
      ),
    );
  });
});
