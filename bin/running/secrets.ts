/** What this installation keeps to itself, each in a file of mode 0600, made at random when first asked for. */
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.ts';

/** The secret named so in this folder: 43 characters, 256 bits. */
export function keptSecret(folder: string, name: string): string {
  const file = join(folder, name);
  const existing = read(file);
  if (existing !== null) return existing;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'w' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return keptSecret(folder, name);
}

function read(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text.length < 32)
      throw new Problem(
        `${file} is damaged: expected at least 32 characters. Restore it from a backup, or delete it to have a new one made.`,
      );
    chmodSync(file, 0o600);
    return text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** A password for one purpose, derived from the secret, so that it need not be stored anywhere. */
export function derivedPassword(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}
