/** Whatever the facts: properties of the verdict that no gate may break. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levels, stages } from '#lib/assets/rules.ts';
import { subjects } from '#lib/reviews/rules.ts';
import { barLevels, noNames, type Requirement } from './rules.ts';
import { Requirement as RequirementShape } from './schema.ts';
import { type Facts, isLifted, judge, type WaiverFact } from './verdict/rules.ts';

const at = new Date('2026-11-23T09:00:00Z');
const day = 86_400_000;
const inDays = (days: number) => new Date(at.getTime() + days * day);
const digest = 'a'.repeat(64);
const waiver = (requirement: Requirement, given: Partial<WaiverFact> = {}): WaiverFact => ({
  ...{ id: 'w', requirement: requirement.key, content: requirement, until: inDays(1), reason: 'Borne for a day.', granted: true },
  ...given,
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
          const nothing: Facts = {
            asset: { id: 'asset', status: 'active' },
            version: null,
            upstream: null,
            safeguards: null,
            risks: null,
            signals: null,
            approvals: null,
          };
          expect(ask(nothing, all).requirements.every(({ met }) => !met)).toBe(true);
        },
      ),
    );
  });
});
