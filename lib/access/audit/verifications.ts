/** Verification by the server itself: what was sealed since the last time every ten minutes, everything once a day. */
import pg from 'pg';
import { env } from '#lib/platform/env.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { log } from '#lib/platform/log.ts';
import { knownKeys } from './keys.ts';
import type { Verdict } from './verifier.ts';
import { verifyDatabase } from './verify-database.ts';
import { readWitness } from './witness.ts';

const minute = 60_000;
export const verifyEvery = 10 * minute;
export const verifyAllEvery = 24 * 60 * minute;

type Last = { at: Date; full: boolean; ok: boolean; seq: string };

/**
 * Verifies what is due and writes down what was found; null where nothing is due, or another server is at it. After a failure everything is
 * verified each time, so that the finding goes when its cause is gone, and not before.
 */
export async function verifyDue(url: string, now: Date): Promise<Verdict | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: locked } = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('gatehouse.audit.verifier')) AS taken",
    );
    if (!locked[0]?.taken) return null;
    const [last] = (await client.query<Last>('SELECT at, "full", ok, seq FROM audit_verifications ORDER BY at DESC LIMIT 1')).rows;
    const [whole] = (await client.query<Last>('SELECT at, "full", ok, seq FROM audit_verifications WHERE "full" ORDER BY at DESC LIMIT 1'))
      .rows;
    if (last && now.getTime() - last.at.getTime() < verifyEvery) return null;
    const full = !last?.ok || !whole || now.getTime() - whole.at.getTime() >= verifyAllEvery;
    return await verifyAndRecord(client, now, full ? undefined : Number(last.seq));
  } finally {
    await client.end();
  }
}

/** Verifies from one snapshot, all of it or what came after a row, and writes down what was found. */
export async function verifyAndRecord(client: pg.ClientBase, now: Date, after?: number): Promise<Verdict> {
  const started = performance.now();
  const file = env().GATEHOUSE_AUDIT_CHECKPOINT_FILE;
  await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL app.every_team = 'on'");
  // The witness is read after the snapshot was taken: it may know more than the snapshot, of which only its past is asked.
  const verdict = await verifyDatabase(client, { keys: knownKeys(), now, after, witness: file ? await witnessOf(file, client) : [] });
  await client.query('COMMIT');
  await client.query(
    'INSERT INTO audit_verifications (id, at, "full", ok, seq, problem, duration_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [newId(), now, after === undefined, verdict.ok, verdict.seq, verdict.problem?.text ?? null, Math.round(performance.now() - started)],
  );
  if (verdict.problem) log.error({ problem: verdict.problem }, 'the audit log is broken');
  return verdict;
}

/** What the witness was told, as far as this snapshot can know of it: a checkpoint signed a moment ago is left for the next time. */
async function witnessOf(file: string, client: pg.ClientBase) {
  const { rows } = await client.query<{ at: string }>('SELECT at FROM audit_checkpoints ORDER BY number DESC LIMIT 1');
  const told = await readWitness(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const taken = Date.now() - minute;
  const newest = rows[0]?.at ?? '';
  return told.filter((each) => each.at <= newest || Date.parse(each.at) < taken);
}

/** Verifies in this server whenever it is due, until stopped. */
export function startVerification(): { stop(): void } {
  const url = env().DATABASE_URL;
  let running = false;
  const look = () => {
    if (running) return;
    running = true;
    verifyDue(url, new Date())
      .catch((error: unknown) => log.warn({ err: error }, 'the audit log could not be verified; trying again'))
      .finally(() => {
        running = false;
      });
  };
  const timer = setInterval(look, minute);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
