/**
 * The sealer: brings events into one gapless order, chains them, and signs where the chain ends. It runs in every server; a lock of the database
 * lets one of them work. It asks for new events four times a second: a notification with each commit would make all commits queue for one lock.
 */
import pg from 'pg';
import { now } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import { pause } from '#lib/platform/pause.ts';
import type { Checkpoint, SigningKey } from './chain.ts';
import { ownKey } from './keys.ts';
import { checkpoint, type Head, headOf, lastCheckpoint, sealNext, writeCheckpoint } from './sealing.ts';
import { fileWitness, type Witness, webhookWitness } from './witness.ts';

const pollEvery = 250;
/** How often a server that does not seal asks whether it should, and how long one waits when the database is away. */
const standBy = 2_000;
const batch = 2_000;

/** How long a seal may go without a signature, and how long the chain without any, in milliseconds. */
export const checkpointEvery = 50_000;
export const heartbeatEvery = 60 * 60_000;

export type SealerOptions = { url: string; key: SigningKey; witnesses: readonly Witness[]; signal: AbortSignal; pollEvery?: number };

type State = { head: Head; signed: Checkpoint | null };

/** What the sealer remembers beside the database, through lost connections too: a database that says otherwise was tampered with. */
export type Memory = { state: State | null };

/**
 * Seals on this connection until the signal or a fault: rounds of sealing, and a checkpoint when one is due. The connection holds the lock.
 * @throws whatever the database says; the caller starts again.
 */
export async function sealOn(client: pg.Client, memory: Memory, options: SealerOptions): Promise<void> {
  await client.query("SELECT set_config('app.every_team', 'on', false)");
  while (!options.signal.aborted) {
    const standing = await headOf(client);
    let state = memory.state;
    if (state?.head.seq !== standing.seq || state.head.hash !== standing.hash) {
      const found = { head: standing, signed: await lastCheckpoint(client) };
      state = state ? await agreed(client, found, state) : found;
    }
    const { head, sealed } = await sealNext(client, state.head, batch);
    memory.state = { ...state, head };
    if (isDue(memory.state, now())) memory.state = await sign(client, memory.state, options);
    if (sealed < batch) await pause(options.pollEvery ?? pollEvery, options.signal);
  }
  if (memory.state && memory.state.head.seq > (memory.state.signed?.seq ?? 0)) memory.state = await sign(client, memory.state, options);
}

async function sign(client: pg.Client, { head, signed }: State, { key, witnesses }: SealerOptions): Promise<State> {
  const made = await checkpoint(client, head, signed, key, now());
  for (const witness of witnesses) witness.tell(made);
  return { head, signed: made };
}

function isDue({ head, signed }: State, at: Date): boolean {
  if (head.seq === 0) return false;
  if (!signed) return true;
  const age = at.getTime() - Date.parse(signed.at);
  return age >= (head.seq > signed.seq ? checkpointEvery : heartbeatEvery);
}

/**
 * Another sealer may have gone on from where this one was. Where the seal that this one remembers is another now, or gone, somebody cut or rewrote
 * the log: the checkpoint that was signed goes back into the database, so that every verification from now on finds it.
 */
async function agreed(client: pg.Client, found: State, remembered: State): Promise<State> {
  const { rows } = await client.query<{ hash: string }>("SELECT encode(hash, 'hex') AS hash FROM audit_seals WHERE seq = $1", [
    remembered.head.seq,
  ]);
  if (remembered.head.seq === 0 || rows[0]?.hash === remembered.head.hash) return found;
  const problem = `The log was cut or rewritten while the server ran: seal ${remembered.head.seq} is ${rows[0] ? 'another' : 'gone'}.`;
  log.error({ seq: remembered.head.seq }, problem);
  if (remembered.signed) await writeCheckpoint(client, remembered.signed);
  await client.query(
    'INSERT INTO audit_verifications (id, "full", ok, seq, problem, duration_ms) VALUES (gen_random_uuid(), true, false, $1, $2, 0)',
    [found.head.seq, problem],
  );
  return { ...found, signed: await lastCheckpoint(client) };
}

/** Tries for the lock and seals, again after every fault, until the signal. */
export async function runSealer(options: SealerOptions): Promise<void> {
  const memory: Memory = { state: null };
  while (!options.signal.aborted) {
    const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock(hashtext('gatehouse.audit.sealer')) AS taken");
      if (rows[0]?.taken) await sealOn(client, memory, options);
    } catch (error) {
      if (!options.signal.aborted) log.warn({ err: error }, 'the audit log could not be sealed; trying again');
    } finally {
      await client.end().catch(() => undefined);
    }
    if (!options.signal.aborted) await pause(standBy, options.signal);
  }
}

/** Starts sealing beside this server's requests; the last seals are signed when it stops. */
export function startSealer(): { stop(): Promise<void> } {
  const { DATABASE_URL, GATEHOUSE_AUDIT_CHECKPOINT_FILE, GATEHOUSE_AUDIT_CHECKPOINT_URL } = env();
  const stopping = new AbortController();
  const silenced = new AbortController();
  const witnesses = [
    ...(GATEHOUSE_AUDIT_CHECKPOINT_FILE ? [fileWitness(GATEHOUSE_AUDIT_CHECKPOINT_FILE, silenced.signal)] : []),
    ...(GATEHOUSE_AUDIT_CHECKPOINT_URL ? [webhookWitness(GATEHOUSE_AUDIT_CHECKPOINT_URL, silenced.signal)] : []),
  ];
  const running = runSealer({ url: DATABASE_URL, key: ownKey(), witnesses, signal: stopping.signal });
  return {
    async stop() {
      stopping.abort();
      await running;
      const patience = setTimeout(() => silenced.abort(), 3_000);
      await Promise.all(witnesses.map((witness) => witness.settled()));
      clearTimeout(patience);
    },
  };
}
