import { expect, test } from 'vitest';
import { difference } from './audit.ts';

test('only the fields that changed are kept, before and after', () => {
  expect(difference({ name: 'a', stage: 'develop', tags: ['x'] }, { name: 'b', stage: 'develop', tags: ['x'] })).toEqual({
    before: { name: 'a' },
    after: { name: 'b' },
  });
});

test('an edit that says what already holds is no change', () => {
  expect(difference({ name: 'a', tags: ['x', 'y'] }, { name: 'a', tags: ['x', 'y'] })).toBeNull();
});

test('a field that is cleared, and one that was never there, stand as null', () => {
  expect(difference({ ownerId: 'u-1' }, { ownerId: null, note: 'new' })).toEqual({
    before: { ownerId: 'u-1', note: null },
    after: { ownerId: null, note: 'new' },
  });
});

test('fields that the edit does not name are left out', () => {
  expect(difference({ name: 'a', secret: 's' }, { name: 'b' })).toEqual({ before: { name: 'a' }, after: { name: 'b' } });
});
