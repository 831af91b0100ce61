import { expect, test } from 'vitest';
import { type NewCondition, readDecision, undecided, type WrittenDecision, wrongsOf } from './written-decision.ts';

const condition: NewCondition = { key: 1, title: 'Sign the manifest', owner: { id: 'mira', name: 'Mira Okafor' }, due: '2026-12-01' };
const written: WrittenDecision = { decision: 'conditions', comment: 'Nearly there', conditions: [condition] };

test('a decision that was written comes back as it was, with its conditions', () => {
  expect(readDecision(JSON.parse(JSON.stringify(written)))).toEqual(written);
  expect(readDecision({ ...written, decision: 'maybe' })).toEqual({ ...written, decision: null });
});

test('what cannot be one is none', () => {
  const broken = [{ ...condition, due: 5 }, { ...condition, owner: 'mira' }, null];
  for (const value of [null, 'text', {}, { ...written, comment: 1 }, ...broken.map((each) => ({ ...written, conditions: [each] }))])
    expect(readDecision(value)).toBeNull();
});

test.each<[string, Partial<WrittenDecision>, object]>([
  ['nothing chosen', undecided, { whole: 'Choose a decision.' }],
  ['changes without words', { decision: 'changes', comment: ' ' }, { comment: 'Say what has to change.' }],
  ['a rejection without words', { decision: 'reject', comment: '' }, { comment: 'Say why: whoever asked reads this.' }],
  ['conditions without one', { conditions: [] }, { whole: 'Name at least one condition, or approve without.' }],
  ['nobody to meet it', { conditions: [{ ...condition, owner: null }] }, { whole: 'A condition is not complete. Say by whom.' }],
  ['all said', {}, {}],
  ['conditions left over from another choice', { decision: 'approve', conditions: [{ ...condition, title: '' }] }, {}],
])('%s', (_, part, wrongs) => {
  expect(wrongsOf({ ...written, ...part })).toEqual(wrongs);
});
