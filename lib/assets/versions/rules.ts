/** What follows from a version alone. Pure; for the server, because of its hash (manifest/rules.ts is free for the browser). */
import { createHash } from 'node:crypto';
import { type ManifestFile, manifestText } from './manifest/rules.ts';

export type { ManifestFile };

/**
 * One digest for a whole manifest: SHA-256 in lower-case hex over the lines `<sha256>  <path>\n` (what `sha256sum` prints), sorted by the
 * UTF-8 bytes of the path. The order in which the files were told does not matter, and sizes follow from the digests. Null where there is no file.
 */
export const rootDigest = (files: readonly ManifestFile[]): string | null =>
  files.length === 0 ? null : createHash('sha256').update(manifestText(files)).digest('hex');

const deepest = 64;

/**
 * Can these facts be kept and shown? Null, or what is in the way: nesting beyond 64 levels, or text that the database cannot hold. Walks
 * without recursion, because what it judges may be nested a million deep.
 */
export function factsProblem(facts: unknown): string | null {
  const waiting: [unknown, number][] = [[facts, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value === 'string' && !storable(value)) return 'holds text with a NUL or half a character';
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) return `is nested more than ${deepest} levels deep`;
    for (const [name, each] of Object.entries(value)) {
      if (!storable(name)) return 'holds a name with a NUL or half a character';
      waiting.push([each, depth + 1]);
    }
  }
  return null;
}

const storable = (text: string) => !text.includes('\u0000') && text.isWellFormed();
