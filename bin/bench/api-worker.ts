/**
 * A process of its own for each inventory, because a process has one database: measures the API in process against the same rows by `pg`.
 * Told by messages what to measure; answers with the durations.
 */
import pg from 'pg';
import { handle } from '#lib/door.ts';
import { type Effort, inTurn, type Target } from './load.ts';

export type ApiTask = {
  /** Path and query below /api/v1. */
  path: string;
  token: string;
  /** The reference, by the owner's connection: one statement, whose scope stands in its text. */
  plain?: { url: string; text: string; values: unknown[] };
  effort: Effort;
};
export type ApiAnswer = { api: number[]; plain: number[]; rows: number } | { failure: string };

const pools = new Map<string, pg.Pool>();
function poolOf(url: string): pg.Pool {
  const pool = pools.get(url) ?? new pg.Pool({ connectionString: url, max: 10 });
  pools.set(url, pool);
  return pool;
}

async function measure({ path, token, plain, effort }: ApiTask): Promise<ApiAnswer> {
  const ask = () => handle(new Request(`http://localhost:3000/api/v1${path}`, { headers: { cookie: `gatehouse-session=${token}` } }));
  const first = await ask();
  const text = await first.text();
  if (first.status !== 200) return { failure: `${path} answered ${first.status}: ${text.slice(0, 300)}` };
  const api: Target = {
    visit: async () => {
      const response = await ask();
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    },
  };
  const rows = Array.isArray(JSON.parse(text).rows) ? JSON.parse(text).rows.length : 1;
  if (!plain) return { api: (await inTurn([api], effort))[0] ?? [], plain: [], rows };
  const pool = poolOf(plain.url);
  const found = (await pool.query(plain.text, plain.values)).rowCount;
  if (found !== rows) return { failure: `${path} answered ${rows} rows, and its reference ${found}` };
  const [byApi = [], byPlain = []] = await inTurn([api, { visit: async () => void (await pool.query(plain.text, plain.values)) }], effort);
  return { api: byApi, plain: byPlain, rows };
}

process.on('message', (task: ApiTask) => {
  measure(task).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
