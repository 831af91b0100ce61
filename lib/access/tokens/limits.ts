/** How often a token may be used in a minute. Counted in Postgres, so that every copy of Gatehouse counts together and a restart forgets nothing. */
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { database } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';

/** A limit covers so many seconds, from the first request in it. */
export const limitWindow = 60;

/** Where a token stands: requests in a window, how many are left, and in how many seconds the count begins anew. */
export type Standing = { limit: number; remaining: number; seconds: number; exceeded: boolean };

/** A limiter on this pool; the table is made by a migration, for the application's role makes none. */
export function limiterOn(pool: pg.Pool, limit: number) {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: 'token',
    points: limit,
    duration: limitWindow,
    // What is over the limit is refused without asking the database again.
    inMemoryBlockOnConsumed: limit + 1,
  });
  const standing = ({ msBeforeNext, remainingPoints }: RateLimiterRes, exceeded: boolean): Standing => ({
    limit,
    remaining: exceeded ? 0 : remainingPoints,
    seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    exceeded,
  });
  return (tokenId: string): Promise<Standing> =>
    limiter.consume(tokenId).then(
      (result) => standing(result, false),
      (refused: unknown) => {
        if (refused instanceof RateLimiterRes) return standing(refused, true);
        throw refused;
      },
    );
}

let counting: ReturnType<typeof limiterOn> | undefined;

/** Counts a request of this token. Fails closed: when it cannot be counted, it is not answered — it asks the same database anyway. */
export function countUse(tokenId: string): Promise<Standing> {
  counting ??= limiterOn(database().pool, env().GATEHOUSE_RATE_LIMIT);
  return counting(tokenId);
}

/** The fields of draft-ietf-httpapi-ratelimit-headers: the policy, and where this token stands in it. */
export const limitHeaders = ({ limit, remaining, seconds }: Standing): Record<string, string> => ({
  'ratelimit-policy': `"token";q=${limit};w=${limitWindow}`,
  ratelimit: `"token";r=${remaining};t=${seconds}`,
});
