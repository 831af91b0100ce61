/** Many reviews assigned at once: ten thousand in a few statements. */
import { notify, type Told } from '#lib/access/notices/commands.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import { countLeft } from '../../requesting/rules.ts';
import type { ReviewsReport } from '../../requesting/schema.ts';
import { nameOf } from '../../writing/commands.ts';
import type { BulkAssignment } from '../schema.ts';
import { type Plan, planAssignment } from './queries.ts';

const limit = 60_000;

/** Assigns what the actor may; the rest is told. @throws AppError `invalid` for a filter that finds too many */
export async function assignMany(actor: Actor, act: Act, input: BulkAssignment): Promise<ReviewsReport> {
  return transact(
    scopeOf(actor, 'review.manage'),
    act,
    'review.assigned',
    async (change) => {
      const plan = await planAssignment(runnerOf(change), actor, input, true);
      if (plan.changes.length === 0) change.unchanged();
      else await keep(change, plan);
      return {
        ...{ operationId: act.operationId, undoUntil: null, changed: plan.changes.length, shares: plan.shares, left: countLeft(plan.left) },
        unassigned: plan.changes.filter(({ seats }) => seats.every(({ fallback }) => fallback)).length,
      };
    },
    { limit },
  );
}

async function keep(change: Change, { changes }: Plan): Promise<void> {
  const { tx, act } = change;
  const at = now();
  const released = changes.flatMap((each) => each.released.map(({ id }) => id));
  if (released.length > 0) await tx.$executeRaw`UPDATE review_seats SET released_at = ${at} WHERE id = ANY (${released}::uuid[])`;
  const seats = changes.flatMap(({ review, seats: given }) =>
    given.map(({ userId, role, source, delegatedFrom }) => ({
      id: newId(),
      review: review.id,
      team: review.team_id,
      user: userId,
      role,
      source,
      from: delegatedFrom,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO review_seats (id, review_id, team_id, user_id, role, source, delegated_from, assigned_by, assigned_at)
    SELECT s.id, s.review, s.team, s."user", s.role, s.source, s."from", ${act.actorId}::uuid, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) AS s(id uuid, review uuid, team uuid, "user" uuid, role text, source text, "from" uuid)`;
  await change.record(
    ...changes.map(({ review, seats: given, released: gone }) => ({
      ...{ event: 'review.assigned' as const, targetType: 'review', targetId: review.id, teamId: review.team_id },
      ...(gone.length > 0 && { before: { assigned: gone.map(({ userId, role }) => userId ?? role) } }),
      after: { assigned: given.map(({ userId, role }) => userId ?? role), source: given[0]?.source },
    })),
  );
  await tell(change, changes);
}

/** Up to so many at once are told one by one. */
const few = 5;

async function tell(change: Change, changes: Plan['changes']): Promise<void> {
  const name = await nameOf(change);
  const given = changes.flatMap(({ review, seats }) => seats.flatMap(({ userId }) => (userId ? [{ userId, review }] : [])));
  const notices = [...Map.groupBy(given, ({ userId }) => userId)].flatMap(([userId, all]): Told[] =>
    all.length <= few
      ? all.map(({ review }) => ({
          ...{
            event: 'review.assigned' as const,
            key: `${review.id} ${change.act.operationId}`,
            teamId: review.team_id,
            assetId: review.asset_id,
          },
          ...{ subject: { type: 'review', id: review.id }, href: `/reviews/${review.id}`, to: [userId] },
          title: `${name} asks you to decide: ${review.title}`,
          data: { reviewId: review.id },
        }))
      : [...Map.groupBy(all, ({ review }) => review.team_id)].map(([teamId, some]) => ({
          ...{ event: 'review.assigned' as const, key: `${change.act.operationId} ${teamId} ${userId}`, teamId, assetId: null },
          ...{ subject: { type: 'reviews', id: null }, href: '/reviews?status=open&reviewer=me', to: [userId] },
          title: `${name} asks you to decide in ${some.length} reviews of ${some[0]?.review.team_name}`,
        })),
  );
  await notify(change, ...notices);
}
