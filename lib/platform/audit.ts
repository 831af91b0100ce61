/** The audit writer: what happened, appended in the transaction of the change. Event names are a noun and a past participle. */
import { Prisma } from '#prisma/generated/client.ts';
import { newId } from './identifiers.ts';

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

/** Who acted, in which request, as which operation. */
export type Act = { actorId: string | null; requestId: string; operationId: string };

/** Appends events in the transaction of their change. */
export async function append(tx: Prisma.TransactionClient, act: Act, events: readonly AuditEvent[]): Promise<void> {
  await tx.auditEvent.createMany({
    data: events.map((event) => ({
      id: newId(),
      actorId: act.actorId,
      requestId: act.requestId,
      operationId: act.operationId,
      event: event.event,
      targetType: event.targetType,
      targetId: event.targetId,
      teamId: event.teamId,
      before: json(event.before),
      after: json(event.after),
    })),
  });
}

const json = (value: Record<string, unknown> | null | undefined) =>
  value == null ? Prisma.DbNull : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject);

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
