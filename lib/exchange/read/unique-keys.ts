import { keyFromName } from '#lib/assets/rules.ts';
import { SeenKeys } from './seen-keys.ts';

const validKey = /^[\p{L}\p{N}][\p{L}\p{N}._/:@+-]*$/u;

/** A key of 110 characters is shorter than this, however it is encoded. */
const longestEncoded = 2000;

/** A key from a package URL: type, namespace and name without version and qualifiers, so that later versions land on the same asset. */
export function keyFromPurl(purl: string): string | null {
  const bare = /^pkg:([^@?#]+)/.exec(purl)?.[1];
  if (!bare || bare.length > longestEncoded) return null;
  let key: string;
  try {
    key = decodeURIComponent(bare).toLowerCase().replace(/\s+/g, '-').replace(/\/+$/, '');
  } catch {
    return null;
  }
  return key.length <= 110 && validKey.test(key) ? key : null;
}

/** A name that is a file path gives its last part: "C:/data/mnist/train_images.npy" → "train_images.npy". Others are returned as they are. */
export function lastOfPath(name: string): string {
  if (!/^([A-Za-z]:[\\/]|\.{0,2}\/|\\\\|[a-z][a-z0-9+.-]*:\/\/)/.test(name)) return name;
  return name.split(/[\\/]/).filter(Boolean).at(-1) ?? name;
}

/** What to say where a key that the file tells could not be kept. */
export function keyNotes(told: string, given: string): string[] {
  return told === given ? [] : [`The key "${told}" belongs to another asset of this file; this one gets "${given}".`];
}

/**
 * Makes keys unique within one file, the same way each time it is read: the first keeps the key, later ones get "-2", "-3" …
 */
export class UniqueKeys {
  readonly #last = new SeenKeys();

  take(purl: string | null | undefined, name: string): string {
    return this.unique((purl && keyFromPurl(purl)) || keyFromName(lastOfPath(name)).replace(/\p{Cs}/gu, ''));
  }

  unique(key: string): string {
    let count = this.#last.get(key);
    if (count === undefined) {
      this.#last.set(key, 1);
      return key;
    }
    let candidate: string;
    const base = key.slice(0, 110).replace(/\p{Cs}/gu, '');
    do {
      count += 1;
      candidate = `${base}-${count}`;
    } while (this.#last.get(candidate) !== undefined);
    this.#last.set(key, count);
    this.#last.set(candidate, 1);
    return candidate;
  }
}
