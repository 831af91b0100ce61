import { newId } from '#lib/platform/identifiers.ts';
import { type Commitment, commit, type PersonalData, takePersonal } from '#lib/platform/personal-data.ts';

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

/** Collects rows for audit_events, and for audit_personal what is personal in them; `source` stands where a request's id would. */
export class History {
  readonly rows: Row[] = [];
  readonly personal: Row[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** Returns the operation's id, for events of the same act. */
  record(happening: Happening): string {
    const { event, at, actorId, target, teamId = null, operationId = newId(at.getTime()) } = happening;
    const [targetType, targetId] = target;
    const id = newId(at.getTime());
    const { before, after, personal } = takePersonal({ ...happening, targetType, targetId }, actorId);
    this.rows.push({
      id,
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
      personal: personal ? [this.#keep(id, personal.subject, personal.data)] : null,
      actor_type: 'person',
    });
    return operationId;
  }

  #keep(eventId: string, subject: string | null, data: PersonalData): Commitment {
    const { part, commitment } = commit(newId(), subject, data);
    this.personal.push({ id: part.id, event_id: eventId, subject_id: subject, salt: `\\x${part.salt}`, data: part.data });
    return commitment;
  }
}
