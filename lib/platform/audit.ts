/** The audit writer: what happened, appended in the transaction of the change. Event names are a noun and a past participle. */
import { Prisma } from '#prisma/generated/client.ts';
import { newId } from './identifiers.ts';
import { type Commitment, commit, type PersonalData, type PersonalPart, takePersonal } from './personal-data.ts';

export type EventName = `${string}.${string}`;

/** What happened to one thing: only the fields that changed, before and after. Never a secret. */
export type AuditEvent = {
  event: EventName;
  targetType: string;
  targetId: string | null;
  teamId: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
};

/** Who acted, in which request, as which operation; from where and through what, where it was not a job. */
export type Act = {
  actorId: string | null;
  requestId: string;
  operationId: string;
  actorType?: 'person' | 'service';
  via?: { type: 'session' | 'token'; id: string } | null;
  address?: string | null;
  /** Reads the actor's rights again in the transaction of the change; throws where they are others than those that were checked. */
  recheck?: (rows: <R>(query: Prisma.Sql) => Promise<R[]>) => Promise<void>;
};

/** The personal part of an act is made once for all events of its transaction. */
const acts = new WeakMap<object, { act: Act; commitment: Commitment }>();

/** Appends events in the transaction of their change, in one statement; what is personal goes beside them. */
export async function append(tx: Prisma.TransactionClient, act: Act, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { rows, parts } = rowsOf(act, events, acts.get(tx));
  const own = parts.find((part) => part.commitment.fields.includes('address'));
  const shared = { actor: act.actorId, type: act.actorType ?? 'person', via: act.via ?? { type: null, id: null } };
  const inserted = Prisma.sql`
    INSERT INTO audit_events (id, event, actor_id, actor_type, via, via_id, operation_id, request_id, target_type, target_id, team_id, before, after, personal)
    SELECT id, event, ${shared.actor}::uuid, ${shared.type}, ${shared.via.type}, ${shared.via.id}::uuid, ${act.operationId}::uuid, ${act.requestId},
      "targetType", "targetId", "teamId", before, after, personal
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS e(id uuid, event text, "targetType" text, "targetId" uuid, "teamId" uuid, before jsonb, after jsonb, personal jsonb)`;
  if (parts.length === 0) await tx.$executeRaw(inserted);
  else
    await tx.$executeRaw`
      WITH told AS (${inserted})
      INSERT INTO audit_personal (id, event_id, subject_id, salt, data)
      SELECT id, "eventId", subject, decode(salt, 'hex'), data
      FROM jsonb_to_recordset(${JSON.stringify(parts.map(({ eventId, part }) => ({ ...part, eventId })))}::jsonb)
        AS p(id uuid, "eventId" uuid, subject uuid, salt text, data jsonb)`;
  if (own) acts.set(tx, { act, commitment: own.commitment });
}

type Part = { eventId: string; part: PersonalPart; commitment: Commitment };
type EventRow = AuditEvent & { id: string; before: Fields | null; after: Fields | null; personal: Commitment[] | null };
type Fields = Record<string, unknown>;

/**
 * Events as rows, with the personal parts taken out of them. `known` is the part of this act that was kept before, so that an address is kept
 * once an act, not once an event.
 */
export function rowsOf(
  act: Act,
  events: readonly AuditEvent[],
  known?: { act: Act; commitment: Commitment },
): { rows: EventRow[]; parts: Part[] } {
  const parts: Part[] = [];
  let ofAct = known?.act === act ? known.commitment : null;
  const rows = events.map(({ event, targetType, targetId, teamId, ...values }): EventRow => {
    const id = newId();
    const { before, after, personal } = takePersonal({ targetType, targetId, ...values }, act.actorId);
    const keep = (subject: string | null, data: PersonalData): Commitment => {
      const made = commit(newId(), subject, data);
      parts.push({ eventId: id, ...made });
      return made.commitment;
    };
    const commitments: Commitment[] = [];
    if (act.address != null) {
      ofAct ??= keep(act.actorType === 'service' ? null : act.actorId, { address: act.address });
      commitments.push(ofAct);
    }
    if (personal) commitments.push(keep(personal.subject, personal.data));
    return { id, event, targetType, targetId, teamId, before, after, personal: commitments.length > 0 ? commitments : null };
  });
  return { rows, parts };
}

/** The fields of `after` that differ from `before`, both ways: what an event keeps of an edit. Null when nothing differs. */
export function difference(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const changed = Object.keys(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (changed.length === 0) return null;
  const only = (values: Record<string, unknown>) => Object.fromEntries(changed.map((field) => [field, values[field] ?? null]));
  return { before: only(before), after: only(after) };
}
