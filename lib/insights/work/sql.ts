/**
 * The questions behind My work, one for each kind of thing in each part, all with the same columns. Each begins at an index of a person, and reads through
 * views and tables that know the reader's teams.
 */

import type { Permission } from '#lib/access/permissions.ts';
import { type Actor, can, teamsWith } from '#lib/access/policy.ts';
import { type Kind, kinds, levels } from '#lib/assets/rules.ts';
import { planKept } from '#lib/platform/database.ts';
import { shownTitle } from '#lib/reviews/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { expiringDays, type ToldOfWork, type WorkChoice, type WorkPart, type WorkThing } from './rules.ts';

/** `within`: what it belongs to, where it is opened there. A thing without a day is due at the end of days, so that it stands last. */
export type WorkRow = {
  /** What the reader may see of its asset and its team, and of the asset for which it went stale. */
  asset_name: string | null;
  asset_kind: Kind | null;
  team_name: string | null;
  cause_name: string | null;
  part: WorkPart;
  thing: WorkThing;
  id: string;
  title: string;
  detail: string;
  within: string;
  asset_id: string | null;
  team_id: string;
  due: Date | null;
  /** What its words are made of, and what it takes to act on it. */
  more: ToldOfWork | null;
};

/** `due` is never null. */
type Branch = { part: WorkPart; thing: WorkThing; sql: Prisma.Sql };

const endOfDays = Prisma.sql`'infinity'::timestamptz`;

/** In the teams where the actor has this right. */
const inTeams = (actor: Actor, permission: Permission, column: Prisma.Sql) => {
  const teams = teamsWith(actor, permission);
  return teams === 'every' ? Prisma.sql`true` : Prisma.sql`${column} = ANY (${teams}::uuid[])`;
};

/** The same where a right is cut by kind, of `p`, which belongs to an asset. */
function inTeamsByKind(actor: Actor, permission: Permission): Prisma.Sql {
  const teams = teamsWith(actor, permission);
  const held = teams === 'every' ? [''] : teams;
  const partly = kinds.filter((kind) => !held.every((teamId) => can(actor, permission, { teamId, kind })));
  if (partly.length === 0) return inTeams(actor, permission, Prisma.sql`p.team_id`);
  const places = [...new Set([...held, ...actor.memberships.map(({ teamId }) => teamId)])].flatMap((teamId) =>
    kinds.filter((kind) => can(actor, permission, { teamId, kind })).map((kind) => ({ teamId, kind })),
  );
  const everywhere = places.filter(({ teamId }) => teamId === '').map(({ kind }) => kind);
  const rest = places.filter(({ teamId }) => teamId !== '');
  return Prisma.sql`EXISTS (SELECT FROM assets x WHERE x.id = p.asset_id AND (x.kind = ANY (${everywhere}) OR (x.team_id, x.kind) IN
    (SELECT * FROM unnest(${rest.map(({ teamId }) => teamId)}::uuid[], ${rest.map(({ kind }) => kind)}::text[]))))`;
}

/** Rows of one kind: `id, title, detail, within, asset_id, team_id, due` of `source`, and as JSON what else is told of it. */
function branch(part: WorkPart, thing: WorkThing, columns: Prisma.Sql, source: Prisma.Sql, more = Prisma.sql`NULL::jsonb`): Branch {
  return { part, thing, sql: Prisma.sql`SELECT ${part} AS part, ${thing} AS thing, ${columns}, ${more} AS more FROM ${source}` };
}

const review = Prisma.sql`r.id, ${shownTitle} AS title, ''::text AS detail, r.id AS within, r.asset_id, r.team_id, r.due_at AS due`;
const notVoted = (me: string) =>
  Prisma.sql`NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = ${me}::uuid)`;
const threatOf = Prisma.sql`(SELECT t.name FROM risks k JOIN threats t ON t.key = k.threat WHERE k.id = p.risk_id)`;
const acceptance = (due: Prisma.Sql) =>
  Prisma.sql`p.id, coalesce(${threatOf}, 'A risk') AS title, p.reason AS detail, p.asset_id AS within, p.asset_id, p.team_id, ${due} AS due`;
const waiver = (due: Prisma.Sql) =>
  Prisma.sql`p.id, 'Waiver'::text AS title, p.reason AS detail, p.asset_id AS within, p.asset_id, p.team_id, ${due} AS due`;
const waived = Prisma.sql`jsonb_build_object('stage', p.stage, 'requirement', p.content ->> 'type')`;
const ownerOf = Prisma.sql`(SELECT x.owner_id FROM assets x WHERE x.id = p.asset_id)`;

/** Nobody decides on what they asked for or own: what waits for them is what they may decide. */
const decidable = (me: string) =>
  Prisma.sql`p.status = 'requested' AND p.requested_by <> ${me}::uuid AND NOT (${me}::uuid = ANY (p.owners)) AND ${ownerOf} IS DISTINCT FROM ${me}::uuid`;

const approval = (due: Prisma.Sql) =>
  Prisma.sql`p.id, coalesce((SELECT w.title FROM reviews w WHERE w.id = p.review_id), 'An approval') AS title, ''::text AS detail,
    p.asset_id AS within, p.asset_id, p.team_id, ${due} AS due`;
const approved = Prisma.sql`jsonb_build_object('stage', p.stage, 'reason', CASE WHEN p.status = 'stale' THEN p.stale_reason END)`;
const ownAssets = (me: string) => Prisma.sql`(SELECT x.id FROM assets x WHERE x.owner_id = ${me}::uuid AND x.status = 'active')`;

/** Acceptances and waivers that the actor may decide: of most people, none. */
function toDecide(actor: Actor): Branch[] {
  const me = actor.id;
  const anywhere = (permission: Permission) => teamsWith(actor, permission).length > 0;
  const acceptances = () =>
    branch(
      'waiting',
      'acceptance',
      acceptance(endOfDays),
      Prisma.sql`acceptances p WHERE ${decidable(me)} AND ${inTeamsByKind(actor, 'acceptance.decide')}
      AND (SELECT k.owner_id FROM risks k WHERE k.id = p.risk_id) IS DISTINCT FROM ${me}::uuid`,
    );
  const waivers = () =>
    branch(
      'waiting',
      'waiver',
      waiver(endOfDays),
      Prisma.sql`waivers p WHERE ${decidable(me)} AND ${inTeams(actor, 'waiver.decide', Prisma.sql`p.team_id`)}`,
      waived,
    );
  return [...(anywhere('acceptance.decide') ? [acceptances()] : []), ...(anywhere('waiver.decide') ? [waivers()] : [])];
}

/** Everything that may stand in somebody's work. */
function branches(actor: Actor, at: Date): Branch[] {
  const me = actor.id;
  const soon = new Date(at.getTime() + expiringDays * 86_400_000);
  const ending = (column: Prisma.Sql) => Prisma.sql`${column} > ${at} AND ${column} <= ${soon}`;
  return [
    branch(
      'waiting',
      'review',
      // By the seat's own words, in whose order an index stands: no more is read than is shown.
      Prisma.sql`s.review_id AS id, ${shownTitle} AS title, ''::text AS detail, s.review_id AS within, r.asset_id, r.team_id, s.waits_until AS due`,
      Prisma.sql`review_seats s JOIN review_list r ON r.id = s.review_id
        WHERE s.user_id = ${me}::uuid AND s.released_at IS NULL AND s.waits_until IS NOT NULL AND r.status = 'open' AND ${notVoted(me)}`,
    ),
    ...toDecide(actor),
    branch(
      'tasks',
      'task',
      Prisma.sql`t.id, t.title, ${shownTitle} AS detail, r.id AS within, r.asset_id, r.team_id, t.due_at AS due`,
      Prisma.sql`review_tasks t JOIN review_list r ON r.id = t.review_id
        WHERE t.owner_id = ${me}::uuid AND t.done_at IS NULL AND r.status NOT IN ('rejected', 'withdrawn')`,
      Prisma.sql`jsonb_build_object('version', t.version)`,
    ),
    branch(
      'tasks',
      'safeguard',
      Prisma.sql`p.id, c.name AS title, 'Planned'::text AS detail, p.id AS within, p.asset_id, p.team_id, p.due_at AS due`,
      Prisma.sql`safeguards p JOIN controls c ON c.key = p.control WHERE p.owner_id = ${me}::uuid AND p.state = 'planned' AND p.due_at IS NOT NULL`,
    ),
    branch(
      'tasks',
      'risk',
      Prisma.sql`p.id, t.name AS title, ''::text AS detail, p.id AS within, p.asset_id, p.team_id, p.due_at AS due`,
      Prisma.sql`risk_list p JOIN threats t ON t.key = p.threat WHERE p.owner_id = ${me}::uuid AND p.applies AND p.due_at IS NOT NULL
        AND p.level >= ${levels.indexOf('unassessed')}`,
      Prisma.sql`jsonb_build_object('treatment', p.treatment)`,
    ),
    branch('claimable', 'review', review, claimable(actor), Prisma.sql`jsonb_build_object('seat', s.seat)`),
    branch('asked', 'review', review, Prisma.sql`review_list r WHERE r.requested_by = ${me}::uuid AND r.status IN ('open', 'changes')`),
    branch(
      'asked',
      'acceptance',
      acceptance(endOfDays),
      Prisma.sql`acceptances p WHERE p.requested_by = ${me}::uuid AND p.status = 'requested'`,
    ),
    branch(
      'asked',
      'waiver',
      waiver(endOfDays),
      Prisma.sql`waivers p WHERE p.requested_by = ${me}::uuid AND p.status = 'requested'`,
      waived,
    ),
    branch(
      'stale',
      'approval',
      approval(Prisma.sql`coalesce(p.stale_at, p.valid_until)`),
      // One that a later approval stands in for is history.
      Prisma.sql`approvals p WHERE p.asset_id IN ${ownAssets(me)} AND (p.status = 'stale' OR (p.status = 'fresh' AND p.valid_until <= ${at}))
        AND NOT EXISTS (SELECT FROM approvals l WHERE l.asset_id = p.asset_id AND l.stage IS NOT DISTINCT FROM p.stage AND l.status = 'fresh'
          AND l.valid_until > ${at} AND l.approved_at > p.approved_at)`,
      approved,
    ),
    branch(
      'stale',
      'risk',
      Prisma.sql`p.id, t.name AS title, 'Assessed too long ago'::text AS detail, p.id AS within, p.asset_id, p.team_id, coalesce(p.stale_at, ${endOfDays}) AS due`,
      Prisma.sql`risk_list p JOIN threats t ON t.key = p.threat WHERE p.owner_id = ${me}::uuid AND p.applies AND p.level = ${levels.indexOf('stale')}`,
    ),
    branch(
      'expiring',
      'approval',
      approval(Prisma.sql`p.valid_until`),
      Prisma.sql`approvals p
      WHERE p.asset_id IN ${ownAssets(me)} AND p.status = 'fresh' AND ${ending(Prisma.sql`p.valid_until`)}`,
      approved,
    ),
    branch(
      'expiring',
      'acceptance',
      acceptance(Prisma.sql`p.until`),
      Prisma.sql`acceptances p WHERE p.status = 'granted' AND ${ending(Prisma.sql`p.until`)}
      AND (p.requested_by = ${me}::uuid OR ${ownerOf} = ${me}::uuid)`,
    ),
    branch(
      'expiring',
      'waiver',
      waiver(Prisma.sql`p.until`),
      Prisma.sql`waivers p WHERE p.status = 'granted' AND ${ending(Prisma.sql`p.until`)}
      AND (p.requested_by = ${me}::uuid OR ${ownerOf} = ${me}::uuid)`,
      waived,
    ),
    branch(
      'expiring',
      'safeguard',
      Prisma.sql`p.id, c.name AS title, 'Evidence runs out'::text AS detail, p.id AS within, p.asset_id, p.team_id, p.evidence_until AS due`,
      Prisma.sql`safeguards p JOIN controls c ON c.key = p.control WHERE p.owner_id = ${me}::uuid AND p.state IN ('implemented', 'verified')
        AND ${ending(Prisma.sql`p.evidence_until`)}`,
    ),
  ];
}

/** The pools that the actor may claim from, each a condition on seats (`s`) that begins at an index: of roles in every team, of a role in a team. */
function pools(actor: Actor): Prisma.Sql[] {
  const teams = teamsWith(actor, 'review.decide');
  const open = ['any', actor.orgRole.key];
  const held = actor.memberships.map(({ teamId, role }) => ({ teamId, role: role.key }));
  const pairs =
    teams === 'every'
      ? held.filter(({ role }) => !open.includes(role))
      : [...teams.flatMap((teamId) => open.map((role) => ({ teamId, role }))), ...held.filter(({ teamId }) => teams.includes(teamId))];
  return [
    ...(teams === 'every' ? [Prisma.sql`s.role = ANY (${open}::text[])`] : []),
    ...(pairs.length > 0
      ? [
          Prisma.sql`(s.role, s.team_id) IN
      (SELECT * FROM unnest(${pairs.map(({ role }) => role)}::text[], ${pairs.map(({ teamId }) => teamId)}::uuid[]))`,
        ]
      : []),
  ];
}

const free = Prisma.sql`s.user_id IS NULL AND s.released_at IS NULL`;

/**
 * Open reviews with a pool that the actor may claim a seat of. What else may keep them from deciding is told as they claim. It begins at the seats of
 * the pools where those are few, and where they are many at the open reviews by day, and ends with the page.
 */
function claimable(actor: Actor): Prisma.Sql {
  const me = actor.id;
  const mine = pools(actor);
  if (mine.length === 0) return Prisma.sql`(SELECT NULL::uuid AS seat) s, review_list r WHERE false`;
  const some = mine.map((pool) => Prisma.sql`SELECT s.review_id FROM review_seats s WHERE ${free} AND ${pool}`);
  return Prisma.sql`review_list r CROSS JOIN LATERAL
      (SELECT s.id AS seat FROM review_seats s WHERE s.review_id = r.id AND ${free} AND (${Prisma.join(mine, ' OR ')}) ORDER BY s.id LIMIT 1) s
    WHERE r.status = 'open' AND ${inTeams(actor, 'review.decide', Prisma.sql`r.team_id`)} AND r.id IN (${Prisma.join(some, ' UNION ALL ')})
    AND NOT EXISTS (SELECT FROM review_seats h WHERE h.review_id = r.id AND h.user_id = ${me}::uuid AND h.released_at IS NULL)
    AND ${notVoted(me)} AND r.requested_by IS DISTINCT FROM ${me}::uuid AND r.person_id IS DISTINCT FROM ${me}::uuid AND NOT (${me}::uuid = ANY (r.owners))
    AND NOT EXISTS (SELECT FROM assets x WHERE x.id = r.asset_id AND x.owner_id = ${me}::uuid)
    AND NOT EXISTS (SELECT FROM asset_versions v WHERE v.id = r.version_id AND v.registered_by = ${me}::uuid)
    AND (r.asset_id IS NULL OR (r.asset_id, r.template, r.template_number) NOT IN (
      SELECT g.asset_id, t.template, t.number FROM review_template_versions t CROSS JOIN jsonb_array_elements(t.content -> 'items') i
      JOIN safeguards g ON g.control = i ->> 'control' WHERE g.implemented_by = ${me}::uuid))`;
}

export type Window = {
  part?: WorkPart | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  after?: { due: string; id: string } | undefined;
};

const isOf = (choice: WorkChoice | undefined) => (each: { part: WorkPart }) =>
  choice === undefined || (choice === 'own' ? each.part !== 'claimable' : each.part === choice);
/** What is to be decided on without a day until which. */
const isDayless = ({ part, thing }: Branch) => (part === 'waiting' || part === 'asked') && (thing === 'acceptance' || thing === 'waiver');

/**
 * So many rows of the work that a window shows, in the order of days. Each kind gives no more than a page, before they are put into one order; names
 * are looked up for what is left.
 */
export function workRows(actor: Actor, at: Date, { part, from, to, after }: Window, limit: number): Prisma.Sql {
  const where = [
    Prisma.sql`true`,
    ...(from ? [Prisma.sql`due >= ${from}`] : []),
    ...(to ? [Prisma.sql`due <= ${to} AND due <> ${endOfDays}`] : []),
    ...(after ? [Prisma.sql`(due, id) > (${after.due}::timestamptz, ${after.id}::uuid)`] : []),
  ];
  const some = branches(actor, at)
    .filter(isOf(part))
    .filter((each) => !to || !isDayless(each))
    .map(({ sql }) => Prisma.sql`(SELECT * FROM (${sql}) x WHERE ${Prisma.join(where, ' AND ')} ORDER BY due, id LIMIT ${limit})`);
  // What is somebody's own goes by one index whoever they are, and planning it takes longer than finding it; what can be claimed does not.
  const kept = part && part !== 'claimable' && !after ? planKept : '';
  return Prisma.sql`${Prisma.raw(kept)} SELECT w.part, w.thing, w.id, w.title, w.detail, w.within, w.asset_id, w.team_id, w.more,
      CASE WHEN w.due < ${endOfDays} THEN w.due END AS due, a.name AS asset_name, a.kind AS asset_kind, t.name AS team_name, c.name AS cause_name
    FROM (SELECT * FROM (${Prisma.join(some, ' UNION ALL ')}) every ORDER BY due, id LIMIT ${limit}) w
    LEFT JOIN asset_list a ON a.id = w.asset_id LEFT JOIN teams t ON t.id = w.team_id
    LEFT JOIN asset_list c ON c.id = (w.more -> 'reason' ->> 'asset')::uuid ORDER BY w.due, w.id`;
}

/** How many rows each part of a choice has, each kind counted up to `most`. */
export function workCounts(actor: Actor, at: Date, choice: WorkChoice, most: number): Prisma.Sql {
  const some = branches(actor, at)
    .filter(isOf(choice))
    .map(
      ({ part, sql }) => Prisma.sql`SELECT ${part}::text AS part, count(*)::int AS n FROM (SELECT 1 FROM (${sql}) x LIMIT ${most}) counted`,
    );
  return Prisma.sql`SELECT part, sum(n)::int AS n FROM (${Prisma.join(some, ' UNION ALL ')}) every GROUP BY part`;
}
