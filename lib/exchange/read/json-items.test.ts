import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, collect, refusalOf } from '../fixtures/streams.ts';
import { readJsonItems } from './json-items.ts';
import { parseBounded } from './parse-bounded.ts';

const streamed = new Set(['components']);
const items = (content: string | Uint8Array, chunk?: number) => collect(readJsonItems(bytesOf(content, chunk), streamed));
const refusal = (content: string | Uint8Array) => refusalOf(readJsonItems(bytesOf(content), streamed));
const refusals = async (content: string) =>
  (await items(content)).map((item) => ('refused' in item ? `${item.path}: ${item.refused}` : 'value' in item ? 'kept' : ''));

describe('reading JSON piece by piece', { timeout: 60_000 }, () => {
  it('gives what JSON.parse gives, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 5 }), { maxLength: 4 }),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 40 }),
        async (components, other, chunk) => {
          const text = JSON.stringify({ components, other }, null, chunk % 3);
          const plain = JSON.parse(text);
          fc.pre(!/__proto__|\\u0000|\\ud[89a-f]/i.test(JSON.stringify(plain)));
          const read = await items(text, chunk);
          expect(read.map((item) => ('value' in item ? item.value : item.refused))).toEqual([...plain.components, plain.other]);
          expect(read.map((item) => item.path)).toEqual([...components.map((_, index) => `components[${index}]`), 'other']);
        },
      ),
    );
  });

  it('takes a byte order mark off and reads characters cut in two', async () => {
    expect(await items('\ufeff{"é":"ü🦊"}', 1)).toMatchObject([{ key: 'é', value: 'ü🦊' }]);
  });

  it.each([
    ['{"a":1', 'line 1: the file ends in the middle of a; it seems to be cut off'],
    ['{"components":[{"name":"x",\n"pro', 'line 2: the file ends in the middle of components[0].name; it seems to be cut off'],
    ['', 'The file is empty.'],
    ['[1]', 'line 1: a JSON list where an object was expected (at the beginning)'],
    ['"x"', 'line 1: a text where a JSON object was expected (at the beginning)'],
    ['{"a":1}{', 'line 1: "{" where nothing more was expected (at a)'],
    ['{"a":1}\n\nx', 'line 3: this is not JSON (at a)'],
    ['{"a":tru}', 'line 1: this is not JSON (at a)'],
    ['\n\n{"a":\n1,,}', 'line 4: "," where key was expected (at a)'],
    ['{"a":[1}', 'line 1: "}" where , or end was expected (at a[1])'],
    ['{"a" 1}', 'line 1: "1" where : was expected (at a)'],
    ['{"a":1,\n"a":2}', 'line 2: the document holds the key "a" twice (at a)'],
    ['{"__proto__":{}}', 'line 1: the document holds the key "__proto__", which is not accepted (at the beginning)'],
  ])('refuses %j with its line', async (content, message) => {
    expect(await refusal(content)).toBe(message);
  });

  it("refuses nesting of 10,000 in one piece and, where it stays within the file's limit, rejects the component", async () => {
    expect(await refusal(`{"components":${'['.repeat(10_000)}`)).toMatch(/nested deeper than 1000 levels/);
    expect(await refusal(`{"components":[${'{"a":'.repeat(10_000)}`)).toMatch(/nested deeper than 1000 levels/);
    expect(await refusals(`{"components":[${'['.repeat(500)}${']'.repeat(500)},1]}`)).toEqual([
      expect.stringMatching(/^components\[0\]: components\[0\](\[0\]){64} is nested deeper than 64 levels$/),
      'kept',
    ]);
  });

  it('rejects a component that holds a key twice, __proto__, a NUL, half a character or an endless number', async () => {
    const bad = [
      '{"x":{"y":1,"y":2}}',
      '{"x":{"__proto__":{"admin":true}}}',
      '{"n":"a\\u0000"}',
      '{"n":"\\ud800"}',
      '{"n":1e999}',
      '{"ok":true}',
    ];
    expect(await refusals(`{"components":[${bad.join(',')}]}`)).toEqual([
      'components[0]: components[0].x.y holds the key "y" twice',
      'components[1]: components[1].x holds the key "__proto__", which is not accepted',
      'components[2]: components[2].n holds text with a NUL or half a character in it',
      'components[3]: components[3].n holds text with a NUL or half a character in it',
      'components[4]: components[4].n holds a number too large to keep',
      'kept',
    ]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses bytes that are not UTF-8, with their line', async () => {
    expect(await refusal(Buffer.from('{\n"n":"caf\xe9"}', 'latin1'))).toBe(
      'line 2: holds bytes that are not UTF-8 text; save the file as UTF-8 and choose it again',
    );
    expect(await refusal(Buffer.from('{"a":1}', 'utf16le'))).toMatch(/holds a NUL byte/);
    expect(await refusal(Buffer.from([0x7b, 0x22, 0xc3]))).toMatch(/line 1: holds bytes that are not UTF-8/);
  });
});

describe('JSON inside a text', () => {
  it('is read within the same limits', () => {
    expect(parseBounded('{"a":[1,"x",null]}')).toEqual({ a: [1, 'x', null] });
    for (const bad of ['', '{', '{}}', '{},"b":1', '{"a":1,"a":2}', '{"__proto__":1}', '['.repeat(10_000)])
      expect(parseBounded(bad), bad.slice(0, 20)).toBeUndefined();
  });
});
