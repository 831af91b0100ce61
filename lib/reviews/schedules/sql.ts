/** What a schedule asks about: assets of its team that its filter finds, or the team's people. */
import { conditions } from '#lib/assets/list/sql.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { AssetFilter } from '#lib/assets/schema.ts';
import type { Query } from '#lib/platform/database.ts';
import { invalid } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Subject } from '../rules.ts';

/** What stands in a list's address beside the filter. */
const beside = new Set(['sort', 'view', 'columns', 'after', 'before', 'limit', 'density', 'team']);

/**
 * The filter of assets in an address; the team is the schedule's own, whatever the address says.
 * @throws AppError `invalid` naming the part that is no filter
 */
export function filterOf(text: string): AssetFilter {
  const given = [...new URLSearchParams(text.replace(/^.*\?/, ''))].filter(([name, value]) => !beside.has(name) && value !== '');
  const parsed = AssetFilter.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.');
  throw invalid('filter', `The filter says “${name}” in a way that the list of assets does not know.`);
}

/** What of a template says which assets it can ask about. */
export type ScheduledTemplate = { subject: Subject; kinds: readonly Kind[]; stages: readonly Stage[] };

/** Rows of `id`, `name` and `team_id`: what a schedule of this team asks about, by what its filter finds and its template fits. */
export function subjectsOf({ teamId, template, filter }: { teamId: string; template: ScheduledTemplate; filter: string }): Query {
  const { subject, kinds, stages } = template;
  if (subject === 'access')
    return Prisma.sql`
      SELECT u.id, u.name, m.team_id FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.team_id = ${teamId}::uuid AND u.status = 'active' AND (m.expires_at IS NULL OR m.expires_at > now())`;
  // A version is looked at, a change compares two.
  const versions = { version: 1, change: 2 }[subject as string] ?? 0;
  const found = [
    ...conditions(filterOf(filter), [teamId]),
    ...(subject === 'dataset' ? [Prisma.sql`a.kind = 'dataset'`] : []),
    ...(kinds.length > 0 ? [Prisma.sql`a.kind = ANY (${[...kinds]})`] : []),
    ...(stages.length > 0 ? [Prisma.sql`a.stage = ANY (${[...stages]})`] : []),
    ...(versions > 0 ? [Prisma.sql`(SELECT count(*) FROM asset_versions v WHERE v.asset_id = a.id) >= ${versions}`] : []),
  ];
  return Prisma.sql`SELECT a.id, a.name, a.team_id FROM asset_list a WHERE ${Prisma.join(found, ' AND ')}`;
}
