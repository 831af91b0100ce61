/** Who hears of reviews that were asked for, or given to them: of a few each by itself, of many in one line. */
import { notify, type Told } from '#lib/access/notices/commands.ts';
import type { Change } from '#lib/platform/transact.ts';
import { holds, type Reviewer } from '../../assigning/rules.ts';
import type { Subject } from '../../rules.ts';
import { nameOf } from '../../writing/commands.ts';
import type { Asked } from '../commands.ts';

/** Up to so many at once are told one by one. */
const few = 5;

type About = { subject: Subject; reason: string; dueAt: Date; people: readonly Reviewer[] };

/** Tells whoever got a seat, whoever may claim one, and webhooks. */
export async function tellOfMany(change: Change, made: Asked['made'], { subject, reason, dueAt, people }: About): Promise<void> {
  if (made.length === 0) return;
  const name = await nameOf(change);
  const byPerson = new Map<string, Asked['made']>();
  for (const each of made) for (const id of audienceOf(each, people)) byPerson.set(id, [...(byPerson.get(id) ?? []), each]);
  const singly = (id: string) => (byPerson.get(id)?.length ?? 0) <= few;
  const notices: Told[] = made.map(({ id, planned }) => ({
    event: 'review.assigned',
    key: `${id} asked`,
    teamId: planned.target.teamId,
    assetId: planned.target.assetId,
    subject: { type: 'review', id },
    title: `${name} asks you to decide: ${planned.title}`,
    body: reason,
    href: `/reviews/${id}`,
    to: audienceOf({ id, planned }, people).filter(singly),
    data: { reviewId: id, subject, dueAt: dueAt.toISOString() },
  }));
  await notify(change, ...notices, ...summaries(change, name, byPerson));
}

/** The holders of its seats, and of its pools those who may claim. Pools of many are told of by the list. */
function audienceOf({ planned }: Asked['made'][number], people: readonly Reviewer[]): string[] {
  const { teamId } = planned.target;
  const pools = planned.seats.flatMap(({ role }) => role ?? []);
  const claiming = pools.length > 0 ? people.filter((person) => pools.some((role) => holds(person, teamId, role))).map(({ id }) => id) : [];
  return [...new Set([...planned.seats.flatMap(({ userId }) => userId ?? []), ...claiming])];
}

/** One line a person and team, for those who got more than a few. */
function summaries({ act }: Change, name: string, byPerson: ReadonlyMap<string, Asked['made']>): Told[] {
  return [...byPerson].flatMap(([userId, all]) =>
    all.length <= few
      ? []
      : [...Map.groupBy(all, ({ planned }) => planned.target.teamId)].map(
          ([teamId, some]): Told => ({
            event: 'review.assigned',
            key: `${act.operationId} ${teamId} ${userId}`,
            teamId,
            assetId: null,
            subject: { type: 'reviews', id: null },
            title: `${name} asks you to decide in ${some.length} reviews of ${some[0]?.planned.target.teamName}`,
            href: '/reviews?status=open&reviewer=me,pool',
            to: [userId],
          }),
        ),
  );
}
