/** What people do to a risk, as the register's commands do it: assess, confirm, treat, and say who answers for it until when. */
import type { PersonKey } from '../people.ts';
import { change, type Desk } from './desk.ts';
import type { Asset, Risk } from './state.ts';

const day = 86_400_000;

export type Judgement = { likelihood?: number; impact?: number; reason: string };

function told(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey, event: `risk.${string}`, fields: Partial<Risk>): void {
  const differing = change(risk, fields, at);
  if (!differing) return;
  const actorId = desk.userId(by);
  desk.history.record({ event, at, actorId, target: ['risk', risk.id], teamId: risk.teamId, ...differing });
  desk.settle(asset, at, event, actorId);
}

function confirmed(desk: Desk, at: Date, by: PersonKey): Partial<Risk> {
  const until = new Date(at.getTime() + desk.register.catalogue.assessmentDays * day);
  return { assessedAt: at, assessedBy: desk.userId(by), assessedUntil: until };
}

/** Confirms what is computed, or sets a value by hand. */
export function assess(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey, judgement: Judgement | null): void {
  const set = { setLikelihood: judgement?.likelihood ?? null, setImpact: judgement?.impact ?? null, setReason: judgement?.reason ?? null };
  told(desk, asset, risk, at, by, 'risk.assessed', { ...set, ...confirmed(desk, at, by) });
}

/** Says that the last assessment still holds. */
export function reassess(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey): void {
  told(desk, asset, risk, at, by, 'risk.reassessed', confirmed(desk, at, by));
}

export function treat(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey, treatment: string, target: number | null): void {
  told(desk, asset, risk, at, by, 'risk.treated', { treatment, target });
}

type Edit = { owner?: PersonKey; dueAt?: Date | null; notes?: string | undefined };

export function edit(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey, { owner, dueAt, notes }: Edit): void {
  const names = [owner && 'owner', dueAt !== undefined && 'due', notes && 'notes'].filter(Boolean).join();
  const event = names === 'owner' ? 'risk.assigned' : names === 'due' ? 'risk.scheduled' : 'risk.edited';
  const fields = { ...(owner && { ownerId: desk.userId(owner) }), ...(dueAt !== undefined && { dueAt }), ...(notes && { notes }) };
  told(desk, asset, risk, at, by, event, fields);
}
