import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '#lib/assets/rules.ts';
import type { Risk, RiskSafeguard } from '#lib/risks/register/page/schema.ts';
import type { RiskStep } from '#lib/risks/register/steps/schema.ts';
import { explain } from '#lib/risks/scoring/explanation/rules.ts';
import { type Facts, type ScoringCatalogue, score, usualMatrix } from '#lib/risks/scoring/rules.ts';
import { bulkChange } from './bulk-change.ts';
import { previewOf } from './preview.ts';
import { groundsOf, stateWords, stepWords } from './step-words.ts';
import { stageList, whyOf, worstStages } from './why-words.ts';

const at = new Date('2026-11-23T12:00:00Z');
const day = (moment: string) => moment.slice(0, 10);

const safeguard = (given: Partial<RiskSafeguard> = {}): RiskSafeguard => ({
  id: '01a0',
  control: 'scan',
  name: 'Dataset scanning',
  state: 'verified',
  reduces: 'likelihood',
  strength: 2,
  reason: null,
  inherited: false,
  dueAt: null,
  implementedAt: '2026-03-01T09:00:00.000Z',
  implementedByName: 'Yusuf Demir',
  verifiedAt: '2026-04-02T09:00:00.000Z',
  verifiedByName: 'Priya Raghunathan',
  evidenceUntil: '2027-04-02T09:00:00.000Z',
  evidenceCount: 1,
  ...given,
});
const about = {
  threatName: 'Poisoning',
  set: { likelihood: 2, impact: null, reason: 'Two jobs alone may write to it.' },
  safeguards: [safeguard()],
  signals: [{ id: '01a1', title: 'Odd labels', severity: 'high' as const, source: 'hand', raisedAt: '2026-11-20T09:00:00.000Z' }],
};
const words = (step: RiskStep) => {
  const { title, detail, grounds } = stepWords(step, about, day, at);
  return [title, detail, ...grounds].join(' | ');
};
const control = { step: 'control', control: 'scan', reduces: 'likelihood', likelihood: 1, impact: 3 } as const;

describe('a step in words', () => {
  it.each<[RiskStep, string]>([
    [
      { step: 'base', threat: 'poisoning', base: 3, likelihood: 3, impact: null },
      'Base likelihood: 3 · Possible | How likely “Poisoning” is before anything is known of the asset.',
    ],
    [{ step: 'exposure', exposure: 'public', shift: 2, likelihood: 5, impact: null }, 'Exposure: Public | Adds 2 to the likelihood.'],
    [
      { step: 'exposure', exposure: 'isolated', shift: -1, likelihood: 2, impact: null },
      'Exposure: Isolated | Takes 1 off the likelihood.',
    ],
    [
      { step: 'exposure', exposure: 'internal', shift: 0, likelihood: 3, impact: null },
      'Exposure: Internal | Leaves the likelihood alone.',
    ],
    [
      { step: 'data-class', dataClass: 'restricted', atLeast: 5, likelihood: 3, impact: 5 },
      'Data class: Restricted | The threat is to confidentiality: with such data the impact is at least 5.',
    ],
    [
      { step: 'override', of: 'likelihood', computed: 4, set: 2, likelihood: 2, impact: 3 },
      'Likelihood set by hand: 2 · Unlikely | Instead of the computed 4, likely. | “Two jobs alone may write to it.”',
    ],
    [
      { ...control, state: 'verified', strength: 2, full: 2, taken: 2, limit: null },
      'Dataset scanning | Verified: takes 2 off the likelihood. | Implemented 2026-03-01 by Yusuf Demir. | Verified 2026-04-02 by Priya Raghunathan. | Evidence holds until 2027-04-02.',
    ],
    [
      { step: 'signal', floor: 4, likelihood: 4, impact: 3 },
      'Open signals keep the likelihood at 4 or above | Whatever controls take off, until the signals are cleared. | High: Odd labels, since 2026-11-20',
    ],
    [
      { step: 'matrix', inherent: 4, residual: 2, likelihood: 2, impact: 4 },
      'By the matrix: Medium | Likelihood 2 with impact 4 is medium; without controls and signals it would be critical.',
    ],
  ])('%o', (step, said) => {
    expect(words(step)).toBe(said);
  });

  it.each([
    ['planned', 0, 0, null, 'Planned: takes nothing off yet. Verified, it would take 2 off the likelihood.'],
    ['implemented', 1, 1, null, 'Implemented: takes 1 off the likelihood. Verified, it would take 2.'],
    ['implemented', 0, 0, null, 'Implemented: takes nothing off until it is verified; then 2 off the likelihood.'],
    ['verified', 2, 1, 'floor', 'Verified: takes 1 off the likelihood. It would take 2, but nothing is below 1.'],
    ['verified', 2, 0, 'cap', 'Verified: would take 2 off the likelihood, but controls take at most 3 together.'],
  ] as const)('a control that is %s and would take %s takes %s (%s)', (state, full, taken, limit, said) => {
    expect(stepWords({ ...control, state, strength: 2, full, taken, limit }, about, day, at).detail).toBe(said);
  });

  it('tells evidence that expired, that never does, and that is not there', () => {
    const evidence = (given: Partial<RiskSafeguard>) => groundsOf(safeguard(given), day, at).at(-1);
    expect(evidence({ evidenceUntil: '2026-11-01T00:00:00.000Z' })).toBe('Evidence expired 2026-11-01.');
    expect(evidence({ evidenceUntil: null, evidenceCount: 2 })).toBe('Evidence does not expire.');
    expect(evidence({ evidenceUntil: null, evidenceCount: 0 })).toBe('No evidence.');
    expect(groundsOf(safeguard({ state: 'planned' }), day, at)).toEqual(['No due date.']);
  });
});

const risk = (given: Partial<Risk>): Risk =>
  ({ applies: true, level: 'medium', residual: { severity: 2 }, assessedAt: null, stale: false, acceptedUntil: null, ...given }) as Risk;
const states = (given: Partial<Risk>) => stateWords(risk(given), day, at).map(({ title }) => title);

describe('what is known of an assessment', () => {
  const assessedAt = '2026-05-01T00:00:00.000Z';
  it.each<[string, Partial<Risk>, string[]]>([
    ['nobody assessed', { level: 'unassessed' }, ['Nobody has assessed it']],
    ['nobody assessed, a signal', { level: 'high' }, ['Nobody has assessed it, yet a signal is open']],
    ['assessed', { assessedAt }, ['Assessed']],
    ['stale', { assessedAt, stale: true, staleAt: '2026-10-28T00:00:00.000Z' }, ['Assessed', 'Stale since 2026-10-28']],
    ['accepted', { assessedAt, acceptedUntil: '2027-01-01T00:00:00.000Z', acceptedSeverity: 2 }, ['Assessed', 'Accepted until 2027-01-01']],
    [
      'exceeded',
      { assessedAt, acceptedUntil: '2027-01-01T00:00:00.000Z', acceptedSeverity: 1 },
      ['Assessed', 'Worse than what was accepted'],
    ],
    ['ended', { assessedAt, acceptedUntil: '2026-11-01T00:00:00.000Z', acceptedSeverity: 2 }, ['Assessed']],
    ['gone', { applies: false }, ['No longer applies']],
  ])('%s', (_, given, titles) => {
    expect(states(given)).toEqual(titles);
  });
});

describe('a preview in the browser', () => {
  const catalogue: ScoringCatalogue = {
    threats: new Map([['poisoning', { likelihood: 3, affects: ['confidentiality'] }]]),
    mitigations: new Map([
      [
        'poisoning',
        new Map([
          ['scan', { reduces: 'likelihood', strength: 2, stages: [] }],
          ['seal', { reduces: 'impact', strength: 3, stages: [] }],
        ]),
      ],
    ]),
    matrix: usualMatrix,
  };
  const value = fc.option(fc.integer({ min: 1, max: 5 }));

  it('is what the server would compute', () => {
    fc.assert(
      fc.property(
        fc.record({
          threat: fc.constant('poisoning'),
          stage: fc.constant('collect' as const),
          exposure: fc.constantFrom('isolated', 'internal', 'partner', 'public'),
          dataClass: fc.constantFrom('public', 'restricted'),
          criticality: fc.integer({ min: 1, max: 5 }),
          setLikelihood: value,
          setImpact: value,
          signal: fc.constantFrom(0, 3, 4, 5),
          safeguards: fc.uniqueArray(
            fc.record({ control: fc.constantFrom('scan', 'seal'), state: fc.constantFrom('planned', 'implemented', 'verified') }),
            { selector: ({ control: key }) => key },
          ),
        }) as fc.Arbitrary<Facts>,
        value,
        value,
        (facts, likelihood, impact) => {
          const shown = {
            threat: facts.threat,
            stage: facts.stage,
            asset: { exposure: facts.exposure, dataClass: facts.dataClass, criticality: facts.criticality },
            affects: ['confidentiality'],
            steps: explain(facts, catalogue),
            matrix: [...usualMatrix],
            safeguards: [
              ...facts.safeguards.map(({ control: key, state }) =>
                safeguard({ control: key, state, reduces: key === 'scan' ? 'likelihood' : 'impact', strength: key === 'scan' ? 2 : 3 }),
              ),
              safeguard({ control: 'aside', state: 'not_applicable' }),
              safeguard({ control: 'open', state: null }),
            ],
          } as unknown as Risk;
          expect(previewOf(shown, likelihood, impact)).toEqual(
            score({ ...facts, setLikelihood: likelihood, setImpact: impact }, catalogue),
          );
        },
      ),
    );
  });

  it('is nothing where nothing is computed', () => {
    expect(previewOf({ ...risk({}), steps: [] } as unknown as Risk, 3, 3)).toBeNull();
  });
});

describe('why an asset is at its level', () => {
  const of = (level: Level, applies = true) => ({ id: level, threatName: level, stage: 'develop' as const, level, applies });

  it('is the worst of what applies; unknown is said to be unknown, never low', () => {
    expect(whyOf([of('low'), of('high'), of('high'), of('critical', false)])).toMatchObject({
      sentence: 'A level is that of the worst risk: 2 risks of 3 are high.',
      counts: [
        { level: 'high', count: 2 },
        { level: 'low', count: 1 },
      ],
    });
    expect(whyOf([of('low'), of('unassessed')]).sentence).toMatch(/unknown stands above low/);
    expect(whyOf([of('low'), of('stale')]).sentence).toMatch(/too long ago/);
    expect(whyOf([]).sentence).toBe('No threat applies here.');
  });

  it('names the stages that make it', () => {
    const levels: Level[] = ['none', 'none', 'high', 'medium', 'high', 'none'];
    expect(stageList(worstStages(levels, 'high'))).toBe('Development and Monitoring');
    expect(worstStages(['none', 'none', 'none', 'none', 'none', 'none'], 'none')).toEqual([]);
  });
});

describe('a bulk form', () => {
  it.each([
    ['assess', { how: 'computed' }, { field: 'assess', likelihood: null, impact: null, reason: '' }],
    ['assess', { how: 'by-hand', likelihood: 3, reason: 'short' }, null],
    ['assess', { how: 'by-hand', reason: 'long enough to say why' }, null],
    [
      'assess',
      { how: 'by-hand', likelihood: 3, impact: null, reason: ' long enough to say why ' },
      { field: 'assess', likelihood: 3, impact: null, reason: 'long enough to say why' },
    ],
    ['reassess', {}, { field: 'reassess' }],
    ['owner', {}, null],
    ['owner', { ownerId: null }, { field: 'owner', ownerId: null }],
    ['due', { day: '' }, { field: 'due', dueAt: null }],
    ['due', { day: '2026-12-01' }, { field: 'due', dueAt: '2026-12-01T22:59:59.000Z' }],
    ['treatment', {}, null],
    ['treatment', { treatment: 'mitigate', target: 2 }, { field: 'treatment', treatment: 'mitigate', target: 2 }],
    ['treatment', { treatment: 'avoid', target: 2 }, { field: 'treatment', treatment: 'avoid', target: null }],
  ] as const)('%s of %o', (field, values, change) => {
    expect(bulkChange(field, values, 'Europe/Berlin')).toEqual(change);
  });
});
