/** What the template of a review names, and who holds a seat of it. */
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { TemplateContent } from '../../schema.ts';
import type { Wanted } from '../rules.ts';
import type { Choice } from './rules.ts';

export type Named = { ofTemplate: readonly Wanted[]; seated: Choice[]; ownerTeams: string[] };

type Row = { content: unknown; seats: { userId: string | null; role: string | null }[]; owner_teams: string[] };

/** Of a review that the reader may see. A seat that somebody decides in for another counts as the other's. */
export async function namedIn(reader: Reader, reviewId: string): Promise<Named> {
  const [row] = await reader.rows<Row>(Prisma.sql`
    SELECT v.content,
      ARRAY(SELECT m.team_id FROM memberships m JOIN asset_list a ON a.owner_id = m.user_id WHERE a.id = r.asset_id) AS owner_teams,
      coalesce((SELECT jsonb_agg(jsonb_build_object('userId', coalesce(s.delegated_from, s.user_id), 'role', s.role) ORDER BY s.assigned_at, s.id)
        FROM review_seats s WHERE s.review_id = r.id AND s.released_at IS NULL), '[]') AS seats
    FROM review_list r JOIN review_template_versions v ON v.template = r.template AND v.number = r.template_number WHERE r.id = ${reviewId}::uuid`);
  if (!row) return { ofTemplate: [], seated: [], ownerTeams: [] };
  return {
    ofTemplate: TemplateContent.parse(row.content).reviewers,
    // A claimed seat stays its pool's.
    seated: row.seats.flatMap(({ userId, role }): Choice[] => (role ? [{ role }] : userId ? [{ userId }] : [])),
    ownerTeams: row.owner_teams,
  };
}
