import { afterEach, expect, test } from 'vitest';
import { newId } from './identifiers.ts';
import { enqueue, type Run, startJobs, stopJobs } from './jobs.ts';
import { owner } from './testing.ts';

afterEach(stopJobs);

const jobsOf = async (name: string) =>
  (await owner.query<{ state: string; retry_count: number }>('SELECT state, retry_count FROM pgboss.job WHERE name = $1', [name])).rows;

test('a job is given its ids and is done once', async () => {
  const id = newId();
  const runs: Run[] = [];
  const done = new Promise<void>((resolve) => {
    void startJobs([
      {
        name: 'test.once',
        atOnce: 1,
        run: async (run) => {
          runs.push(run);
          resolve();
        },
      },
    ]).then(() => enqueue('test.once', id, { importId: id }));
  });
  await done;
  expect(runs.map((run) => [run.ids, run.lastAttempt])).toEqual([[{ importId: id }, false]]);
  await expect.poll(async () => (await jobsOf('test.once'))[0]?.state).toBe('completed');
});

test('while a job waits, the same one is not asked for twice', async () => {
  const id = newId();
  expect(await enqueue('test.same', id, { id })).toBe(true);
  expect(await enqueue('test.same', id, { id })).toBe(false);
  expect(await enqueue('test.same', newId(), { id })).toBe(true);
  expect(await jobsOf('test.same')).toHaveLength(2);
});

test('a job that fails is tried again', async () => {
  let attempts = 0;
  const second = new Promise<void>((resolve) => {
    void startJobs([
      {
        name: 'test.again',
        atOnce: 1,
        run: async () => {
          attempts += 1;
          if (attempts === 1) throw new Error('the first attempt fails');
          resolve();
        },
      },
    ]).then(() => enqueue('test.again', 'x', {}));
  });
  await second;
  expect(attempts).toBe(2);
});

test('a job whose process was killed is taken up by the next', async () => {
  await enqueue('test.killed', 'x', { id: 'x' });
  // As a killed process leaves it: taken, and not heard of since.
  await owner.query(
    "UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute' WHERE name = 'test.killed'",
  );
  const taken = new Promise<Run>((resolve) => {
    void startJobs([{ name: 'test.killed', atOnce: 1, run: async (run) => resolve(run) }]);
  });
  expect((await taken).ids).toEqual({ id: 'x' });
});
