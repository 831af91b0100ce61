/** The system account under which Postgres runs. It refuses to run as root. */
import { spawnSync } from 'node:child_process';
import { Problem } from '#bin/running/problem.ts';

export type Account = { uid: number; gid: number; home: string };

const name = 'postgres';

/** Null for an ordinary user, who runs Postgres as themselves; for root the account `postgres`, made where there is none. */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const existing = lookUp();
  if (existing) return existing;
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ]);
  const made = lookUp();
  if (made) return made;
  throw new Problem(
    `Postgres does not run as root, and the user \`${name}\` to run it as could not be made. Make it (useradd --system ${name}), start Gatehouse as another user, or set DATABASE_URL to a database of your own.`,
  );
}

function lookUp(): Account | null {
  const number = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() || Number.NaN);
  const [uid, gid] = [number('-u'), number('-g')];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid, home: '/' } : null;
}

/** The spawn options that make a program run as this account, with nothing of root's environment. */
export function runAs(account: Account | null): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  const env = { NODE_ENV: 'production' as const, PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C', LANG: 'C' };
  return account
    ? { uid: account.uid, gid: account.gid, env: { ...env, HOME: account.home } }
    : { env: { ...env, HOME: process.env.HOME } };
}

/** Whether this account can enter the folder: asked of the system, which knows of every parent and access list. */
export function canEnter(folder: string, account: Account | null): boolean {
  if (!account) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs(account), cwd: '/', stdio: 'ignore' }).status === 0;
}
