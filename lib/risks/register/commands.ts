/** Writes to one risk. Each in this order: see, may, can, do, record, settle. What follows from them — levels, history — settling writes. */
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { type Act, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Risk as StoredRisk } from '#prisma/generated/client.ts';
import { riskSettingsIn } from '../catalogue/rules.ts';
import { type EditedColumn, lockAssets, runnerOf, settle } from '../posture/commands.ts';
import { parseFacts } from '../scoring/facts/rules.ts';
import { getScoringCatalogue } from '../scoring/queries.ts';
import { type Judgement, reachableSeverity, whyNotAssess, whyNotTreat } from './policy.ts';
import type { Treatment } from './rules.ts';
import type { Assessment, Plan, RiskEdit } from './schema.ts';

/** The fields that people judge and decide, and the audit log keeps. */
export const judgedFields = ['setLikelihood', 'setImpact', 'setReason', 'assessedAt', 'assessedBy', 'assessedUntil'] as const;
export const plannedFields = ['treatment', 'target', 'ownerId', 'dueAt', 'notes'] as const;
type Field = (typeof judgedFields)[number] | (typeof plannedFields)[number];
export type Fields = Partial<Pick<StoredRisk, Field>>;
type RiskEvent = `risk.${string}`;

export const editable = (risk: StoredRisk): Record<string, unknown> =>
  Object.fromEntries([...judgedFields, ...plannedFields].map((field) => [field, risk[field]]));

const day = 86_400_000;

/** What an assessment of this moment writes. @throws AppError `invalid` without a reason for a value set by hand. */
export function assessed(actor: Actor, judgement: Judgement, at: Date, days: number): Fields {
  const wrong = whyNotAssess(judgement);
  if (wrong) throw invalid(wrong.field, wrong.message);
  const byHand = judgement.likelihood !== null || judgement.impact !== null;
  return {
    setLikelihood: judgement.likelihood,
    setImpact: judgement.impact,
    setReason: byHand ? judgement.reason : null,
    ...confirmed(actor, at, days),
  };
}

/** What it writes that an assessment still holds. */
export const confirmed = (actor: Actor, at: Date, days: number): Fields => ({
  assessedAt: at,
  assessedBy: actor.id,
  assessedUntil: new Date(at.getTime() + days * day),
});

/** For how many days an assessment holds in this organisation. */
export async function validity({ tx }: Change): Promise<number> {
  const setting = await tx.setting.findUnique({ where: { name: 'risk' }, select: { value: true } });
  return riskSettingsIn(setting?.value).assessmentDays;
}

/** Assesses a risk: confirms what is computed, or sets likelihood or impact by hand. @throws AppError `conflict` with the values as they stand. */
export async function assessRisk(actor: Actor, act: Act, { id, version, ...judgement }: Assessment): Promise<void> {
  await transact(scopeOf(actor, 'risk.assess'), act, 'risk.assessed', async (change) => {
    const risk = await mine(actor, change, id, version);
    await apply(change, risk, assessed(actor, judgement, now(), await validity(change)), 'risk.assessed');
  });
}

/** Says that the last assessment is still right. @throws AppError `conflict` where there is none. */
export async function reassessRisk(actor: Actor, act: Act, { id, version }: { id: string; version: number }): Promise<void> {
  await transact(scopeOf(actor, 'risk.assess'), act, 'risk.reassessed', async (change) => {
    const risk = await mine(actor, change, id, version);
    if (!risk.assessedAt) throw new AppError('conflict', 'Nobody has assessed this risk yet: there is nothing to confirm.');
    await apply(change, risk, confirmed(actor, now(), await validity(change)), 'risk.reassessed');
  });
}

/** Chooses what is done about a risk. @throws AppError `invalid` for a target that no control on the asset could reach. */
export async function treatRisk(actor: Actor, act: Act, { id, version, treatment, target }: Plan): Promise<void> {
  await transact(scopeOf(actor, 'risk.assess'), act, 'risk.treated', async (change) => {
    const risk = await mine(actor, change, id, version);
    const wrong = await whyNotPlan(change, risk, { treatment, target });
    if (wrong) throw invalid(wrong.field, wrong.message);
    await apply(change, risk, { treatment, target }, 'risk.treated');
  });
}

/** Changes who answers for a risk, until when it is to be treated, and what is noted of it. */
export async function editRisk(actor: Actor, act: Act, { id, version, ownerId, dueAt, notes }: RiskEdit): Promise<void> {
  await transact(scopeOf(actor, 'risk.assess'), act, 'risk.edited', async (change) => {
    const risk = await mine(actor, change, id, version);
    await knownOwner(change, ownerId ?? null);
    const fields: Fields = {
      ...(ownerId !== undefined && { ownerId }),
      ...(dueAt !== undefined && { dueAt: dueAt === null ? null : new Date(dueAt) }),
      ...(notes !== undefined && { notes }),
    };
    await apply(change, risk, fields, eventFor(fields));
  });
}

/** The event of an edit: who answers for a risk and when it is due have names of their own. */
export function eventFor(fields: Fields): RiskEvent {
  const names = Object.keys(fields);
  if (names.length === 1 && names[0] === 'ownerId') return 'risk.assigned';
  return names.length === 1 && names[0] === 'dueAt' ? 'risk.scheduled' : 'risk.edited';
}

/** Writes the fields that differ, their event, and what follows; nothing where none does. */
async function apply(change: Change, risk: StoredRisk, fields: Fields, event: RiskEvent): Promise<void> {
  const differing = difference(editable(risk), fields);
  if (!differing) return change.unchanged();
  await change.record({ event, targetType: 'risk', targetId: risk.id, teamId: risk.teamId, ...differing });
  // Nobody else has written the risk since `mine` looked: its asset is locked.
  await settle(change, [risk.assetId], event, [
    { id: risk.id, set: { ...inColumns(differing.after), version: risk.version + 1, updated_at: now() } },
  ]);
}

/** Fields by the names of their columns. */
const inColumns = (fields: Record<string, unknown>): Partial<Record<EditedColumn, unknown>> =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );

/**
 * The risk of this id at this version, its asset locked, so that no two changes of one asset's risks cross.
 * @throws AppError `not_found`, `forbidden`, `conflict` where it applies no more or somebody else was faster.
 */
async function mine(actor: Actor, change: Change, id: string, version: number): Promise<StoredRisk> {
  const { tx } = change;
  const found = await tx.risk.findUnique({ where: { id } });
  if (!found) throw notFound('risk');
  must(actor, 'risk.assess', { teamId: found.teamId, kind: found.kind as Kind });
  await lockAssets(runnerOf(change), [found.assetId]);
  const risk = (await tx.risk.findUnique({ where: { id } })) ?? found;
  if (!risk.applies) throw new AppError('conflict', noLonger);
  if (risk.version !== version) throw conflicting(risk);
  return risk;
}

export const noLonger = 'The threat no longer applies to this asset at this stage. There is nothing to assess or treat.';

const conflicting = (risk: StoredRisk) =>
  new AppError('conflict', 'Somebody else changed this risk while you were at it. Nothing of yours is lost: choose field by field.', {
    current: {
      likelihood: risk.setLikelihood,
      impact: risk.setImpact,
      reason: risk.setReason ?? '',
      treatment: risk.treatment,
      target: risk.target,
      ownerId: risk.ownerId,
      dueAt: risk.dueAt?.toISOString() ?? null,
      notes: risk.notes,
      version: risk.version,
    },
  });

/** @throws AppError `invalid` for anybody who is not an active person. */
export async function knownOwner({ tx }: Change, ownerId: string | null): Promise<void> {
  if (ownerId === null) return;
  const owner = await tx.user.findUnique({ where: { id: ownerId }, select: { status: true } });
  if (owner?.status !== 'active') throw invalid('ownerId', 'is not an active person of this organisation');
}

/** Why this plan cannot stand for the risk as it is scored; null where it can. */
export async function whyNotPlan(change: Change, risk: StoredRisk, plan: { treatment: Treatment | null; target: number | null }) {
  if (plan.target === null) return null;
  const scoring =
    risk.scoringId === null ? null : await change.tx.scoring.findUnique({ where: { id: risk.scoringId }, select: { facts: true } });
  if (!scoring) return { field: 'target' as const, message: 'this risk has not been scored yet; try again in a moment' };
  const catalogue = await getScoringCatalogue(runnerOf(change));
  return whyNotTreat(plan, { severity: risk.severity, reachable: reachableSeverity(parseFacts(scoring.facts), catalogue) });
}
