/** Limits as a client meets them, through the door; and the counting itself on pools that know nothing of each other. */
import pg from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { handle } from '#lib/door.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { makePerson, makeSession, makeTeam, makeToken, type TestPerson } from '../testing.ts';
import { limiterOn } from './limits.ts';

process.env.GATEHOUSE_RATE_LIMIT = '4';

const pools: pg.Pool[] = [];
const pool = () => {
  const made = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 });
  pools.push(made);
  return made;
};
afterAll(() => Promise.all(pools.map((each) => each.end())));

let person: TestPerson;
beforeEach(async () => {
  person = await makePerson({ roles: [[await makeTeam(), 'lead']] });
});

const get = (token: string) =>
  handle(new Request('http://localhost:3000/api/v1/teams', { headers: { host: 'localhost:3000', authorization: `Bearer ${token}` } }));

test('each answer tells the policy and what is left of it; over the limit it is 429 with the seconds to wait, for this token alone', async () => {
  const [first, second] = [await makeToken(person), await makeToken(person)];
  const left: (string | null)[] = [];
  for (let count = 0; count < 4; count += 1) {
    const answer = await get(first.token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ratelimit-policy')).toBe('"token";q=4;w=60');
    left.push(/^"token";r=(\d+);t=(?:60|5\d)$/.exec(answer.headers.get('ratelimit') ?? '')?.[1] ?? null);
  }
  expect(left).toEqual(['3', '2', '1', '0']);
  for (let count = 0; count < 3; count += 1) {
    const refused = await get(first.token);
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit')).toMatch(/^"token";r=0;t=\d+$/);
    expect(await refused.json()).toMatchObject({ code: 'too_many', retryAfter: wait });
  }
  expect((await get(second.token)).status).toBe(200);
});

test('of many requests at once no more get through', async () => {
  const { token } = await makeToken(person);
  const statuses = await Promise.all(Array.from({ length: 12 }, () => get(token))).then((all) => all.map((each) => each.status));
  expect(statuses.filter((status) => status === 200)).toHaveLength(4);
  expect(statuses.filter((status) => status === 429)).toHaveLength(8);
});

test('a session is not limited and is told nothing of limits', async () => {
  const cookie = `gatehouse-session=${await makeSession(person)}`;
  for (let count = 0; count < 8; count += 1) {
    const answer = await handle(new Request('http://localhost:3000/api/v1/teams', { headers: { host: 'localhost:3000', cookie } }));
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
  }
});

test('copies of Gatehouse count together, and a restart forgets nothing', async () => {
  const id = newId();
  const [one, two] = [limiterOn(pool(), 10), limiterOn(pool(), 10)];
  const standings = await Promise.all(Array.from({ length: 9 }, (_, at) => (at % 2 ? one : two)(id)));
  expect(standings.map((each) => each.remaining).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const restarted = limiterOn(pool(), 10);
  expect(await restarted(id)).toMatchObject({ remaining: 0, exceeded: false });
  expect(await restarted(id)).toMatchObject({ remaining: 0, exceeded: true });
  expect(await one(id)).toMatchObject({ exceeded: true });
});

test('when the window is over, the count begins anew', async () => {
  const id = newId();
  const count = limiterOn(pool(), 1);
  await count(id);
  expect((await limiterOn(pool(), 1)(id)).exceeded).toBe(true);
  await owner.query('UPDATE rate_limits SET expire = expire - 61000 WHERE key LIKE $1', [`%${id}`]);
  expect(await limiterOn(pool(), 1)(id)).toMatchObject({ remaining: 0, exceeded: false });
});

test('what cannot be counted is not let through', async () => {
  const broken = new pg.Pool({ connectionString: 'postgresql://nobody@127.0.0.1:1/nothing' });
  await expect(limiterOn(broken, 10)(newId())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await broken.end();
});
