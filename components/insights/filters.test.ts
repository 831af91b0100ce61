import { expect, test } from 'vitest';
import { parseListState } from '#components/data/list/list-state.ts';
import { insightQuery, insightVocabulary, risksHref, unknownValues } from './filters.tsx';

const queryOf = (address: string) => insightQuery(parseListState(new URLSearchParams(address), insightVocabulary));

test('the address is the query; what it does not know is left out', () => {
  expect(queryOf('team=fraud,credit&kind=model&stage=deploy&level=high&sort=name&x=1')).toEqual({
    team: 'fraud,credit',
    kind: 'model',
    stage: 'deploy',
    level: 'high',
  });
  expect(queryOf('')).toEqual({});
});

test('a mark opens its own part of what the page is cut to', () => {
  const query = queryOf('team=fraud&stage=deploy,monitor');
  expect(risksHref(query, { stage: 'deploy', coverage: 'none' })).toBe('/risks?team=fraud&stage=deploy&coverage=none');
  expect(risksHref(query, { likelihood: 4, impact: 5, level: 'critical,high' })).toBe(
    '/risks?team=fraud&stage=deploy,monitor&likelihood=4&impact=5&level=critical,high',
  );
  expect(risksHref({ team: 'a&b=c' }, {})).toBe('/risks?team=a%26b%3Dc');
});

test('a value that no filter offers is named; a team that nobody knows is no fault', () => {
  const state = parseListState({ kind: 'plane,model', level: 'purple', team: 'nowhere' }, insightVocabulary);
  expect(unknownValues(state)).toEqual(['Kind “plane”', 'Level “purple”']);
});
