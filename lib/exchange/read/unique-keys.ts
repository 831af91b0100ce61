import { createHash } from 'node:crypto';
import { keyFromName } from '#lib/assets/rules.ts';
import { isGeneric } from './generic-names.ts';
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
 * @param document what tells this file from others; without it, generic names stand as they are
 */
export class UniqueKeys {
  readonly #last = new SeenKeys();
  readonly #document: string | undefined;

  constructor(document?: string) {
    this.#document = document;
  }

  /**
   * A key from the package URL, else from the name. A generic name ("Unknown Model") would be one asset for all files that use it: it is told
   * apart by `own`, what identifies the thing itself, such as its digest, or by the document.
   */
  take(purl: string | null | undefined, name: string, own?: string): string {
    const fromPurl = purl && keyFromPurl(purl);
    if (fromPurl) return this.unique(fromPurl);
    const plain = lastOfPath(name);
    const key = keyFromName(plain).replace(/\p{Cs}/gu, '');
    const identity = this.#document && isGeneric(plain) ? (own ?? this.#document) : undefined;
    return this.unique(identity ? `${key}-${createHash('sha256').update(identity).digest('hex').slice(0, 8)}` : key);
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
