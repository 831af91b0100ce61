import { describe, expect, it } from 'vitest';
import { RequestError } from '#lib/client.ts';
import { readFormError } from './form-error.ts';
import { changedFields, mergeCurrent, sameValue } from './form-state.ts';

describe('what a call threw', () => {
  it('is read from the error itself or from its data', () => {
    const refusal = { code: 'INVALID', message: 'Two fields are wrong.', fields: { name: 'is empty', key: ['is taken', 'is long'] } };
    const read = { code: 'invalid', message: 'Two fields are wrong.', fields: { name: 'is empty', key: 'is taken' }, current: null };
    expect(readFormError(refusal)).toEqual(read);
    expect(
      readFormError(
        Object.assign(new Error('Two fields are wrong.'), { code: 'BAD_REQUEST', data: { code: 'invalid', fields: refusal.fields } }),
      ),
    ).toEqual(read);
  });
  it('is read from the error of the typed client', () => {
    const thrown = new RequestError('invalid', 'Two fields are wrong.', { fields: { key: 'is taken' } }, 'r1');
    expect(readFormError(thrown)).toEqual({
      code: 'invalid',
      message: 'Two fields are wrong.',
      fields: { key: 'is taken' },
      current: null,
    });
  });
  it('keeps the values a conflict comes with', () => {
    expect(
      readFormError({ code: 'conflict', message: 'Changed meanwhile.', data: { current: { name: 'B', version: 3 } } }).current,
    ).toEqual({ name: 'B', version: 3 });
  });
  it('is a matter of the network when it says nothing', () => {
    for (const thrown of [new TypeError('Failed to fetch'), undefined, 'boom', {}]) expect(readFormError(thrown).code).toBe('network');
  });
});

describe('putting together two edits', () => {
  const initial = { name: 'A', owner: 'x', tags: ['a'], note: '' };
  it('takes what only the other side changed and keeps what only this side did', () => {
    const merged = mergeCurrent(initial, { ...initial, name: 'mine' }, { ...initial, owner: 'y' });
    expect(merged).toEqual({ values: { ...initial, name: 'mine', owner: 'y' }, conflicts: [] });
  });
  it('asks where both changed, and keeps what was typed', () => {
    const merged = mergeCurrent(initial, { ...initial, name: 'mine' }, { ...initial, name: 'theirs' });
    expect(merged.values.name).toBe('mine');
    expect(merged.conflicts).toEqual([{ name: 'name', base: 'A', yours: 'mine', theirs: 'theirs' }]);
  });
  it('does not ask where both did the same', () => {
    expect(mergeCurrent(initial, { ...initial, tags: ['b'] }, { ...initial, tags: ['b'] }).conflicts).toEqual([]);
  });
  it('leaves fields alone that the server does not speak of', () => {
    expect(mergeCurrent(initial, { ...initial, note: 'typed' }, { name: 'A' }).values.note).toBe('typed');
  });
});

it('knows what changed', () => {
  expect(changedFields({ a: null, b: 1, c: ['x'] }, { a: '', b: 2, c: ['x'] })).toEqual(['b']);
  expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false);
});
