import { describe, expect, it, test } from 'vitest';
import { byBytes, checkManifest, emptyDigest, manifestText, mostFiles, normalisePath, parseManifest, sizeKnown } from './rules.ts';

const digest = (letter: string) => letter.repeat(64);

describe('normalisePath', () => {
  test.each([
    ['model.onnx', 'model.onnx'],
    ['./weights//part-1.bin', 'weights/part-1.bin'],
    ['a/./b', 'a/b'],
    ['cafe\u0301.csv', 'caf\u00e9.csv'],
    ['...', '...'],
    [' spaced name ', ' spaced name '],
  ])('keeps %j as %j', (path, kept) => {
    expect(normalisePath(path)).toBe(kept);
  });

  test.each(['', '.', './', '..', 'a/../b', '/etc/passwd', 'C:/model', 'a\\b', 'a\u0000b', 'a\nb', '\ud800', 'x'.repeat(4097)])(
    'refuses %j',
    (path) => {
      expect(normalisePath(path)).toBeNull();
    },
  );
});

test('byBytes orders as the UTF-8 bytes do', () => {
  const paths = ['b', 'a/z', 'a', '\u{1F600}', '\uFFFD', '\uE000', 'é', 'Z', 'a.b', ''];
  const bytewise = [...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect([...paths].sort(byBytes)).toEqual(bytewise);
});

describe('checkManifest', () => {
  it('finds doubles after normalising', () => {
    const files = [
      { path: 'a/b', sha256: digest('1'), size: 1 },
      { path: './a//b', sha256: digest('2'), size: 1 },
    ];
    expect(checkManifest(files).problems).toEqual([{ line: null, message: '"a/b" is listed twice (first at 1).' }]);
  });

  test.each([
    [{ path: 'a', sha256: 'A'.repeat(64), size: 1 }, 'no SHA-256'],
    [{ path: 'a', sha256: 'abc', size: 1 }, 'no SHA-256'],
    [{ path: 'a', sha256: digest('1'), size: -1 }, 'size'],
    [{ path: 'a', sha256: digest('1'), size: 1.5 }, 'size'],
    [{ path: '../a', sha256: digest('1'), size: 1 }, 'not a path'],
  ])('refuses %j', (file, message) => {
    expect(checkManifest([file]).problems[0]?.message).toContain(message);
  });

  it('refuses more files than a version holds', () => {
    const files = Array.from({ length: mostFiles + 1 }, (_, at) => ({ path: `f${at}`, sha256: digest('1'), size: 1 }));
    expect(checkManifest(files).problems).toHaveLength(1);
    expect(checkManifest(files.slice(1)).problems).toEqual([]);
  });
});

describe('parseManifest', () => {
  it('reads what sha256sum prints: text, binary, tagged, upper case, Windows line ends, a BOM', () => {
    const text = `\uFEFF${digest('a')}  model.onnx\r\n${digest('B')} *./weights/part 1.bin\n\nSHA256 (notes (old).md) = ${digest('c')}\n`;
    expect(parseManifest(text)).toEqual({
      files: [
        { path: 'model.onnx', sha256: digest('a'), size: 0 },
        { path: 'weights/part 1.bin', sha256: digest('b'), size: 0 },
        { path: 'notes (old).md', sha256: digest('c'), size: 0 },
      ],
      problems: [],
    });
  });

  it('names the line of each problem', () => {
    const text = `${digest('a')}  one\nnot a line\n${digest('b')}  ../two\n${digest('c')}  one\n\\${digest('d')}  a\\nb\n`;
    const { problems } = parseManifest(text);
    expect(problems.map((each) => each.line)).toEqual([2, 3, 4, 5]);
    expect(problems[2]?.message).toContain('first at 1');
  });

  it('reads JSON with sizes, as a list or under "files"', () => {
    const files = [{ path: 'a', sha256: digest('1'), size: 12 }];
    expect(parseManifest(JSON.stringify(files))).toEqual({ files, problems: [] });
    expect(parseManifest(JSON.stringify({ files }))).toEqual({ files, problems: [] });
    expect(parseManifest(JSON.stringify([{ path: 'a', sha256: digest('A') }])).files[0]?.sha256).toBe(digest('a'));
  });

  it('names the entry, and the line where JSON breaks off', () => {
    expect(parseManifest(JSON.stringify([{ path: '/a', sha256: digest('1') }])).problems[0]?.message).toMatch(/^Entry 1: /);
    expect(parseManifest('[null]').problems).toHaveLength(1);
    expect(parseManifest('{"name": 1}').problems[0]?.message).toContain('"files"');
    expect(parseManifest('[\n{"path":\n').problems).toEqual([{ line: 3, message: expect.stringContaining('not valid JSON') }]);
  });

  it('lists the first problems of many and does not use what it read', () => {
    const { problems } = parseManifest('nonsense\n'.repeat(5000));
    expect(problems.length).toBeLessThan(50);
  });
});

test('a size is known where there are bytes, or there is nothing to have them', () => {
  expect(sizeKnown({ sha256: digest('a'), size: 0 })).toBe(false);
  expect(sizeKnown({ sha256: emptyDigest, size: 0 })).toBe(true);
  expect(sizeKnown({ sha256: digest('a'), size: 5 })).toBe(true);
});

test('manifestText is what `sha256sum` prints, sorted by bytes', () => {
  const files = [
    { path: 'b', sha256: digest('1'), size: 1 },
    { path: 'a', sha256: digest('2'), size: 1 },
  ];
  expect(manifestText(files)).toBe(`${digest('2')}  a\n${digest('1')}  b\n`);
});
