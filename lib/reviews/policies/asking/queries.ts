import type { Kind, Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type StaleReason, staleSentence } from '../../approvals/rules.ts';
import type { Subject } from '../../rules.ts';
import { Assignment } from '../../schema.ts';
import type { SignalSeverity } from '../rules.ts';
import type { AskedAsset, AskedTemplate, AskingPolicy, AskingSchedule, Due, Facts } from './rules.ts';

/** What comes from the queue, told what it needs to become proposals: some questions for all of it. */
export async function factsOf(reader: Reader, due: readonly Due[]): Promise<Facts> {
  const ids = (of: (each: Due) => string | null) => [...new Set(due.map(of).filter((id) => id !== null))];
  const refs = (trigger: Due['trigger']) => ids((each) => (each.trigger === trigger ? each.ref : null));
  const templates = await reader.rows<AskedTemplate>(Prisma.sql`
    SELECT t.key, t.subject, t.enabled, v.content -> 'kinds' AS kinds, v.content -> 'stages' AS stages
    FROM review_templates t JOIN review_template_versions v ON v.template = t.key AND v.number = t.current`);
  const policies = await reader.rows<AskingPolicy>(
    Prisma.sql`SELECT id, trigger, kinds, stages, severity, template FROM review_policies WHERE enabled ORDER BY id`,
  );
  const schedules = await reader.rows<Omit<AskingSchedule, 'assignment'> & { assignment: unknown }>(
    Prisma.sql`SELECT s.id, s.name, s.template, s.time_zone AS "timeZone", s.assignment, coalesce((SELECT e.actor_id FROM audit_events e
        WHERE e.target_type = 'review_schedule' AND e.target_id = s.id AND e.event IN ('schedule.added', 'schedule.edited') ORDER BY e.at DESC LIMIT 1), s.created_by) AS "setBy"
      FROM review_schedules s WHERE s.id = ANY (${refs('schedule')}::uuid[])`,
  );
  return {
    templates: new Map(templates.map((each) => [each.key, each])),
    policies,
    schedules: new Map(schedules.map((each) => [each.id, { ...each, assignment: Assignment.parse(each.assignment) }])),
    assets: await assetsOf(
      reader,
      ids(({ assetId }) => assetId),
    ),
    versions: await versionsOf(reader, refs('version.registered')),
    signals: await signalsOf(reader, refs('signal.raised')),
    stale: await staleOf(reader, refs('approval.stale')),
  };
}

/** What the version `v` is compared with: the last of the asset's versions before it that was approved, or the one before it. */
const baseOf = Prisma.sql`coalesce(
  (SELECT p.version_id FROM approvals p WHERE p.asset_id = v.asset_id AND p.version_id <> v.id AND EXISTS (SELECT FROM asset_versions b
    WHERE b.id = p.version_id AND (b.registered_at, b.id) < (v.registered_at, v.id)) ORDER BY p.approved_at DESC LIMIT 1),
  (SELECT b.id FROM asset_versions b WHERE b.asset_id = v.asset_id AND (b.registered_at, b.id) < (v.registered_at, v.id)
    ORDER BY b.registered_at DESC, b.id DESC LIMIT 1))`;

async function assetsOf(reader: Reader, ids: readonly string[]): Promise<Facts['assets']> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows<{
    id: string;
    kind: Kind;
    stage: Stage;
    status: string;
    newest: string | null;
    base: string | null;
  }>(Prisma.sql`
    SELECT a.id, a.kind, a.stage, a.status, n.newest, n.base FROM assets a
    LEFT JOIN LATERAL (SELECT v.id AS newest, ${baseOf} AS base FROM asset_versions v WHERE v.asset_id = a.id
      ORDER BY v.registered_at DESC, v.id DESC LIMIT 1) n ON true
    WHERE a.id = ANY (${[...ids]}::uuid[])`);
  return new Map(rows.map(({ status, ...row }): [string, AskedAsset] => [row.id, { ...row, active: status === 'active' }]));
}

async function versionsOf(reader: Reader, ids: readonly string[]): Promise<Facts['versions']> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows<{ id: string; base: string | null }>(
    Prisma.sql`SELECT v.id, ${baseOf} AS base FROM asset_versions v WHERE v.id = ANY (${[...ids]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function signalsOf(reader: Reader, ids: readonly string[]): Promise<Facts['signals']> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows<{ id: string; title: string; severity: SignalSeverity }>(
    Prisma.sql`SELECT id, title, severity FROM signals WHERE id = ANY (${[...ids]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type StaleRow = {
  id: string;
  template: string;
  subject: Subject;
  asset_id: string;
  version_id: string | null;
  base_version_id: string | null;
  stage: Stage | null;
  reason: StaleReason | null;
  changed: string | null;
  outdated: boolean;
};

async function staleOf(reader: Reader, ids: readonly string[]): Promise<Facts['stale']> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows<StaleRow>(Prisma.sql`
    SELECT p.id, r.template, r.subject, p.asset_id, r.version_id, r.base_version_id, r.stage, p.stale_reason AS reason,
      (SELECT c.name FROM assets c WHERE c.id = (p.stale_reason ->> 'asset')::uuid AND c.team_id = p.team_id) AS changed,
      EXISTS (SELECT FROM approvals l JOIN reviews e ON e.id = l.review_id JOIN asset_versions lv ON lv.id = l.version_id JOIN asset_versions v ON v.id = p.version_id
        WHERE l.asset_id = p.asset_id AND e.template = r.template AND l.stage IS NOT DISTINCT FROM p.stage
          AND (lv.registered_at, lv.id) > (v.registered_at, v.id)) AS outdated
    FROM approvals p JOIN reviews r ON r.id = p.review_id WHERE p.id = ANY (${[...ids]}::uuid[]) AND p.status = 'stale'`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...{
          template: row.template,
          subject: row.subject,
          versionId: row.version_id,
          baseVersionId: row.base_version_id,
          stage: row.stage,
        },
        outdated: row.outdated,
        because: row.reason ? staleSentence(row.reason, { name: row.changed, own: row.reason.asset === row.asset_id }) : '',
      },
    ]),
  );
}
