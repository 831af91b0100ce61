/** Verification of the log where it lies: what is in the database, against what was signed and what witnesses were told. */
import type { KeyObject } from 'node:crypto';
import type { PersonalPart } from '#lib/platform/personal-data.ts';
import type { Checkpoint, SealedEvent } from './chain.ts';
import { checkpointsAfter, type Queryable, sealedColumns } from './sealing.ts';
import { checkpointProblem, type Entry, genuineOf, type Problem, problemAt, type Verdict, Verifier, witnessProblem } from './verifier.ts';

/** Rows that are read and checked in one go: some ten milliseconds of work. */
const batch = 500;

/** Seals may wait this long for their signature. */
const longestUnsigned = 10 * 60_000;

export type VerifyOptions = {
  keys: ReadonlyMap<string, KeyObject>;
  now: Date;
  /** What a witness was told. */
  witness?: readonly Checkpoint[];
  /** Begin where the last verification ended: at the last checkpoint up to this row. Left out: everything. */
  after?: number;
};

/**
 * Verifies the log on this connection, which must see every team's rows. Everything is read from one snapshot when the caller has opened one.
 * The first broken row of the chain is told first; then checkpoints; then what the chain does not hold.
 */
export async function verifyDatabase(client: Queryable, { keys, now, witness = [], after }: VerifyOptions): Promise<Verdict> {
  const checkpoints = await checkpointsFrom(client, after);
  const genuine = await genuineOf([...checkpoints, ...witness], keys);
  const from = after === undefined ? undefined : checkpoints.find((each) => genuine.has(each) && each.seq <= after);
  const verifier = new Verifier({ checkpoints: [...genuine], from, everyPart: from === undefined });
  let firstUnsigned: Entry | null = null;
  for await (const entries of batches(client, from?.seq ?? 0)) {
    for (const entry of entries) {
      verifier.add(entry, entries);
      if (verifier.problem) break;
    }
    if (verifier.problem) break;
    firstUnsigned =
      entries.find((entry) => entry.seq === verifier.vouched + 1) ?? (verifier.vouched >= verifier.seq ? null : firstUnsigned);
  }
  const { problem, rows } = verifier.end();
  const found =
    problem ??
    checkpointProblem(checkpoints, keys, genuine, from === undefined) ??
    witnessProblem(from ? witness.filter((each) => each.number >= from.number) : witness, checkpoints, genuine) ??
    unsignedProblem(firstUnsigned, checkpoints, now) ??
    (from ? null : ((await unsealedProblem(client)) ?? (await strayPartProblem(client))));
  return {
    ok: found === null,
    seq: problem ? Math.max(0, (problem.seq ?? 1) - 1) : verifier.seq,
    rows,
    checkpoints: checkpoints.length,
    problem: found,
    notes: found ? [] : notesOn(verifier, checkpoints, now),
  };
}

/** Checkpoints in their order: all of them, or the last one up to a row and those that follow it. */
async function checkpointsFrom(client: Queryable, after: number | undefined): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  let number = Number.MIN_SAFE_INTEGER;
  if (after !== undefined) {
    const { rows } = await client.query<{ number: number | null }>(
      'SELECT max(number)::float8 - 1 AS number FROM audit_checkpoints WHERE seq <= $1',
      [after],
    );
    number = rows[0]?.number ?? number;
  }
  for (;;) {
    const more = await checkpointsAfter(client, found.at(-1)?.number ?? number, 5_000);
    if (more.length === 0) return found;
    found.push(...more);
  }
}

type SealRow = { seq: number; digest: string; hash: string; event: string };

async function* batches(client: Queryable, after: number): AsyncGenerator<Entry[]> {
  for (let seq = after; ; ) {
    const { rows } = await client.query<SealRow & { id: string | null } & Omit<SealedEvent, 'id'>>(
      `SELECT s.seq::float8 AS seq, encode(s.digest, 'hex') AS digest, encode(s.hash, 'hex') AS hash, ${sealedColumns}
       FROM audit_seals s LEFT JOIN audit_events e ON e.id = s.event_id WHERE s.seq > $1 ORDER BY s.seq LIMIT ${batch}`,
      [seq],
    );
    if (rows.length === 0) return;
    const parts = await partsOf(
      client,
      rows.flatMap((row) => (row.personal ?? []).map(({ id }) => id)),
    );
    yield rows.map(({ seq, digest, hash, id, ...event }) => ({
      seq,
      digest,
      hash,
      event: id === null ? null : { ...event, id },
      parts: (event.personal ?? []).flatMap((commitment) => parts.get(commitment.id) ?? []),
    }));
    seq = rows.at(-1)?.seq ?? seq;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function partsOf(client: Queryable, ids: readonly unknown[]): Promise<Map<string, PersonalPart>> {
  const wanted = [...new Set(ids)].filter((id): id is string => typeof id === 'string' && uuid.test(id));
  if (wanted.length === 0) return new Map();
  const { rows } = await client.query<PersonalPart>(
    "SELECT id, subject_id AS subject, encode(salt, 'hex') AS salt, data FROM audit_personal WHERE id = ANY ($1::uuid[])",
    [wanted],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The first row that no checkpoint vouches for, though there was time enough: the checkpoints that did are gone. */
function unsignedProblem(first: Entry | null, checkpoints: readonly Checkpoint[], now: Date): Problem | null {
  if (!first) return null;
  const last = checkpoints.at(-1);
  const since = Math.max(last ? Date.parse(last.at) : 0, Date.parse(first.event?.at ?? ''));
  if (now.getTime() - since <= longestUnsigned) return null;
  return problemAt('unsigned', first.seq, first.event?.id ?? null, `From row ${first.seq} on, nothing is signed: checkpoints are missing.`);
}

/** An event from before the last sealed one that has no seal: it was put in afterwards, or its seal was taken. */
async function unsealedProblem(client: Queryable): Promise<Problem | null> {
  const { rows } = await client.query<{ id: string; at: string }>(
    `SELECT e.id, e.at::text AS at FROM audit_events e,
       (SELECT l.xid, l.id FROM audit_seals s JOIN audit_events l ON l.id = s.event_id ORDER BY s.seq DESC LIMIT 1) last
     WHERE (e.xid, e.id) <= (last.xid, last.id) AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.event_id = e.id) ORDER BY e.xid, e.id LIMIT 1`,
  );
  const [row] = rows;
  return row ? problemAt('unsealed', null, row.id, `The event ${row.id} of ${row.at} was put in afterwards: it has no seal.`) : null;
}

/** Personal data that belong to no event. */
async function strayPartProblem(client: Queryable): Promise<Problem | null> {
  const { rows } = await client.query<{ id: string; event_id: string }>(
    `SELECT p.id, p.event_id FROM audit_personal p LEFT JOIN audit_events e ON e.id = p.event_id
     WHERE e.id IS NULL OR NOT coalesce(e.personal @> jsonb_build_array(jsonb_build_object('id', p.id)), false) LIMIT 1`,
  );
  const [row] = rows;
  return row
    ? problemAt('commitment', null, row.event_id, `Personal data ${row.id} were put in afterwards: no event committed to them.`)
    : null;
}

function notesOn(verifier: Verifier, checkpoints: readonly Checkpoint[], now: Date): string[] {
  const last = checkpoints.at(-1);
  const waiting = verifier.seq - verifier.vouched;
  const hours = last ? (now.getTime() - Date.parse(last.at)) / 3_600_000 : 0;
  return [
    ...(waiting > 0 ? [`The last ${waiting} rows wait for their signature.`] : []),
    ...(hours > 2
      ? [
          `The last checkpoint is ${Math.floor(hours)} hours old. If the server ran since, the log was cut: it signs one every hour at least.`,
        ]
      : []),
  ];
}
