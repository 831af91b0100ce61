/** Files of this machine: hashed here, so that nothing but their manifest leaves it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkManifest, type ManifestFile, manifestText, mostFiles } from '#lib/assets/versions/manifest/rules.ts';
import { Failure } from './failure.ts';
import { progress } from './output.ts';

export type Hashed = { files: ManifestFile[]; rootDigest: string; bytes: number };

/**
 * The files under the paths, with their SHA-256 and sizes. A folder's files stand under their path within it, a file under its name. Links are not
 * followed: what they lead to may lie outside.
 * @throws Failure where there is none, too many, or one changed while it was read.
 */
export async function hashFiles(paths: readonly string[]): Promise<Hashed> {
  const found = (await Promise.all(paths.map(filesUnder))).flat();
  if (found.length === 0) throw new Failure('There is no file in what you named.');
  if (found.length > mostFiles) throw new Failure(`A version holds at most ${mostFiles} files; these are ${found.length}.`);
  const told: ManifestFile[] = [];
  let bytes = 0;
  for (const [at, { file, path }] of found.entries()) {
    progress(`Hashing ${at + 1} of ${found.length}: ${path}`);
    told.push({ path, ...(await digestOf(file)) });
    bytes += told.at(-1)?.size ?? 0;
  }
  progress(null);
  const { files, problems } = checkManifest(told);
  if (problems[0]) throw new Failure(problems[0].message);
  return { files, bytes, rootDigest: createHash('sha256').update(manifestText(files)).digest('hex') };
}

async function filesUnder(named: string): Promise<{ file: string; path: string }[]> {
  if ((await stat(named)).isFile()) return [{ file: named, path: basename(named) }];
  const entries = await readdir(named, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ file, path: relative(named, file).split(sep).join('/') }));
}

async function digestOf(file: string): Promise<{ sha256: string; size: number }> {
  const before = await stat(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const after = await stat(file);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw new Failure(`${file} changed while it was read. Try again.`);
  return { sha256: hash.digest('hex'), size: after.size };
}
