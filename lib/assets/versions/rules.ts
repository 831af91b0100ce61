/** What follows from a version's manifest alone. Pure. */
import { createHash } from 'node:crypto';

/** A line of a manifest: a path within the version, SHA-256 in lower-case hex, bytes. */
export type ManifestFile = { path: string; sha256: string; size: number };

/**
 * One digest for a whole manifest: SHA-256 in lower-case hex over the lines `<sha256>  <path>\n` (what `sha256sum` prints), sorted by the
 * UTF-8 bytes of the path. The order in which the files were told does not matter, and sizes follow from the digests. Null where there is no file.
 */
export function rootDigest(files: readonly ManifestFile[]): string | null {
  if (files.length === 0) return null;
  const sorted = files.map((file) => ({ ...file, bytes: Buffer.from(file.path, 'utf8') })).sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const hash = createHash('sha256');
  for (const file of sorted) hash.update(`${file.sha256}  ${file.path}\n`);
  return hash.digest('hex');
}
