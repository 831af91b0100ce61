/** What a review's page reads of it, row by row. */
import type { Kind, Level, Stage, Status } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Answer, Cause, Decision, ReviewState, SeatSource, Subject } from '../rules.ts';
import { shownTitle } from '../sql.ts';

export type Named = { id: string; name: string };
type VersionRow = { id: string; label: string; rootDigest: string | null; registeredAt: string; registeredBy: Named | null };

export type Row = {
  id: string;
  title: string;
  reason: string;
  subject: Subject;
  status: ReviewState;
  cause: Cause;
  cause_ref: string | null;
  round: number;
  quorum: number;
  break_glass: boolean;
  version: number;
  requested_by: string | null;
  requester: Named | null;
  requested_at: Date;
  due_at: Date;
  decided_at: Date | null;
  team: { id: string; key: string; name: string };
  template: string;
  template_number: number;
  content: unknown;
  asset: { id: string; key: string; name: string; kind: Kind; stage: Stage; level: number; status: Status; owner: Named | null } | null;
  version_of: VersionRow | null;
  base: VersionRow | null;
  stage: Stage | null;
  acceptance: { id: string; riskId: string; threatName: string; severity: number; status: string; until: string } | null;
  access: { person: Named; role: string | null; roleName: string | null; expiresAt: string | null } | null;
};
export type AssetLevel = Level;

const named = (id: Prisma.Sql) => Prisma.sql`(SELECT jsonb_build_object('id', x.id, 'name', x.name) FROM (
  SELECT id, name FROM users WHERE id = ${id} UNION ALL SELECT id, name FROM service_accounts WHERE id = ${id}) x LIMIT 1)`;
const iso = (time: Prisma.Sql) => Prisma.sql`to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const versionOf = (id: Prisma.Sql) => Prisma.sql`(SELECT jsonb_build_object('id', v.id, 'label', v.label, 'rootDigest', v.root_digest,
  'registeredAt', ${iso(Prisma.sql`v.registered_at`)}, 'registeredBy', ${named(Prisma.sql`v.registered_by`)}) FROM asset_versions v WHERE v.id = ${id})`;

export const oneReview = (id: string) => Prisma.sql`
  SELECT r.id, ${shownTitle} AS title, r.reason, r.subject, r.status, r.cause, r.cause_ref, r.round, r.quorum, r.break_glass, r.version, r.requested_by,
    ${named(Prisma.sql`r.requested_by`)} AS requester, r.requested_at, r.due_at, r.decided_at,
    (SELECT jsonb_build_object('id', id, 'key', key, 'name', name) FROM teams WHERE id = r.team_id) AS team,
    r.template, r.template_number, t.content, r.stage, ${versionOf(Prisma.sql`r.version_id`)} AS version_of, ${versionOf(Prisma.sql`r.base_version_id`)} AS base,
    (SELECT jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'kind', a.kind, 'stage', a.stage, 'level', a.level, 'status', a.status,
      'owner', ${named(Prisma.sql`a.owner_id`)}) FROM asset_list a WHERE a.id = r.asset_id) AS asset,
    (SELECT jsonb_build_object('id', c.id, 'riskId', c.risk_id, 'threatName', h.name, 'severity', c.severity, 'status', c.status, 'until', ${iso(Prisma.sql`c.until`)})
      FROM acceptances c JOIN risks k ON k.id = c.risk_id JOIN threats h ON h.key = k.threat WHERE c.id = r.acceptance_id) AS acceptance,
    CASE WHEN r.person_id IS NOT NULL THEN jsonb_build_object('person', ${named(Prisma.sql`r.person_id`)}) || coalesce((
      SELECT jsonb_build_object('role', m.role, 'roleName', o.name, 'expiresAt', ${iso(Prisma.sql`m.expires_at`)}) FROM memberships m JOIN roles o ON o.key = m.role
      WHERE m.team_id = r.team_id AND m.user_id = r.person_id AND (m.expires_at IS NULL OR m.expires_at > now())),
      jsonb_build_object('role', NULL, 'roleName', NULL, 'expiresAt', NULL)) END AS access
  FROM review_list r JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number
  WHERE r.id = ${id}::uuid`;

export type SeatRow = {
  id: string;
  user_id: string | null;
  person: Named | null;
  role: string | null;
  role_name: string | null;
  source: SeatSource;
  delegated_from: Named | null;
  assigned_by: Named | null;
  assigned_at: Date;
  claimed_at: Date | null;
};

export const seatsOf = (reader: Reader, id: string): Promise<SeatRow[]> =>
  reader.rows<SeatRow>(Prisma.sql`
    SELECT s.id, s.user_id, ${named(Prisma.sql`s.user_id`)} AS person, s.role,
      CASE s.role WHEN 'any' THEN 'Anyone who may decide' ELSE (SELECT name FROM roles WHERE key = s.role) END AS role_name, s.source,
      ${named(Prisma.sql`s.delegated_from`)} AS delegated_from, ${named(Prisma.sql`s.assigned_by`)} AS assigned_by, s.assigned_at, s.claimed_at
    FROM review_seats s WHERE s.review_id = ${id}::uuid AND s.released_at IS NULL ORDER BY s.assigned_at, s.id`);

export type VoteRow = {
  id: string;
  user_id: string;
  person: Named | null;
  round: number;
  decision: Decision;
  comment: string;
  break_glass: boolean;
  at: Date;
};

export const votesOf = (reader: Reader, id: string): Promise<VoteRow[]> =>
  reader.rows<VoteRow>(Prisma.sql`
    SELECT v.id, v.user_id, ${named(Prisma.sql`v.user_id`)} AS person, v.round, v.decision, v.comment, v.break_glass, v.at
    FROM review_votes v WHERE v.review_id = ${id}::uuid ORDER BY v.at, v.id`);

export type AnswerRow = {
  item: string;
  answer: Answer | null;
  note: string;
  link: string | null;
  answered_by: Named | null;
  answered_at: Date;
  version: number;
};

export const answersOf = (reader: Reader, id: string): Promise<AnswerRow[]> =>
  reader.rows<AnswerRow>(Prisma.sql`
    SELECT w.item, w.answer, w.note, w.link, ${named(Prisma.sql`w.answered_by`)} AS answered_by, w.answered_at, w.version
    FROM review_answers w WHERE w.review_id = ${id}::uuid`);

/** Files attached to each item of the checklist. */
export async function filesByItem(reader: Reader, id: string): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.rows<{ item: string; count: number }>(
    Prisma.sql`SELECT item, count(*)::int AS count FROM review_files WHERE review_id = ${id}::uuid AND removed_at IS NULL AND item IS NOT NULL GROUP BY 1`,
  );
  return new Map(rows.map(({ item, count }) => [item, count]));
}

export async function controlNames(reader: Reader, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM controls WHERE key = ANY (${[...keys]})`);
  return new Map(rows.map(({ key, name }) => [key, name]));
}
