import { type Actor, houseScope, mustEverywhere, scopeOf } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Query, type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Subject } from '../rules.ts';
import { type PolicyTemplate, policyProblems, type SignalSeverity, signalSeverities, type Trigger, triggers } from './rules.ts';
import type { NewPolicy, Policy, PolicyPreview } from './schema.ts';

type Row = {
  id: string;
  trigger: Trigger;
  kinds: Kind[];
  stages: Stage[];
  severity: SignalSeverity | null;
  template: string | null;
  template_name: string | null;
  subject: Subject | null;
  template_enabled: boolean;
  enabled: boolean;
  built_in: boolean;
  version: number;
  recent: number;
  waiting: number;
};

/** For how long a preview and the list look back, in days. */
export const lookBack = 30;
const daysAgo = (days: number) => new Date(now().getTime() - days * 86_400_000);

/** Every policy, by what triggers it; counts are of reviews that the reader may see. */
export async function listPolicies(actor: Actor): Promise<Policy[]> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<Row>(Prisma.sql`
      WITH made AS (SELECT r.cause_ref, count(*) FILTER (WHERE r.requested_at > ${daysAgo(lookBack)})::int AS recent,
          count(*) FILTER (WHERE r.status IN ('open', 'changes'))::int AS waiting
        FROM reviews r WHERE r.cause = 'policy' AND (r.requested_at > ${daysAgo(lookBack)} OR r.status IN ('open', 'changes')) GROUP BY 1)
      SELECT p.id, p.trigger, p.kinds, p.stages, p.severity, p.template, v.content ->> 'name' AS template_name, t.subject, coalesce(t.enabled, true) AS template_enabled,
        p.enabled, p.built_in, p.version, coalesce(m.recent, 0) AS recent, coalesce(m.waiting, 0) AS waiting
      FROM review_policies p LEFT JOIN review_templates t ON t.key = p.template LEFT JOIN review_template_versions v ON v.template = t.key AND v.number = t.current
      LEFT JOIN made m ON m.cause_ref = p.id::text ORDER BY p.built_in DESC, p.id`),
  );
  return rows
    .map(({ template_name, template_enabled, built_in, ...row }) => ({
      ...row,
      templateName: template_name,
      templateEnabled: template_enabled,
      builtIn: built_in,
    }))
    .sort((a, b) => triggers.indexOf(a.trigger) - triggers.indexOf(b.trigger));
}

/** What a policy needs to know of the template that it names; undefined where there is none. */
export async function policyTemplate(reader: Reader, key: string | null): Promise<PolicyTemplate | undefined> {
  const [template] = await reader.rows<PolicyTemplate>(Prisma.sql`
    SELECT t.subject, v.content -> 'kinds' AS kinds, v.content -> 'stages' AS stages
    FROM review_templates t JOIN review_template_versions v ON v.template = t.key AND v.number = t.current WHERE t.key = ${key}`);
  return template;
}

/** How often a policy would have asked in the last 30 days, by what happened; of what waited already it would not have asked again. Nothing is written. */
export async function previewPolicy(actor: Actor, policy: NewPolicy): Promise<PolicyPreview> {
  mustEverywhere(actor, 'template.manage');
  return read(houseScope(actor.id), async (reader) => {
    const template = await policyTemplate(reader, policy.template);
    const problems = policyProblems(policy, template);
    if (Object.keys(problems).length > 0) return { times: 0, assets: 0, examples: [], problems };
    const fits = [
      ...within('kind', [policy.kinds, template?.kinds]),
      ...within('stage', [policy.stages, template?.stages]),
      ...(template?.subject === 'dataset' ? [Prisma.sql`a.kind = 'dataset'`] : []),
      ...(template?.subject === 'change' ? [twoVersions] : template ? [someVersion(template.subject)] : []),
    ];
    const [found] = await reader.rows<{ times: number; assets: number; examples: string[] }>(Prisma.sql`
      WITH happened AS MATERIALIZED (
        SELECT a.id, a.name FROM (${happenings(policy, daysAgo(lookBack))}) h JOIN assets a ON a.id = h.asset_id
        WHERE ${Prisma.join([Prisma.sql`a.status = 'active'`, ...fits], ' AND ')})
      SELECT (SELECT count(*)::int FROM happened) AS times, (SELECT count(DISTINCT id)::int FROM happened) AS assets,
        ARRAY(SELECT name FROM (SELECT DISTINCT id, name FROM happened) each ORDER BY lower(name), id LIMIT 5) AS examples`);
    return { times: found?.times ?? 0, assets: found?.assets ?? 0, examples: found?.examples ?? [], problems };
  });
}

const within = (column: 'kind' | 'stage', sets: readonly (readonly string[] | undefined)[]): Query[] =>
  sets.flatMap((set) => (set && set.length > 0 ? [Prisma.sql`a.${Prisma.raw(column)} = ANY (${[...set]})`] : []));

/** Something to compare, and something to look at: as when it is asked for. */
const twoVersions = Prisma.sql`(SELECT count(*) FROM asset_versions v WHERE v.asset_id = a.id) > 1`;
const someVersion = (subject: Subject): Query =>
  subject === 'version' ? Prisma.sql`EXISTS (SELECT FROM asset_versions v WHERE v.asset_id = a.id)` : Prisma.sql`true`;

/** Rows of `asset_id`, one for each time that it happened. Changed fields are told by the audit log. */
function happenings({ trigger, severity }: Pick<NewPolicy, 'trigger' | 'severity'>, since: Date): Query {
  const field = { 'exposure.changed': 'exposure', 'data_class.changed': 'dataClass', 'stage.changed': 'stage' } as const;
  switch (trigger) {
    case 'version.registered':
      return Prisma.sql`SELECT v.asset_id FROM asset_versions v WHERE v.registered_at > ${since}`;
    case 'signal.raised': {
      const wanted = severity === null ? signalSeverities : signalSeverities.slice(signalSeverities.indexOf(severity));
      return Prisma.sql`SELECT s.asset_id FROM signals s WHERE s.raised_at > ${since} AND s.severity = ANY (${[...wanted]})`;
    }
    case 'approval.stale':
      return Prisma.sql`SELECT p.asset_id FROM approvals p WHERE p.stale_at > ${since}`;
    default:
      return Prisma.sql`SELECT e.target_id AS asset_id FROM audit_events e WHERE e.at > ${since} AND e.target_type = 'asset'
        AND e.before ? ${field[trigger]} AND e.after ? ${field[trigger]} AND e.before -> ${field[trigger]} <> e.after -> ${field[trigger]}`;
  }
}
