/** One change for many risks, reported risk by risk, and its undoing. */
import { type Actor, can, forbidden, scopeOf } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import type { BulkReport } from '#lib/assets/schema.ts';
import { type Act, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma, type Risk as StoredRisk } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf, settle } from '../../posture/commands.ts';
import { assessed, confirmed, editable, type Fields, knownOwner, noLonger, validity, whyNotPlan } from '../commands.ts';
import { mostAtOnce, undoWindow } from '../rules.ts';
import type { BulkRiskChange } from '../schema.ts';

type Outcome = BulkReport['results'][number];
type RiskEvent = `risk.${string}`;
/** A risk with what it is called. */
type Named = { risk: StoredRisk; name: string };
type Wanted = Named & { fields: Fields; event: RiskEvent };

const events: Record<BulkRiskChange['field'], RiskEvent> = {
  assess: 'risk.assessed',
  reassess: 'risk.reassessed',
  owner: 'risk.assigned',
  due: 'risk.scheduled',
  treatment: 'risk.treated',
};

/**
 * Applies one change to up to 1,000 risks in one transaction. Risks that the actor may not change are reported as refused and stay as they are;
 * the others change together and are settled once. One event a risk, tied by the operation.
 */
export async function changeRisks(actor: Actor, act: Act, ids: readonly string[], change: BulkRiskChange, at: Date): Promise<BulkReport> {
  return transact(scopeOf(actor, 'risk.assess'), act, events[change.field], async (transaction) => {
    if (change.field === 'owner') await knownOwner(transaction, change.ownerId);
    const fieldsOf = await fieldsFor(actor, transaction, change, at);
    const results = new Map<string, Outcome>();
    const wanted: Wanted[] = [];
    for (const each of await seenInOrder(transaction, ids)) {
      if (typeof each === 'string') results.set(each, refused(each, each, notFound('risk').message));
      else {
        const hindrance = hindranceTo(actor, each.risk) ?? (await ownHindrance(transaction, change, each.risk));
        if (hindrance) results.set(each.risk.id, refused(each.risk.id, each.name, hindrance));
        else wanted.push({ ...each, fields: fieldsOf, event: events[change.field] });
      }
    }
    return write(transaction, wanted, results, ids, new Date(at.getTime() + undoWindow));
  });
}

/** What the change gives to each of the risks. */
async function fieldsFor(actor: Actor, transaction: Change, change: BulkRiskChange, at: Date): Promise<Fields> {
  switch (change.field) {
    case 'assess':
      return assessed(actor, change, at, await validity(transaction));
    case 'reassess':
      return confirmed(actor, at, await validity(transaction));
    case 'owner':
      return { ownerId: change.ownerId };
    case 'due':
      return { dueAt: change.dueAt === null ? null : new Date(change.dueAt) };
    case 'treatment':
      return { treatment: change.treatment, target: change.target };
  }
}

function hindranceTo(actor: Actor, risk: StoredRisk): string | null {
  if (!can(actor, 'risk.assess', { teamId: risk.teamId, kind: risk.kind as Kind })) return forbidden('risk.assess').message;
  return risk.applies ? null : noLonger;
}

async function ownHindrance(transaction: Change, change: BulkRiskChange, risk: StoredRisk): Promise<string | null> {
  if (change.field === 'reassess' && !risk.assessedAt) return 'Nobody has assessed this risk yet: there is nothing to confirm.';
  if (change.field !== 'treatment') return null;
  const wrong = await whyNotPlan(transaction, risk, change);
  return wrong ? `${wrong.message.charAt(0).toUpperCase()}${wrong.message.slice(1)}.` : null;
}

/** Takes a bulk change back, risk by risk: what was changed again since stays as it is and is reported. Ten minutes long, by who made it. */
export async function undoRiskChange(actor: Actor, act: Act, operationId: string, at: Date): Promise<BulkReport> {
  return transact(scopeOf(actor, 'risk.assess'), act, 'risk.restored', async (transaction) => {
    const told = await transaction.tx.auditEvent.findMany({
      where: { operationId, targetType: 'risk', actorId: actor.id, event: { in: Object.values(events) } },
      orderBy: { id: 'asc' },
      take: mostAtOnce + 1,
    });
    const [first] = told;
    if (!first || told.length > mostAtOnce) throw new AppError('not_found', 'There is no such change of yours to undo.');
    if (at.getTime() - first.at.getTime() > undoWindow)
      throw new AppError('conflict', 'A change can be undone for ten minutes. This one is older.');
    const ids = told.map(({ targetId }) => targetId ?? '');
    const before = new Map(told.map((event) => [event.targetId ?? '', event]));
    const results = new Map<string, Outcome>();
    const wanted: Wanted[] = [];
    for (const each of await seenInOrder(transaction, ids)) {
      if (typeof each === 'string') results.set(each, refused(each, 'Risk', notFound('risk').message));
      else {
        const event = before.get(each.risk.id);
        const hindrance =
          hindranceTo(actor, each.risk) ??
          (changedSince(each.risk, event?.after) ? 'Changed again since; left as it is.' : null) ??
          (reliedOn(each.risk, event?.before, at) ? 'It has been accepted on this assessment since; left as it is.' : null);
        if (hindrance) results.set(each.risk.id, refused(each.risk.id, each.name, hindrance));
        else wanted.push({ ...each, fields: restored(event?.before), event: 'risk.restored' });
      }
    }
    return write(transaction, wanted, results, ids, null);
  });
}

const changedSince = (risk: StoredRisk, after: unknown): boolean =>
  Object.entries(after ?? {}).some(([field, value]) => JSON.stringify(editable(risk)[field]) !== JSON.stringify(value));

/** Would this take the assessment away that an acceptance rests on? What nobody has assessed is not accepted. */
const reliedOn = (risk: StoredRisk, before: unknown, at: Date): boolean =>
  risk.acceptedUntil !== null && risk.acceptedUntil > at && Object.hasOwn((before as object | null) ?? {}, 'assessedAt');

const times: ReadonlySet<string> = new Set(['assessedAt', 'assessedUntil', 'dueAt']);

/** An event's fields as the table holds them: times are texts in an event. */
const restored = (before: unknown): Fields =>
  Object.fromEntries(
    Object.entries(before ?? {}).map(([field, value]) => [field, times.has(field) && typeof value === 'string' ? new Date(value) : value]),
  );

/** Writes what differs, those alike in one statement; then settles their assets once. */
async function write(
  { tx, act, record, unchanged, ...change }: Change,
  wanted: readonly Wanted[],
  results: Map<string, Outcome>,
  ids: readonly string[],
  undoUntil: Date | null,
): Promise<BulkReport> {
  const groups = new Map<string, { fields: Fields; ids: string[] }>();
  const changed: (Wanted & { differing: NonNullable<ReturnType<typeof difference>> })[] = [];
  for (const each of wanted) {
    const { risk, name, fields } = each;
    const differing = difference(editable(risk), fields);
    results.set(risk.id, {
      id: risk.id,
      name,
      outcome: differing ? 'changed' : 'unchanged',
      message: differing ? 'Changed.' : 'Was so already.',
    });
    if (!differing) continue;
    changed.push({ ...each, differing });
    const alike = JSON.stringify(fields);
    groups.set(alike, { fields, ids: [...(groups.get(alike)?.ids ?? []), risk.id] });
  }
  const at = now();
  for (const group of groups.values())
    await tx.risk.updateMany({ where: { id: { in: group.ids } }, data: { ...group.fields, version: { increment: 1 }, updatedAt: at } });
  if (changed.length === 0) unchanged();
  else {
    await record(
      ...changed.map(({ risk, event, differing }) => ({ event, targetType: 'risk', targetId: risk.id, teamId: risk.teamId, ...differing })),
    );
    const assets = [...new Set(changed.map(({ risk }) => risk.assetId))];
    await settle({ tx, act, record, unchanged, ...change }, assets, changed[0]?.event);
  }
  const inOrder = [...new Set(ids)].flatMap((id) => results.get(id) ?? []);
  return {
    operationId: act.operationId,
    undoUntil: changed.length > 0 && undoUntil ? undoUntil.toISOString() : null,
    changed: changed.length,
    results: inOrder,
  };
}

/** The risks in the order asked for, their assets locked; an id stands for what the actor may not see. */
async function seenInOrder(change: Change, ids: readonly string[]): Promise<(Named | string)[]> {
  const wanted = [...new Set(ids)];
  const named = await change.tx.$queryRaw<{ id: string; asset_id: string; name: string }[]>(Prisma.sql`
    SELECT r.id, r.asset_id, a.name || ': ' || t.name AS name FROM risks r JOIN assets a ON a.id = r.asset_id JOIN threats t ON t.key = r.threat
    WHERE r.id = ANY (${wanted}::uuid[])`);
  const names = new Map(named.map(({ id, name }) => [id, name]));
  await lockWritable(change, [...new Set(named.map(({ asset_id }) => asset_id))]);
  const risks = await change.tx.risk.findMany({ where: { id: { in: wanted } } });
  const byId = new Map(risks.map((risk) => [risk.id, risk]));
  return wanted.map((id) => {
    const risk = byId.get(id);
    return risk ? { risk, name: names.get(id) ?? id } : id;
  });
}

/** Locks those of the assets that this transaction may write: the others are read alone, to be refused. */
async function lockWritable(change: Change, assetIds: readonly string[]): Promise<void> {
  const writable = await change.tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT id FROM assets WHERE id = ANY (${assetIds}::uuid[]) AND (current_setting('app.write_every_team', true) = 'on'
      OR team_id = ANY (nullif(current_setting('app.write_team_ids', true), '')::uuid[]))`);
  if (writable.length > 0)
    await lockAssets(
      runnerOf(change),
      writable.map(({ id }) => id),
    );
}

const refused = (id: string, name: string, message: string): Outcome => ({ id, name, outcome: 'refused', message });
