import { describe, expect, it } from 'vitest';
import { sentences } from '#lib/access/audit/sentence-rules.ts';
import { factsText } from '../../scoring/facts/rules.ts';
import type { Facts } from '../../scoring/rules.ts';
import { causeWords, differences } from './rules.ts';

const facts: Facts = {
  threat: 'poisoning',
  stage: 'collect',
  exposure: 'internal',
  dataClass: 'internal',
  criticality: 3,
  setLikelihood: null,
  setImpact: null,
  signal: 0,
  safeguards: [{ control: 'scan', state: 'implemented' }],
};
const nameOf = (control: string) => ({ scan: 'Dataset scanning' })[control] ?? control;
const between = (after: Partial<Facts>) => differences(factsText(facts), factsText({ ...facts, ...after }), nameOf);

describe('the parts that differ', () => {
  it.each<[Partial<Facts>, string]>([
    [{ exposure: 'public' }, 'Exposure: Internal → Public'],
    [{ dataClass: 'restricted' }, 'Data class: Internal → Restricted'],
    [{ criticality: 5 }, 'Criticality: 3 · Important → 5 · Vital'],
    [{ setLikelihood: 1 }, 'Likelihood by hand: as computed → 1 · Rare'],
    [{ setImpact: 4 }, 'Impact by hand: as computed → 4 · Severe'],
    [{ signal: 5 }, 'Signals: none open → critical, open'],
    [{ safeguards: [{ control: 'scan', state: 'verified' }] }, 'Dataset scanning: implemented → verified'],
    [{ safeguards: [] }, 'Dataset scanning: implemented → not in place'],
    [{ safeguards: [...facts.safeguards, { control: 'seal', state: 'planned' }] }, 'seal: not in place → planned'],
  ])('of %o', (after, words) => {
    expect(between(after).map((each) => `${each.part}: ${each.before} → ${each.after}`)).toEqual([words]);
  });

  it('are several where several differ, none where none do, and none of a risk that has just appeared', () => {
    expect(between({ exposure: 'public', signal: 3, safeguards: [] })).toHaveLength(3);
    expect(between({})).toEqual([]);
    expect(differences(null, factsText(facts), nameOf)).toEqual([]);
    expect(differences(factsText(facts), null, nameOf)).toEqual([]);
  });
});

it('every cause is told in words', () => {
  expect(causeWords('time.passed')).toBe('saw a date pass');
  expect(causeWords('asset.edited')).toBe('edited the asset');
  expect(causeWords('risk.assessed')).toBe('assessed the risk');
  expect(causeWords('signal.raised')).toBe('raised the signal');
  expect(causeWords('safeguard.verified')).toBe('verified a safeguard');
  expect(causeWords('settings.changed')).toBe('changed how levels are computed');
  expect(causeWords('catalogue.changed')).toBe('changed the catalogue');
  expect(causeWords('wind.blown_away')).toBe('wind blown away');
  for (const event of Object.keys(sentences)) expect(causeWords(event)).not.toMatch(/[{}]| {2}/);
});
