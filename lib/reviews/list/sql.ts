/** The list's SQL in one place: its conditions, its columns, and a row as it is answered. */
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Cause, daysAround, isOverdue, type ReviewFacet, type ReviewState, type Subject } from '../rules.ts';
import { shownTitle } from '../sql.ts';
import type { ReviewFilter, ReviewRow } from './schema.ts';

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

/** A review (`r`) with its asset as the reader may see it (`a`) and its template's version (`t`). */
export const joined = Prisma.sql`review_list r LEFT JOIN asset_list a ON a.id = r.asset_id
  JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number`;

/** Of a transition, where it leads to; otherwise where the asset stands. */
export const stageSql = Prisma.sql`coalesce(r.stage, a.stage)`;
const overdueSql = (at: Date) => Prisma.sql`(r.status = 'open' AND r.due_at <= ${at})`;

/** The moment up to which the filter "due" reaches: so many days ahead, or the end of a day in the actor's zone. */
const dueBy = (actor: Actor, text: string, at: Date) => {
  const days = daysAround.exec(text)?.[1];
  return days ? new Date(at.getTime() + Number(days) * 86_400_000) : new Date(dayEnd(text, actor.timeZone));
};

/** Holds this person, or one of these, a seat? */
const seated = (people: readonly string[]) =>
  Prisma.sql`r.id IN (SELECT s.review_id FROM review_seats s WHERE s.user_id = ANY (${people}::uuid[]) AND s.released_at IS NULL)`;

/** Holds the actor a seat of an open review, without having decided in this round? */
export const isMine = (actor: Actor) => Prisma.sql`(r.status = 'open' AND EXISTS (
    SELECT FROM review_seats s WHERE s.review_id = r.id AND s.user_id = ${actor.id}::uuid AND s.released_at IS NULL)
  AND NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = ${actor.id}::uuid))`;

function byReviewer(actor: Actor, values: readonly string[]): Prisma.Sql {
  const people = values.flatMap((value) => (value === 'me' ? [actor.id] : value === 'pool' || value === 'none' ? [] : [value]));
  const parts = people.length > 0 ? [seated(people)] : [];
  if (values.includes('pool'))
    parts.push(Prisma.sql`EXISTS (SELECT FROM review_seats s WHERE s.review_id = r.id AND s.user_id IS NULL AND s.released_at IS NULL)`);
  if (values.includes('none'))
    parts.push(Prisma.sql`NOT EXISTS (SELECT FROM review_seats s WHERE s.review_id = r.id AND s.released_at IS NULL)`);
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

/** The conditions of a filter over `joined`. @param without a facet whose own filter is left out, because its counts are about the other values */
export function conditions(actor: Actor, filter: ReviewFilter, at: Date, without?: ReviewFacet): Prisma.Sql[] {
  const teams = teamsWith(actor, 'asset.read');
  const parts = [teams === 'every' ? Prisma.sql`true` : Prisma.sql`r.team_id = ANY (${teams}::uuid[])`];
  const any = (facet: ReviewFacet, column: Prisma.Sql, values: readonly string[] | undefined) => {
    if (values?.length && facet !== without)
      parts.push(values.length === 1 ? Prisma.sql`${column} = ${values[0]}` : Prisma.sql`${column} = ANY (${values})`);
  };
  any('status', Prisma.sql`r.status`, filter.status);
  any('subject', Prisma.sql`r.subject`, filter.subject);
  any('kind', Prisma.sql`a.kind`, filter.kind);
  any('stage', stageSql, filter.stage);
  any('template', Prisma.sql`r.template`, filter.template);
  any('cause', Prisma.sql`r.cause`, filter.cause);
  if (filter.team?.length && without !== 'team')
    parts.push(Prisma.sql`r.team_id IN (SELECT id FROM teams WHERE key = ANY (${filter.team}))`);
  if (filter.reviewer?.length && without !== 'reviewer') parts.push(byReviewer(actor, filter.reviewer));
  if (filter.requester?.length && without !== 'requester')
    parts.push(Prisma.sql`r.requested_by = ANY (${filter.requester.map((value) => (value === 'me' ? actor.id : value))}::uuid[])`);
  if (filter.overdue?.length === 1 && without !== 'overdue')
    parts.push(filter.overdue[0] === 'yes' ? overdueSql(at) : Prisma.sql`NOT ${overdueSql(at)}`);
  if (filter.breakGlass?.length === 1 && without !== 'breakGlass')
    parts.push(filter.breakGlass[0] === 'yes' ? Prisma.sql`r.break_glass` : Prisma.sql`NOT r.break_glass`);
  if (filter.asset?.length && without !== 'asset') parts.push(Prisma.sql`r.asset_id = ANY (${filter.asset}::uuid[])`);
  // What is decided is due no more.
  if (filter.due) parts.push(Prisma.sql`r.status IN ('open', 'changes') AND r.due_at <= ${dueBy(actor, filter.due, at)}`);
  for (const word of filter.q?.toLowerCase().split(/\s+/) ?? []) if (word) parts.push(Prisma.sql`lower(r.title) LIKE ${likeWithin(word)}`);
  return parts;
}

const likeWithin = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

export type ListedReview = {
  id: string;
  title: string;
  /** As it is sorted by. */
  kept_title: string;
  subject: Subject;
  status: ReviewState;
  asset_id: string | null;
  asset_name: string | null;
  kind: Kind | null;
  stage: Stage | null;
  team_name: string;
  template: string;
  template_name: string;
  reviewers: string[];
  approvals: number;
  quorum: number;
  requester: string | null;
  requested_at: Date;
  due_at: Date;
  decided_at: Date | null;
  break_glass: boolean;
  cause: Cause;
  round: number;
  mine: boolean;
  version: number;
};

/** The name of a pool's role, as people know it; of `s`, a seat. Custom roles have theirs in the table. */
export const poolName = Prisma.sql`CASE s.role WHEN 'any' THEN 'Anyone who may decide' ELSE 'Any ' || lower(coalesce((SELECT name FROM roles WHERE key = s.role), s.role)) END`;

/** The columns of a row over `r`, `a` and `t`. */
export const rowColumns = (actor: Actor) => Prisma.sql`
  r.id, ${shownTitle} AS title, r.title AS kept_title, r.subject, r.status, r.asset_id, a.name AS asset_name, a.kind, ${stageSql} AS stage,
  (SELECT name FROM teams WHERE id = r.team_id) AS team_name, r.template, t.content ->> 'name' AS template_name,
  ARRAY(SELECT coalesce((SELECT name FROM users WHERE id = s.user_id), ${poolName}) FROM review_seats s
    WHERE s.review_id = r.id AND s.released_at IS NULL ORDER BY s.user_id IS NULL, s.assigned_at, s.id) AS reviewers,
  (SELECT count(DISTINCT v.user_id)::int FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.decision IN ('approve', 'conditions') AND NOT v.break_glass) AS approvals,
  r.quorum, coalesce((SELECT name FROM users WHERE id = r.requested_by), (SELECT name FROM service_accounts WHERE id = r.requested_by)) AS requester,
  r.requested_at, r.due_at, r.decided_at, r.break_glass, r.cause, r.round, ${isMine(actor)} AS mine, r.version`;

export const toRow = (row: ListedReview, at: Date): ReviewRow => ({
  id: row.id,
  title: row.title,
  subject: row.subject,
  status: row.status,
  overdue: isOverdue({ status: row.status, dueAt: row.due_at }, at),
  assetId: row.asset_id,
  assetName: row.asset_name,
  kind: row.kind,
  stage: row.stage,
  teamName: row.team_name,
  template: row.template,
  templateName: row.template_name,
  reviewers: row.reviewers,
  approvals: row.approvals,
  quorum: row.quorum,
  requesterName: row.requester,
  requestedAt: row.requested_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
  breakGlass: row.break_glass,
  mine: row.mine,
  version: row.version,
});
