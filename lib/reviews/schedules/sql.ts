/** What a schedule asks about: assets of its team that its filter finds, or the team's people. */
import { conditions } from '#lib/assets/list/sql.ts';
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

/** Rows of `id`, `name` and `team_id`: what a schedule of this team asks about by a template of this subject. */
export function subjectsOf({ teamId, subject, filter }: { teamId: string; subject: Subject; filter: string }): Query {
  if (subject === 'access')
    return Prisma.sql`
      SELECT u.id, u.name, m.team_id FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.team_id = ${teamId}::uuid AND u.status = 'active' AND (m.expires_at IS NULL OR m.expires_at > now())`;
  const found = [...conditions(filterOf(filter), [teamId]), ...(subject === 'dataset' ? [Prisma.sql`a.kind = 'dataset'`] : [])];
  return Prisma.sql`SELECT a.id, a.name, a.team_id FROM asset_list a WHERE ${Prisma.join(found, ' AND ')}`;
}
