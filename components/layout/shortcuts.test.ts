import { describe, expect, it } from 'vitest';
import { groupShortcuts, keyName, matchKey, type Shortcut } from './shortcuts.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const shortcut = (keys: string, label = keys, group = 'Anywhere'): Shortcut => ({ keys, label, group, run: () => undefined });

describe('keyName', () => {
  it('names characters, named keys and the platform modifier', () => {
    expect(keyName({ ...plain, key: 'K' })).toBe('k');
    expect(keyName({ ...plain, key: '?', shiftKey: true })).toBe('?');
    expect(keyName({ ...plain, key: 'k', metaKey: true })).toBe('mod+k');
    expect(keyName({ ...plain, key: 'k', ctrlKey: true })).toBe('mod+k');
    expect(keyName({ ...plain, key: 'ArrowDown', shiftKey: true })).toBe('Shift+ArrowDown');
  });
  it('is silent about modifiers alone and about Alt, which types characters', () => {
    expect(keyName({ ...plain, key: 'Shift', shiftKey: true })).toBeNull();
    expect(keyName({ ...plain, key: 'a', altKey: true })).toBeNull();
  });
});

describe('matchKey', () => {
  const known = [shortcut('/'), shortcut('g a'), shortcut('g o'), shortcut('x')];
  it('runs a single key at once', () => {
    expect(matchKey('', '/', known)).toEqual({ kind: 'hit', shortcut: known[0] });
  });
  it('waits inside a sequence, then runs it', () => {
    expect(matchKey('', 'g', known)).toEqual({ kind: 'waiting', pressed: 'g' });
    expect(matchKey('g', 'a', known)).toEqual({ kind: 'hit', shortcut: known[1] });
  });
  it('starts afresh on a key that continues nothing', () => {
    expect(matchKey('g', 'x', known)).toEqual({ kind: 'hit', shortcut: known[3] });
    expect(matchKey('g', 'g', known)).toEqual({ kind: 'waiting', pressed: 'g' });
    expect(matchKey('g', 'z', known)).toEqual({ kind: 'none' });
  });
  it('passes over a shortcut whose condition does not hold', () => {
    const inTable = { ...shortcut('x', 'table'), when: () => false };
    expect(matchKey('', 'x', [...known, inTable])).toEqual({ kind: 'hit', shortcut: known[3] });
  });
  it('lets a later shortcut win over an earlier one', () => {
    const later = shortcut('x', 'page');
    expect(matchKey('', 'x', [...known, later])).toEqual({ kind: 'hit', shortcut: later });
  });
});

describe('groupShortcuts', () => {
  it('keeps order and shows the winning one of two with the same keys', () => {
    const groups = groupShortcuts([shortcut('/', 'Search'), shortcut('j', 'Next', 'Lists'), shortcut('/', 'Search assets')]);
    expect(groups.map((group) => [group.group, group.shortcuts.map((one) => one.label)])).toEqual([
      ['Anywhere', ['Search assets']],
      ['Lists', ['Next']],
    ]);
  });
});
