import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssetKey } from '#lib/assets/schema.ts';
import { SeenKeys } from './seen-keys.ts';
import { keyFromPurl, lastOfPath, UniqueKeys } from './unique-keys.ts';

describe('keys of one file', { timeout: 60_000 }, () => {
  it('come from the package URL without version and qualifiers, so that the next version is the same asset', () => {
    expect(keyFromPurl('pkg:huggingface/CompVis/stable-diffusion@1.4?x=y#z')).toBe('huggingface/compvis/stable-diffusion');
    expect(keyFromPurl('pkg:generic/a%20b@1')).toBe('generic/a-b');
    for (const bad of ['', 'npm/x', 'pkg:', 'pkg:a/%', `pkg:a/${'x'.repeat(200)}`, 'pkg:a/(x)']) expect(keyFromPurl(bad), bad).toBeNull();
  });

  it('are readable for names that are paths', () => {
    expect(['C:/data/a.npy', 'C:\\data\\a.npy', '/srv/a.npy', './a.npy', 's3://bucket/a.npy'].map(lastOfPath)).toEqual(
      Array(5).fill('a.npy'),
    );
    expect(lastOfPath('Acme/Model v1')).toBe('Acme/Model v1');
  });

  it('tell generic names apart by the thing itself or by the document, and leave names that say something', () => {
    const keysIn = (document?: string) => {
      const keys = new UniqueKeys(document);
      return [
        keys.take(null, 'Unknown Model'),
        keys.take(null, 'model', 'digest'),
        keys.take(null, 'Churn', 'digest'),
        keys.take('pkg:generic/model', 'model'),
      ];
    };
    expect(keysIn()).toEqual(['unknown-model', 'model', 'churn', 'generic/model']);
    const [one, other] = [keysIn('one'), keysIn('other')];
    expect(one[0]).toMatch(/^unknown-model-[0-9a-f]{8}$/);
    expect(one[0]).not.toBe(other[0]);
    expect(one.slice(1)).toEqual(other.slice(1));
    expect(one[1]).toMatch(/^model-[0-9a-f]{8}$/);
    expect(one.slice(2)).toEqual(['churn', 'generic/model']);
    expect(keysIn('one')).toEqual(one);
  });

  it('are found at once in names and package URLs of megabytes that are nearly all separators', () => {
    const long = 4_000_000;
    expect(new UniqueKeys().take(null, `a${'.'.repeat(long)}a`)).toBe('a');
    expect(keyFromPurl(`pkg:a${'/'.repeat(long)}a`)).toBeNull();
  });

  it('are unique, valid and the same each time, whatever the names', () => {
    const names = fc.array(
      fc.oneof(
        fc.constantFrom('a', 'A', 'a-2', 'a-2-2', '', '///', '🦊', `${'𝐱'.repeat(79)}𝐱𝐱`, 'x'.repeat(300)),
        fc.string({ unit: 'binary' }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(names, (list) => {
        const keysOf = () => {
          const keys = new UniqueKeys();
          return list.map((name) => keys.take(null, name));
        };
        const keys = keysOf();
        expect(new Set(keys).size).toBe(list.length);
        expect(keysOf()).toEqual(keys);
        for (const key of keys) expect(AssetKey.safeParse(key).success, key).toBe(true);
      }),
    );
  });

  it('stay fast for a hundred thousand of the same name', () => {
    const keys = new UniqueKeys();
    for (let count = 1; count < 100_000; count += 1) keys.take(null, 'same');
    expect(keys.take(null, 'same')).toBe('same-100000');
  });
});

describe('remembering strings by their hashes', () => {
  it('answers like a map', () => {
    const seen = new SeenKeys();
    const map = new Map<string, number>();
    for (let index = 0; index < 50_000; index += 1) {
      const text = `key-${(index * 7919) % 30_011}`;
      seen.set(text, index);
      map.set(text, index);
    }
    expect(seen.size).toBe(map.size);
    for (const [text, value] of map) expect(seen.get(text)).toBe(value);
    expect(seen.get('key-x')).toBeUndefined();
    expect(seen.get('')).toBeUndefined();
  });
});
