/**
 * The keychain: one file of whoever runs the command line, with the server and the token that they signed in with. Nobody else may read it (mode
 * 0600, in a folder of mode 0700); one that others can read is refused.
 */
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, Failure } from './failure.ts';

export type Kept = { url: string; token: string; caFile?: string };

/** `$XDG_CONFIG_HOME/gatehouse/keychain.json`, or under `.config` in the home folder. */
export const keychainFile = (): string => join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'gatehouse', 'keychain.json');

/** What is kept; null where nobody signed in. @throws Failure where others may read the file, or it is damaged. */
export async function readKeychain(): Promise<Kept | null> {
  const file = keychainFile();
  const found = await stat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (!found) return null;
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new Failure(`Others may read ${file}. Say \`chmod 600 ${file}\`, and replace the token if somebody may have seen it.`);
  try {
    const { url, token, caFile }: Partial<Kept> = JSON.parse(await readFile(file, 'utf8'));
    if (typeof url === 'string' && typeof token === 'string') return { url, token, ...(caFile ? { caFile } : {}) };
  } catch (error) {
    if (codeOf(error)) throw error;
  }
  throw new Failure(`${file} is damaged. Sign in again: gatehouse login`);
}

/** Keeps it whole or not at all. */
export async function writeKeychain(kept: Kept): Promise<void> {
  const file = keychainFile();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  await chmod(partial, 0o600);
  await rename(partial, file);
}

/** Forgets it; true where there was any. */
export async function forgetKeychain(): Promise<boolean> {
  const there = await stat(keychainFile()).catch(() => null);
  await rm(keychainFile(), { force: true });
  return there !== null;
}
