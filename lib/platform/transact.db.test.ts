import { expect, test } from 'vitest';
import { Prisma } from '#prisma/generated/client.ts';
import { database, type Scope } from './database.ts';
import { newId } from './identifiers.ts';
import { owner } from './testing.ts';
import { type Change, NothingRecorded, transact } from './transact.ts';

const nobody: Scope = { actorId: null, read: [], write: 'every' };
const act = () => ({ actorId: null, requestId: newId(), operationId: newId() });

const insertTeam = async ({ tx }: Change, id: string) => {
  await tx.team.create({ data: { id, key: `team-${id}`, name: 'A team' } });
};
const made = (id: string) =>
  ({ event: 'team.created', targetType: 'team', targetId: id, teamId: null, after: { name: 'A team' } }) as const;
const teams = async (id: string) => (await owner.query('SELECT 1 FROM teams WHERE id = $1', [id])).rowCount;
const events = async (id: string) => (await owner.query('SELECT event, request_id FROM audit_events WHERE target_id = $1', [id])).rows;

test('a change and its event are both there', async () => {
  const id = newId();
  const acting = act();
  const result = await transact(nobody, acting, 'team.created', async (change) => {
    await insertTeam(change, id);
    await change.record(made(id));
    return 'done';
  });
  expect(result).toBe('done');
  expect(await teams(id)).toBe(1);
  expect(await events(id)).toEqual([{ event: 'team.created', request_id: acting.requestId }]);
});

test('a change that records nothing is rolled back and is a fault', async () => {
  const id = newId();
  await expect(transact(nobody, act(), 'team.created', (change) => insertTeam(change, id))).rejects.toThrow(NothingRecorded);
  expect(await teams(id)).toBe(0);
});

test('a change that throws after recording leaves neither the change nor its event', async () => {
  const id = newId();
  const work = transact(nobody, act(), 'team.created', async (change) => {
    await insertTeam(change, id);
    await change.record(made(id));
    throw new Error('broken off');
  });
  await expect(work).rejects.toThrow('broken off');
  expect(await teams(id)).toBe(0);
  expect(await events(id)).toEqual([]);
});

test('a change that calls itself unchanged gives its result, and what it wrote all the same is rolled back', async () => {
  const id = newId();
  const result = await transact(nobody, act(), 'team.created', async (change) => {
    await insertTeam(change, id);
    change.unchanged();
    return 7;
  });
  expect(result).toBe(7);
  expect(await teams(id)).toBe(0);
});

test('events of one act share its operation, and keep before and after', async () => {
  const [first, second] = [newId(), newId()];
  const acting = act();
  await transact(nobody, acting, 'team.edited', ({ record }) =>
    record({ ...made(first), before: { name: 'Old' } }, { ...made(second), before: null, after: undefined }),
  );
  const { rows } = await owner.query('SELECT target_id, before, after FROM audit_events WHERE operation_id = $1 ORDER BY id', [
    acting.operationId,
  ]);
  expect(rows).toEqual([
    { target_id: first, before: { name: 'Old' }, after: { name: 'A team' } },
    { target_id: second, before: null, after: null },
  ]);
});

test('a write outside transact is refused by the database, in each governed table', async () => {
  const { pool } = database();
  const statements = [
    "INSERT INTO users (id, email, name) VALUES (gen_random_uuid(), 'x@example.org', 'x')",
    "UPDATE users SET name = 'x'",
    "INSERT INTO passwords (user_id, hash) VALUES (gen_random_uuid(), 'x')",
    "INSERT INTO teams (id, key, name) VALUES (gen_random_uuid(), 'x', 'x')",
    'DELETE FROM memberships',
    "INSERT INTO memberships (team_id, user_id, role) VALUES (gen_random_uuid(), gen_random_uuid(), 'lead')",
    "UPDATE assets SET name = 'x'",
    'UPDATE lineage SET removed_at = now()',
    "UPDATE saved_views SET name = 'x'",
    "UPDATE imports SET status = 'done'",
  ];
  for (const statement of statements) await expect(pool.query(statement), statement).rejects.toMatchObject({ code: 'GH001' });
});

test('the announcement ends with its transaction: the next user of the connection has none', async () => {
  const client = await database().pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.announced', 'team.created', true), set_config('app.every_team', 'on', true)");
    await client.query('COMMIT');
    const { rows } = await client.query(
      "SELECT current_setting('app.announced', true) AS announced, current_setting('app.every_team', true) AS every",
    );
    expect(rows).toEqual([{ announced: '', every: '' }]);
    await expect(client.query("UPDATE teams SET name = 'x'")).rejects.toMatchObject({ code: 'GH001' });
  } finally {
    client.release();
  }
});

test('a fault inside a change gives its connection back', async () => {
  for (let at = 0; at < 25; at += 1) await transact(nobody, act(), 'team.created', async () => undefined).catch(() => undefined);
  const { pool } = database();
  expect(pool.waitingCount).toBe(0);
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('an event cannot be told of anybody but whoever the transaction acts for', async () => {
  const other = newId();
  await expect(
    transact(
      { actorId: newId(), read: [], write: [] },
      { actorId: other, requestId: newId(), operationId: newId() },
      'test.forged',
      ({ record }) => record({ event: 'test.forged', targetType: 'test', targetId: null, teamId: null }),
    ),
  ).rejects.toThrow(/row-level security/);
  expect((await owner.query('SELECT 1 FROM audit_events WHERE actor_id = $1', [other])).rowCount).toBe(0);
});

test('an act that may no longer be done is asked for before the work, and at the end of work that takes long', async () => {
  for (const limit of [undefined, 60_000]) {
    const [id, actorId, order] = [newId(), newId(), [] as string[]];
    const recheck = async (rows: <R>(query: Prisma.Sql) => Promise<R[]>) => {
      order.push(`asked ${(await rows<{ one: number }>(Prisma.sql`SELECT 1 AS one`))[0]?.one}`);
      throw new Error('No longer.');
    };
    const work = transact(
      { ...nobody, actorId },
      { ...act(), actorId, recheck },
      'team.created',
      async (change) => {
        order.push('worked');
        await insertTeam(change, id);
        await change.record(made(id));
      },
      limit ? { limit } : {},
    );
    await expect(work).rejects.toThrow('No longer.');
    expect(order).toEqual(limit ? ['worked', 'asked 1'] : ['asked 1']);
    expect([await teams(id), await events(id)]).toEqual([0, []]);
  }
});

test('of two changes that wait for each other both are done, one after the other', async () => {
  const [one, two] = [newId(), newId()];
  for (const id of [one, two]) await owner.query("INSERT INTO teams (id, key, name) VALUES ($1, $2, '')", [id, `team-${id}`]);
  const locked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const rename = (name: string, at: 0 | 1, [first, second]: readonly [string, string]) =>
    transact(nobody, act(), 'team.renamed', async ({ tx, record }) => {
      await tx.$executeRaw`UPDATE teams SET name = name || ${name} WHERE id = ${first}::uuid`;
      locked[at]?.resolve();
      await locked[1 - at]?.promise;
      await tx.$executeRaw`UPDATE teams SET name = name || ${name} WHERE id = ${second}::uuid`;
      await record({ event: 'team.renamed', targetType: 'team', targetId: first, teamId: null });
    });
  await Promise.all([rename('a', 0, [one, two]), rename('b', 1, [two, one])]);
  const { rows } = await owner.query<{ name: string }>('SELECT name FROM teams WHERE id = ANY ($1)', [[one, two]]);
  expect(rows.map(({ name }) => [...name].sort().join(''))).toEqual(['ab', 'ab']);
});
