/** Asking for a waiver, deciding on it, taking it back. Each in this order: see, may, can, do, record, tell. */
import { type Actor, forbidden, must, scopeOf } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf } from '#lib/risks/posture/commands.ts';
import type { Prisma, Waiver as StoredWaiver } from '#prisma/generated/client.ts';
import { findPolicy } from '../policies/queries.ts';
import { contentOf, type Requirement } from '../rules.ts';
import { hindranceToDecide, mayRevoke, refusalWords } from './policy.ts';
import { attempt, daysOpen, endOf, type WaiverAct, type WaiverState } from './rules.ts';
import type { Grant, NewWaiver, Refusal, Revocation } from './schema.ts';
import { deciding, eventOf, type Locked, locked, told, write } from './writing/commands.ts';

/**
 * Asks that one requirement of a gate be waived for an asset until the end of a day in the actor's zone.
 * @throws AppError `not_found`, `forbidden`, `invalid` with the field, `conflict` while another request waits
 */
export async function requestWaiver(actor: Actor, act: Act, input: NewWaiver): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'asset.promote'), act, 'waiver.requested', async (change) => {
    const { tx } = change;
    const until = endOfDay(actor, input.until);
    const seen = await tx.asset.findUnique({ where: { id: input.assetId } });
    if (!seen) throw notFound('asset');
    must(actor, 'asset.promote', { teamId: seen.teamId, kind: seen.kind as Kind });
    if (actor.type === 'service') throw new AppError('forbidden', 'A service account does not ask for waivers: a person does.');
    // Locked, so that of two who ask at once the second sees the first's request.
    await lockAssets(runnerOf(change), [seen.id]);
    const asset = await tx.asset.findUniqueOrThrow({ where: { id: seen.id } });
    if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired: nothing of it has to be waived.');
    const policy = await findPolicy(runnerOf(change), asset.kind as Kind, input.stage);
    const content = policy?.requirements.find(({ key }) => key === input.requirement);
    if (!content) throw invalid('requirement', 'This gate asks for no such thing. Load the page again.');
    const at = now();
    const of = { assetId: asset.id, stage: input.stage, requirement: input.requirement };
    const waiting = await tx.waiver.findFirst({ where: { ...of, status: 'requested' } });
    if (waiting && waiting.until > at)
      throw new AppError('conflict', 'A request to waive this waits already. It has to be withdrawn or decided first.');
    if (waiting)
      await write(change, waiting, { status: 'ended', endedAt: at, endedNote: 'Nobody decided before its end date.' }, 'waiver.ended');
    const id = newId();
    const asked = { ...of, content: content as Prisma.InputJsonObject, until, reason: input.reason };
    await tx.waiver.create({ data: { id, teamId: asset.teamId, ...asked, requestedBy: actor.id, requestedAt: at } });
    await change.record(eventOf('waiver.requested', { id, teamId: asset.teamId }, { after: asked }));
    await told(
      change,
      'waiver.requested',
      { id, teamId: asset.teamId, ...asked },
      {
        what: `${actor.name} asks for a waiver`,
        assetName: asset.name,
        body: input.reason,
        to: (await deciding(change, asset.teamId)).filter((each) => each !== asset.ownerId),
      },
    );
    return { id };
  });
}

/** The end of a day in the actor's zone. @throws AppError `invalid` for a day that is past or too far ahead. */
function endOfDay(actor: Actor, day: string): Date {
  const at = now();
  const end = endOf(day, at, actor.timeZone);
  if (end) return end;
  const { first, last } = daysOpen(at, actor.timeZone);
  throw invalid('until', `Choose a day from tomorrow to 90 days from today: ${first} to ${last}.`);
}

/** Grants a request. @throws AppError `not_found`, `forbidden` for whoever asked for it or owns the asset, `conflict` for one that no longer waits. */
export async function grantWaiver(actor: Actor, act: Act, { id, note, until }: Grant): Promise<void> {
  await transact(scopeOf(actor, 'waiver.decide'), act, 'waiver.granted', async (change) => {
    const found = await toDecide(change, actor, id, 'grant');
    const { waiver, asset } = found;
    if (asset.status === 'retired') throw new AppError('conflict', 'The asset is retired: nothing of it has to be waived. Refuse it.');
    const policy = await findPolicy(runnerOf(change), asset.kind as Kind, waiver.stage as never);
    const asks = policy?.requirements.find(({ key }) => key === waiver.requirement);
    if (!asks || contentOf(asks) !== contentOf(waiver.content as Requirement))
      throw new AppError('conflict', 'The gate asks for something else by now. Refuse it, so that it is asked for anew.');
    const at = now();
    const before = await change.tx.waiver.findFirst({
      where: { assetId: waiver.assetId, stage: waiver.stage, requirement: waiver.requirement, status: 'granted' },
    });
    if (before) await write(change, before, { status: 'ended', endedAt: at, endedNote: 'A renewal follows it.' }, 'waiver.ended');
    const decided = { decidedBy: actor.id, decidedAt: at, note: note || null, until: untilOf(actor, waiver, until) };
    await write(change, waiver, { status: 'granted', ...decided }, 'waiver.granted');
    await tellRequester(change, found, `${actor.name} granted your waiver`, note);
  });
}

/** @throws AppError as grantWaiver. */
export async function refuseWaiver(actor: Actor, act: Act, { id, note }: Refusal): Promise<void> {
  await transact(scopeOf(actor, 'waiver.decide'), act, 'waiver.refused', async (change) => {
    const found = await toDecide(change, actor, id, 'refuse');
    await write(change, found.waiver, { status: 'refused', decidedBy: actor.id, decidedAt: now(), note }, 'waiver.refused');
    await tellRequester(change, found, `${actor.name} refused your waiver`, note);
  });
}

async function toDecide(change: Change, actor: Actor, id: string, act: WaiverAct): Promise<Locked> {
  const found = await locked(change, id, (place) => must(actor, 'waiver.decide', place));
  const hindrance = hindranceToDecide(actor, found.parties, found.place);
  if (hindrance) throw hindrance === 'right' ? forbidden('waiver.decide') : new AppError('forbidden', refusalWords[hindrance]);
  possible(found.waiver, act);
  return found;
}

const tellRequester = (change: Change, { waiver, asset }: Locked, what: string, body: string) =>
  told(change, 'waiver.decided', waiver, { what, assetName: asset.name, body, to: [waiver.requestedBy] });

/** As asked for, or an earlier day. */
function untilOf(actor: Actor, waiver: StoredWaiver, day: string | undefined): Date {
  if (day === undefined) return waiver.until;
  const end = endOfDay(actor, day);
  if (end > waiver.until) throw invalid('until', 'This is longer than was asked for.');
  return end;
}

/** Takes back one's own request. @throws AppError `not_found`, `forbidden` for another's, `conflict` for one that was decided. */
export async function withdrawWaiver(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(scopeOf(actor, 'asset.promote'), act, 'waiver.withdrawn', async (change) => {
    const { waiver } = await locked(change, id, (place) => must(actor, 'asset.promote', place));
    if (waiver.requestedBy !== actor.id)
      throw new AppError('forbidden', 'Whoever asked for it withdraws it. You can refuse it if you decide on it.');
    possible(waiver, 'withdraw');
    await write(change, waiver, { status: 'withdrawn', endedAt: now(), endedBy: actor.id }, 'waiver.withdrawn');
  });
}

/** Ends a waiver before its time: the requirement holds again. @throws AppError `not_found`, `forbidden`, `conflict` for one that does not hold. */
export async function revokeWaiver(actor: Actor, act: Act, { id, note }: Revocation): Promise<void> {
  await transact(scopeOf(actor, 'waiver.decide'), act, 'waiver.revoked', async (change) => {
    const { waiver, asset, parties, place } = await locked(change, id, (there) => must(actor, 'waiver.decide', there));
    if (!mayRevoke(actor, place)) throw forbidden('waiver.decide');
    possible(waiver, 'revoke');
    await write(change, waiver, { status: 'revoked', endedAt: now(), endedBy: actor.id, endedNote: note }, 'waiver.revoked');
    await told(change, 'waiver.ended', waiver, {
      what: `${actor.name} revoked a waiver`,
      assetName: asset.name,
      body: note,
      to: [parties.requestedBy, ...(parties.assetOwnerId ? [parties.assetOwnerId] : [])],
    });
  });
}

/** @throws AppError `conflict` where the waiver, as it stands at this moment, is not open to the act. */
function possible(waiver: StoredWaiver, act: WaiverAct): void {
  const outcome = attempt({ status: waiver.status as WaiverState, until: waiver.until }, act, now());
  if ('hindrance' in outcome) throw new AppError('conflict', outcome.hindrance);
}
