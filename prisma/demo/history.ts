import { newId } from '#lib/platform/identifiers.ts';

export type Row = Record<string, unknown>;

/** What happened, to whom or what, when: the facts of one audit event. */
export type Happening = {
  event: `${string}.${string}`;
  at: Date;
  actorId: string | null;
  target: [type: string, id: string | null];
  teamId?: string | null;
  /** Ties it to another event of the same act. */
  operationId?: string;
  before?: Row;
  after?: Row;
};

/** Collects rows for audit_events; `source` stands where a request's id would. */
export class History {
  readonly rows: Row[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** Returns the operation's id, for events of the same act. */
  record(happening: Happening): string {
    const { event, at, actorId, target, teamId = null, operationId = newId(at.getTime()), before = null, after = null } = happening;
    const [targetType, targetId] = target;
    this.rows.push({
      id: newId(at.getTime()),
      at,
      event,
      actor_id: actorId,
      target_type: targetType,
      target_id: targetId,
      team_id: teamId,
      operation_id: operationId,
      request_id: this.#source,
      before,
      after,
    });
    return operationId;
  }
}
