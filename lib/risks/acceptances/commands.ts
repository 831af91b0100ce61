/** Asking for an acceptance, deciding on it, taking it back. Each in this order: see, may, can, do, record, tell. */
import { type Actor, forbidden, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Acceptance as StoredAcceptance, Risk as StoredRisk } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf, settle } from '../posture/commands.ts';
import { hindranceToDecide, mayRevoke, refusalWords } from './policy.ts';
import { type AcceptanceAct, type AcceptanceState, attempt, covers, daysOpen, endOf, hindranceToRequest, severityWord } from './rules.ts';
import type { Grant, NewAcceptance, Refusal, Revocation } from './schema.ts';
import { withTheRight } from './sql.ts';
import { concerned, endByItself, eventOf, locked, open, placeOf, seenRisk, told, write } from './writing/commands.ts';

/** Asks that a risk be accepted until the end of a day in the actor's zone. @throws AppError `not_found`, `forbidden`, `invalid` with the field, `conflict`. */
export async function requestAcceptance(actor: Actor, act: Act, { riskId, reason, until }: NewAcceptance): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'risk.assess'), act, 'acceptance.requested', async (change) => {
    const end = endOfDay(actor, until);
    const risk = await seenRisk(change, riskId);
    return { id: await requestFor(change, actor, risk, { reason, until: end }) };
  });
}

/** The end of a day in the actor's zone. @throws AppError `invalid` for a day that is past or too far ahead. */
export function endOfDay(actor: Actor, day: string): Date {
  const at = now();
  const end = endOf(day, at, actor.timeZone);
  if (end) return end;
  const { first, last } = daysOpen(at, actor.timeZone);
  throw invalid('until', `Choose a day from tomorrow to a year from today: ${first} to ${last}.`);
}

/** Asks for one risk within a change. @throws AppError as requestAcceptance. */
export async function requestFor(change: Change, actor: Actor, seen: StoredRisk, given: { reason: string; until: Date }): Promise<string> {
  const { tx } = change;
  must(actor, 'risk.assess', placeOf(seen));
  if (actor.type === 'service') throw new AppError('forbidden', 'A service account does not ask for acceptances: a person does.');
  // Locked, so that of two who ask at once the second sees the first's request.
  await lockAssets(runnerOf(change), [seen.assetId]);
  await tx.$queryRaw`SELECT id FROM risks WHERE id = ${seen.id}::uuid FOR UPDATE`;
  const risk = await seenRisk(change, seen.id);
  const asset = await tx.asset.findUnique({ where: { id: risk.assetId }, select: { status: true } });
  const at = now();
  const waiting = await tx.acceptance.count({ where: { riskId: risk.id, status: 'requested', until: { gt: at } } });
  const hindrance = hindranceToRequest({
    applies: risk.applies,
    assessed: risk.assessedAt !== null,
    current: risk.assessedUntil !== null && risk.assessedUntil > at,
    severity: risk.severity,
    retired: asset?.status !== 'active',
    waiting: waiting > 0,
  });
  if (hindrance) throw new AppError('conflict', hindrance);
  await endWaiting(change, risk, at);
  const id = newId();
  const { teamId, assetId } = risk;
  const asked = { riskId: risk.id, assetId, until: given.until, severity: risk.severity, reason: given.reason };
  await tx.acceptance.create({ data: { id, teamId, ...asked, requestedBy: actor.id, requestedAt: at } });
  await change.record(eventOf('acceptance.requested', { id, teamId }, { after: { ...asked, severity: severityWord(risk.severity) } }));
  const able = await tx.$queryRaw<{ id: string }[]>(withTheRight(teamId));
  await told(
    change,
    'acceptance.requested',
    { id, teamId, assetId },
    able.map((each) => each.id).filter((each) => each !== actor.id),
  );
  return id;
}

/** A request whose own end passed while it waited makes room for a new one. */
async function endWaiting(change: Change, { id }: StoredRisk, at: Date): Promise<void> {
  const late = await change.tx.acceptance.findFirst({ where: { riskId: id, status: 'requested', until: { lte: at } } });
  if (late) await endByItself(change, late, 'Nobody decided before its end date.');
}

/** Grants a request. @throws AppError `not_found`, `forbidden` for whoever asked for it or owns the asset or risk, `conflict` for one that no longer waits. */
export async function grantAcceptance(actor: Actor, act: Act, { id, note, until }: Grant): Promise<void> {
  await transact(scopeOf(actor, 'acceptance.decide'), act, 'acceptance.granted', async (change) => {
    await decide(change, actor, id, { status: 'granted', note, until });
  });
}

/** @throws AppError as grantAcceptance. */
export async function refuseAcceptance(actor: Actor, act: Act, { id, note }: Refusal): Promise<void> {
  await transact(scopeOf(actor, 'acceptance.decide'), act, 'acceptance.refused', async (change) => {
    await decide(change, actor, id, { status: 'refused', note });
  });
}

type Decision = { status: 'granted' | 'refused'; note: string; until?: string };

/** Decides on one request within a change, and settles its asset. @throws AppError as grantAcceptance. */
export async function decide(change: Change, actor: Actor, id: string, decision: Decision): Promise<void> {
  const { acceptance, risk, parties } = await locked(change, id, (place) => must(actor, 'acceptance.decide', place));
  const hindrance = hindranceToDecide(actor, parties, placeOf(risk));
  if (hindrance) throw hindrance === 'right' ? forbidden('acceptance.decide') : new AppError('forbidden', refusalWords[hindrance]);
  const at = now();
  possible(acceptance, decision.status === 'granted' ? 'grant' : 'refuse', at);
  const decided = { decidedBy: actor.id, decidedAt: at, note: decision.note || null };
  if (decision.status === 'granted')
    await grant(change, acceptance, risk, { ...decided, until: untilOf(actor, acceptance, decision.until) });
  else await write(change, acceptance, { status: 'refused', ...decided }, 'acceptance.refused');
  await told(change, 'acceptance.decided', acceptance, [acceptance.requestedBy]);
}

async function grant(
  change: Change,
  acceptance: StoredAcceptance,
  risk: StoredRisk,
  decided: { decidedBy: string; decidedAt: Date; note: string | null; until: Date },
): Promise<void> {
  const { tx } = change;
  const asset = await tx.asset.findUnique({ where: { id: risk.assetId }, select: { status: true } });
  const current = risk.assessedUntil !== null && risk.assessedUntil > decided.decidedAt;
  const stands = { applies: risk.applies, assessed: risk.assessedAt !== null, current, severity: risk.severity };
  const hindrance = hindranceToRequest({ ...stands, retired: asset?.status !== 'active', waiting: false });
  if (hindrance) throw new AppError('conflict', hindrance);
  if (!covers(acceptance.severity, risk.severity))
    throw new AppError(
      'conflict',
      `The residual is ${severityWord(risk.severity)} by now, and acceptance was asked for ${severityWord(acceptance.severity)}. Refuse it, so that it is asked for anew.`,
    );
  const before = await tx.acceptance.findFirst({ where: { riskId: risk.id, status: 'granted' } });
  if (before)
    await write(change, before, { status: 'ended', endedAt: decided.decidedAt, endedNote: 'A renewal follows it.' }, 'acceptance.ended');
  // Whoever chose to accept it and then asked had nothing else in mind.
  const treatmentBefore = before ? before.treatmentBefore : risk.treatment === 'accept' ? null : risk.treatment;
  await write(change, acceptance, { status: 'granted', ...decided, treatmentBefore }, 'acceptance.granted');
  await tx.risk.update({
    where: { id: risk.id },
    data: {
      acceptedUntil: decided.until,
      acceptedSeverity: acceptance.severity,
      treatment: 'accept',
      version: { increment: 1 },
      updatedAt: now(),
    },
  });
  await settle(change, [risk.assetId], 'acceptance.granted');
}

/** As asked for, or an earlier day. */
function untilOf(actor: Actor, acceptance: StoredAcceptance, day: string | undefined): Date {
  if (day === undefined) return acceptance.until;
  const end = endOfDay(actor, day);
  if (end > acceptance.until) throw invalid('until', 'This is longer than was asked for.');
  return end;
}

/** Takes back one's own request. @throws AppError `not_found`, `forbidden` for another's, `conflict` for one that was decided. */
export async function withdrawAcceptance(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(scopeOf(actor, 'risk.assess'), act, 'acceptance.withdrawn', async (change) => {
    const { acceptance } = await locked(change, id, (place) => must(actor, 'risk.assess', place));
    if (acceptance.requestedBy !== actor.id)
      throw new AppError('forbidden', 'Whoever asked for it withdraws it. You can refuse it if you decide on it.');
    const at = now();
    possible(acceptance, 'withdraw', at);
    await write(change, acceptance, { status: 'withdrawn', endedAt: at, endedBy: actor.id }, 'acceptance.withdrawn');
  });
}

/** Ends an acceptance before its time: the risk is open again. @throws AppError `not_found`, `forbidden`, `conflict` for one that does not hold. */
export async function revokeAcceptance(actor: Actor, act: Act, { id, note }: Revocation): Promise<void> {
  await transact(scopeOf(actor, 'acceptance.decide'), act, 'acceptance.revoked', async (change) => {
    const { acceptance, risk, parties } = await locked(change, id, (place) => must(actor, 'acceptance.decide', place));
    if (!mayRevoke(actor, placeOf(risk))) throw new AppError('forbidden', refusalWords.service);
    const at = now();
    possible(acceptance, 'revoke', at);
    await write(change, acceptance, { status: 'revoked', endedAt: at, endedBy: actor.id, endedNote: note }, 'acceptance.revoked');
    await open(change, acceptance, risk);
    await settle(change, [risk.assetId], 'acceptance.revoked');
    await told(
      change,
      'acceptance.ended',
      acceptance,
      concerned(parties).filter((each) => each !== actor.id),
    );
  });
}

/** @throws AppError `conflict` where the acceptance, as it stands at this moment, is not open to the act. */
function possible(acceptance: StoredAcceptance, act: AcceptanceAct, at: Date): void {
  const outcome = attempt({ status: acceptance.status as AcceptanceState, until: acceptance.until }, act, at);
  if ('hindrance' in outcome) throw new AppError('conflict', outcome.hindrance);
}
