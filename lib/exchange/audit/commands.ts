import { ownKey } from '#lib/access/audit/keys.ts';
import { fieldLabel, targetLabel, valueWords } from '#lib/access/audit/rules.ts';
import { checkpointLine } from '#lib/access/audit/sealing.ts';
import { sentenceOf } from '#lib/access/audit/sentence-rules.ts';
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { csvLine } from '#lib/platform/csv.ts';
import type { Scope } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { joinPersonal } from '#lib/platform/personal-data.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { transact } from '#lib/platform/transact.ts';
import { inChunks } from '../write/text-chunks.ts';
import { type ExportRow, LogSnapshot } from './queries.ts';
import type { AuditExportInput } from './schema.ts';

/** Exports that run at once: each holds a connection. */
const most = 2;
let running = 0;

/**
 * The sealed events that match, within the actor's rights, as a file that is read from one snapshot while it is sent. Who took what is recorded
 * before the first byte. JSONL holds checkpoints, seals and commitments, and the digests of events between those that match.
 * @throws AppError `too_many` while this server is busy with others' exports.
 */
export async function exportLog(
  actor: Actor,
  act: Act,
  { format, ...filter }: AuditExportInput,
  at: Date,
): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  if (running >= most) throw new AppError('too_many', 'Several exports are running. Try again in a minute.', { retryAfter: 30 });
  const scope: Scope = { actorId: actor.id, read: teamsWith(actor, 'audit.export'), write: [] };
  running += 1;
  let snapshot: LogSnapshot | undefined;
  const end = async () => {
    running -= 1;
    await snapshot?.end();
  };
  try {
    snapshot = await LogSnapshot.open(scope, actor.id, filter);
    const { count } = snapshot;
    await transact(scope, act, 'audit.exported', ({ record }) =>
      record({ event: 'audit.exported', targetType: 'audit', targetId: null, teamId: null, after: { format, filter, count } }),
    );
    const day = at.toISOString().slice(0, 10);
    return format === 'jsonl'
      ? {
          headers: attachment('application/jsonl', `gatehouse-audit-${day}.jsonl`),
          body: streamOf(inChunks(jsonLines(snapshot, filter, at)), end),
        }
      : { headers: attachment('text/csv; charset=utf-8', `gatehouse-audit-${day}.csv`), body: streamOf(inChunks(csvLines(snapshot)), end) };
  } catch (error) {
    await end();
    throw error;
  }
}

async function* jsonLines(snapshot: LogSnapshot, filter: object, at: Date): AsyncGenerator<string> {
  const { id, publicKey } = ownKey();
  const key = { id, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const header = { type: 'header', format: 'gatehouse-audit', version: 1, exportedAt: at.toISOString(), filter, count: snapshot.count };
  yield `${JSON.stringify({ ...header, from: snapshot.from, key })}\n`;
  for (const checkpoint of snapshot.checkpoints) yield `{"type":"checkpoint","checkpoint":${checkpointLine(checkpoint)}}\n`;
  for await (const { seq, digest, hash, event, personal } of snapshot.rows(false))
    yield `${JSON.stringify(event ? { type: 'event', seq, digest, hash, event, personal } : { type: 'link', seq, digest })}\n`;
}

const columns: Record<string, (row: ExportRow) => unknown> = {
  seq: ({ seq }) => seq,
  at: ({ event }) => event?.at,
  actor: ({ event, actorName }) => (event?.actorId ? (actorName ?? '') : 'Gatehouse'),
  actor_id: ({ event }) => event?.actorId,
  actor_type: ({ event }) => (event?.actorId ? event.actorType : ''),
  event: ({ event }) => event?.event,
  what: ({ event }) => sentenceOf(event?.event ?? '').replace('{target}', targetLabel(event?.targetType ?? '').toLowerCase()),
  target_type: ({ event }) => event?.targetType,
  target_id: ({ event }) => event?.targetId,
  team: ({ teamName }) => teamName,
  changes: (row) => changesOf(row),
  address: (row) => told(row).address,
  via: ({ event }) => event?.via,
  operation_id: ({ event }) => event?.operationId,
  request_id: ({ event }) => event?.requestId,
  hash: ({ hash }) => hash,
};

const told = ({ event, personal }: ExportRow) =>
  joinPersonal(
    { before: (event?.before ?? null) as Record<string, unknown> | null, after: (event?.after ?? null) as Record<string, unknown> | null },
    personal.map(({ data }) => data),
  );

/** "Name: from Old to New; Stage: Develop". */
function changesOf(row: ExportRow): string {
  const { before, after } = told(row);
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .map((field) => {
      const [from, to] = [before?.[field], after?.[field]].map((value) => valueWords(value, {}));
      if (!before) return `${fieldLabel(field)}: ${to}`;
      return after ? `${fieldLabel(field)}: from ${from} to ${to}` : `${fieldLabel(field)}: ${from}`;
    })
    .join('; ');
}

async function* csvLines(snapshot: LogSnapshot): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns));
  for await (const row of snapshot.rows(true)) yield csvLine(Object.values(columns).map((cell) => String(cell(row) ?? '')));
}
