import { expect, test } from 'vitest';
import { actorWords, whatWords } from './sentence.ts';

const row = { event: 'asset.edited', targetType: 'asset', targetName: 'Credit scoring' };

test('an event is told as somebody would tell it', () => {
  expect(whatWords(row)).toBe('edited Credit scoring');
  expect(whatWords({ ...row, targetName: null })).toBe('edited an asset');
  expect(whatWords({ event: 'asset.moved', targetType: 'asset', targetName: 'Scores' })).toBe('moved Scores to another team');
  expect(whatWords({ event: 'session.started', targetType: 'session', targetName: 'a session of Mara' })).toBe('signed in');
});

test('who did it has a name, or what is known of them', () => {
  expect(actorWords({ actorId: 'x', actorName: 'Mara', actorType: 'person' })).toBe('Mara');
  expect(actorWords({ actorId: 'x', actorName: null, actorType: 'service' })).toBe('A service account');
  expect(actorWords({ actorId: null, actorName: null, actorType: 'person' })).toBe('Gatehouse');
});
