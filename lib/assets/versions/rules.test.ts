import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { factsProblem, rootDigest } from './rules.ts';

const file = (path: string, letter: string) => ({ path, sha256: letter.repeat(64), size: 1 });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('rootDigest', () => {
  it('is null where no file is known', () => {
    expect(rootDigest([])).toBeNull();
  });

  it('is the SHA-256 of what sha256sum prints', () => {
    expect(rootDigest([file('model.onnx', 'a')])).toBe(sha256(`${'a'.repeat(64)}  model.onnx\n`));
  });

  it('does not depend on the order of the files', () => {
    const files = [file('b', '1'), file('a/z', '2'), file('a', '3')];
    expect(rootDigest(files.toReversed())).toBe(rootDigest(files));
  });

  it('sorts by bytes, where UTF-16 would order astral characters before others', () => {
    const [replacement, astral] = ['\uFFFD', '\u{1F600}'];
    const expected = sha256(`${'1'.repeat(64)}  ${replacement}\n${'2'.repeat(64)}  ${astral}\n`);
    expect(rootDigest([file(astral, '2'), file(replacement, '1')])).toBe(expected);
  });

  it('changes with a path and with a digest, and leaves its argument as it was', () => {
    const files = [file('b', '1'), file('a', '2')];
    const digest = rootDigest(files);
    expect(rootDigest([file('b', '1'), file('c', '2')])).not.toBe(digest);
    expect(rootDigest([file('b', '1'), file('a', '3')])).not.toBe(digest);
    expect(files.map(({ path }) => path)).toEqual(['b', 'a']);
  });
});

describe('factsProblem', () => {
  it('accepts what a card holds', () => {
    expect(factsProblem({ card: { list: ['a', 1, null, true, { b: [] }] } })).toBeNull();
  });

  it('refuses what the database or a page cannot hold', () => {
    expect(factsProblem({ a: 'x\u0000' })).toContain('NUL');
    expect(factsProblem({ 'a\u0000': 1 })).toContain('NUL');
    expect(factsProblem({ a: '\ud800' })).toContain('half a character');
  });

  it('refuses nesting without a stack of its own', () => {
    const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect(factsProblem(deep(64))).toBeNull();
    expect(factsProblem(deep(65))).toContain('64');
    expect(factsProblem(deep(100_000))).toContain('64');
  });
});
