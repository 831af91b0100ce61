/**
 * Failed attempts slow the next one down, by account, by second factor and by network address, and never lock for good. An attempt is counted before it
 * is made, in one statement, so that many at once cannot pass together.
 */
import { createHash } from 'node:crypto';
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';

export type Throttled = 'account' | 'address' | 'factor';

/** So many failures are free; each further one doubles the wait, in seconds, from one up to the longest. An hour of quiet forgets. */
const limits: Record<Throttled, { free: number; longest: number }> = {
  account: { free: 5, longest: 60 },
  // Guesses of a code, by who knows the password already: a right password does not forget them.
  factor: { free: 5, longest: 900 },
  address: { free: 20, longest: 900 },
};

/** Under what the attempts are kept: the value itself is not. */
export const keyOf = (kind: Throttled, value: string) => `${kind}:${createHash('sha256').update(value).digest('hex')}`;

/**
 * Counts an attempt that is about to be made.
 * @throws AppError `too_many` with the seconds to wait; such an attempt is not counted.
 */
export async function countAttempt(kind: Throttled, value: string): Promise<void> {
  const { free, longest } = limits[kind];
  const key = keyOf(kind, value);
  // Cut to the column's milliseconds: rounded up, the next attempt in the same half of one would have to wait.
  const counted = await database().pool.query(
    `INSERT INTO throttles AS t (key, failures, blocked_until, last_at) VALUES ($1, 1, date_trunc('milliseconds', now()), now())
     ON CONFLICT (key) DO UPDATE SET
       failures = CASE WHEN t.last_at < now() - interval '1 hour' THEN 1 ELSE t.failures + 1 END,
       blocked_until = date_trunc('milliseconds', now()) + CASE WHEN t.last_at < now() - interval '1 hour' OR t.failures < $2 THEN interval '0'
         ELSE make_interval(secs => least($3, 2 ^ least(t.failures - $2, 20))) END,
       last_at = now()
     WHERE t.blocked_until <= now()`,
    [key, free, longest],
  );
  if (counted.rowCount) return;
  const { rows } = await database().pool.query<{ seconds: number }>(
    'SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now())))::int AS seconds FROM throttles WHERE key = $1',
    [key],
  );
  const seconds = rows[0]?.seconds ?? 1;
  throw new AppError('too_many', `Too many attempts did not succeed. Try again in ${inWords(seconds)}.`, { retryAfter: seconds });
}

/** The attempt succeeded: what went before is forgotten. */
export async function forget(kind: Throttled, value: string): Promise<void> {
  await database().pool.query('DELETE FROM throttles WHERE key = $1 OR last_at < now() - make_interval(days => 1)', [keyOf(kind, value)]);
}

/** The attempt was none, or no failure: it is taken off the count again. Those before it stay. */
export async function giveBack(kind: Throttled, value: string): Promise<void> {
  await database().pool.query('UPDATE throttles SET failures = greatest(failures - 1, 0) WHERE key = $1', [keyOf(kind, value)]);
}

/** The network that an address stands for: IPv6 hands out whole /64 blocks, so the block counts as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
