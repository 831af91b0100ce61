/** Who would get what if many reviews were assigned at once: the plan that a preview shows and the assignment carries out. */
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { all, conditions, joined } from '../../list/sql.ts';
import { sharesOf } from '../../requesting/queries.ts';
import { countLeft } from '../../requesting/rules.ts';
import type { ReviewsPreview, Share } from '../../requesting/schema.ts';
import { anyRole, mostAtOnce } from '../../rules.ts';
import { TemplateContent, type TemplateReviewer } from '../../schema.ts';
import { partiesOfReviews, reviewersOf } from '../../sql.ts';
import { type PlannedSeat, Planner, type Reviewer, sourceOf, wantedOf } from '../rules.ts';
import type { BulkAssignment, ManyReviews } from '../schema.ts';

/** A review as assigning knows it. */
export type Assigned = {
  id: string;
  team_id: string;
  team_name: string;
  title: string;
  kind: Kind | null;
  status: string;
  round: number;
  quorum: number;
  asset_id: string | null;
  subject: string;
  template: string;
  template_number: number;
  owner_teams: string[];
  seats: { id: string; userId: string | null; role: string | null }[];
  voted: string[];
};
export type Change = { review: Assigned; seats: PlannedSeat[]; released: Assigned['seats'] };
export type Plan = {
  matching: number;
  changes: Change[];
  left: { why: string; name: string }[];
  people: readonly Reviewer[];
  shares: Share[];
};

/** Ids of the reviews, in the order in which they are assigned. @throws AppError `invalid` for a filter that finds more than may be assigned at once */
async function idsOf(reader: Reader, actor: Actor, reviews: ManyReviews): Promise<string[]> {
  if (reviews.of === 'reviews') return [...new Set(reviews.ids)];
  const rows = await reader.rows<{ id: string }>(Prisma.sql`
    SELECT r.id FROM ${joined} WHERE ${all(conditions(actor, reviews.filter, now()))} AND r.status IN ('open', 'changes') ORDER BY r.due_at, r.id LIMIT ${mostAtOnce + 1}`);
  if (rows.length > mostAtOnce)
    throw new AppError('invalid', 'This filter finds more than 10,000 reviews. Narrow it, and assign in parts.', {
      fields: { reviews: 'too many' },
    });
  return rows.map(({ id }) => id);
}

const columns = Prisma.sql`
  r.id, r.team_id, (SELECT name FROM teams WHERE id = r.team_id) AS team_name, r.title, a.kind, r.status, r.round, r.quorum, r.asset_id, r.subject, r.template,
  r.template_number, ARRAY(SELECT m.team_id FROM memberships m WHERE m.user_id = a.owner_id) AS owner_teams,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'userId', s.user_id, 'role', s.role) ORDER BY s.assigned_at, s.id)
    FROM review_seats s WHERE s.review_id = r.id AND s.released_at IS NULL), '[]') AS seats,
  ARRAY(SELECT v.user_id FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round) AS voted`;

/** Within what the reader may see; of a change, with the reviews locked. */
export async function planAssignment(reader: Reader, actor: Actor, input: BulkAssignment, lock = false): Promise<Plan> {
  const ids = await idsOf(reader, actor, input.reviews);
  if (lock) await reader.rows(Prisma.sql`SELECT id FROM reviews WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`);
  const rows = await reader.rows<Assigned>(Prisma.sql`
    SELECT ${columns} FROM unnest(${ids}::uuid[]) WITH ORDINALITY w(id, place) JOIN review_list r ON r.id = w.id LEFT JOIN asset_list a ON a.id = r.asset_id
    ORDER BY w.place`);
  const left: Plan['left'] = [];
  for (let missing = ids.length - rows.length; missing > 0; missing -= 1)
    left.push({ why: 'It does not exist, or you may not see it.', name: '' });
  const open = rows.filter((row) => {
    const why = !can(actor, 'review.manage', { teamId: row.team_id })
      ? 'You may not assign reviews of its team.'
      : row.status === 'open' || row.status === 'changes'
        ? null
        : 'It is decided already.';
    if (why) left.push({ why, name: row.title });
    return why === null;
  });
  const parties = await partiesOfReviews(
    reader,
    open.map(({ id }) => id),
  );
  const { assignment: filling } = input;
  const reviewers = filling.by === 'template' ? await reviewersByTemplate(reader, open) : new Map<string, TemplateReviewer[]>();
  const named = [
    ...(filling.by === 'hand' ? filling.people : filling.by === 'balanced' ? filling.among : []),
    ...[...reviewers.values()].flat().flatMap((each) => (each.by === 'person' ? [each.userId] : [])),
  ];
  const teams = [...new Set(open.flatMap((row) => [row.team_id, ...row.owner_teams]))];
  const people = open.length === 0 ? [] : await reviewersOf(reader, teams, now(), named);
  const planner = new Planner(people, now());
  const changes = open.flatMap((review): Change[] => {
    const place = { teamId: review.team_id, parties: parties.get(review.id) as never, ownerTeams: review.owner_teams };
    // Whoever decided keeps their seat.
    const released = input.replace ? review.seats.filter(({ userId }) => userId === null || !review.voted.includes(userId)) : [];
    const kept = review.seats.filter((seat) => !released.includes(seat));
    const wanted = wantedOf(filling, reviewers.get(keyOf(review)) ?? [], Math.max(review.quorum - kept.length, 1));
    const taken = kept.map(({ userId, id }) => userId ?? id);
    const seats = planner
      .plan(place, wanted, sourceOf(filling), input.replace ? review.quorum : 0, taken)
      .filter(({ fallback }) => !fallback || input.replace);
    if (seats.length > 0) return [{ review, seats, released }];
    left.push({ why: 'Nobody of those asked for may decide on it, or they hold a seat already.', name: review.title });
    return [];
  });
  return { matching: ids.length, changes, left, people, shares: await sharesOf(reader, planner.shares(), people) };
}

const keyOf = ({ template, template_number }: Pick<Assigned, 'template' | 'template_number'>) => `${template} ${template_number}`;

async function reviewersByTemplate(reader: Reader, rows: readonly Assigned[]): Promise<Map<string, TemplateReviewer[]>> {
  const templates = [...new Set(rows.map(({ template }) => template))];
  const found = await reader.rows<{ template: string; number: number; content: unknown }>(
    Prisma.sql`SELECT template, number, content FROM review_template_versions WHERE template = ANY (${templates})`,
  );
  return new Map(
    found.map(({ template, number, content }) => [keyOf({ template, template_number: number }), TemplateContent.parse(content).reviewers]),
  );
}

const rowsShown = 100;

export async function previewAssignment(actor: Actor, input: BulkAssignment): Promise<ReviewsPreview> {
  return read(scopeOf(actor), async (reader) => {
    const { matching, changes, left, people, shares } = await planAssignment(reader, actor, input);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const nameOf = ({ userId, role }: PlannedSeat) =>
      userId ? (names.get(userId) ?? 'Somebody') : role === anyRole ? 'Anyone who may decide' : `Any ${role}`;
    return {
      ...{ matching, asked: changes.length, shares, left: countLeft(left) },
      unassigned: changes.filter(({ seats }) => seats.every(({ fallback }) => fallback)).length,
      rows: changes.slice(0, rowsShown).map(({ review, seats }) => ({
        ...{ id: review.id, name: review.title, kind: review.kind, teamName: review.team_name },
        reviewers: seats.map(nameOf),
      })),
    };
  });
}
