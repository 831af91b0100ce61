/** How many reviews each value of a filter would show, the other filters standing. Asked for after paint. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { causeLabels, type ReviewFacet, stateLabels, subjectLabels } from '../../rules.ts';
import type { ReviewFilter } from '../schema.ts';
import { all, conditions, joined, stageSql } from '../sql.ts';

type Counted = { value: string; label: string; count: number };
type FacetRow = { value: string | null; label: string | null; count: number };

const none = Prisma.sql`NULL::text`;

function columnsOf(facet: ReviewFacet, at: Date): { value: Prisma.Sql; label: Prisma.Sql } {
  switch (facet) {
    case 'status':
    case 'subject':
    case 'cause':
      return { value: Prisma.sql`r.${Prisma.raw(facet)}`, label: none };
    case 'kind':
      return { value: Prisma.sql`a.kind`, label: none };
    case 'stage':
      return { value: stageSql, label: none };
    case 'overdue':
      return { value: Prisma.sql`CASE WHEN r.status = 'open' AND r.due_at <= ${at} THEN 'yes' ELSE 'no' END`, label: none };
    case 'breakGlass':
      return { value: Prisma.sql`CASE WHEN r.break_glass THEN 'yes' ELSE 'no' END`, label: none };
    case 'template':
      return {
        value: Prisma.sql`r.template`,
        label: Prisma.sql`(SELECT v.content ->> 'name' FROM review_templates p JOIN review_template_versions v ON v.template = p.key AND v.number = p.current WHERE p.key = g.value)`,
      };
    case 'team':
      return { value: Prisma.sql`r.team_id::text`, label: none };
    case 'requester':
      return {
        value: Prisma.sql`r.requested_by::text`,
        label: Prisma.sql`coalesce((SELECT name FROM users WHERE id = g.value::uuid), (SELECT name FROM service_accounts WHERE id = g.value::uuid))`,
      };
    case 'asset':
      return { value: Prisma.sql`r.asset_id::text`, label: Prisma.sql`(SELECT name FROM asset_list WHERE id = g.value::uuid)` };
    case 'reviewer':
      return { value: Prisma.sql`s.user_id::text`, label: Prisma.sql`(SELECT name FROM users WHERE id = g.value::uuid)` };
  }
}

const yesNo = { yes: 'Yes', no: 'No' };
const vocabularies: Partial<Record<ReviewFacet, Readonly<Record<string, string>>>> = {
  status: stateLabels,
  subject: subjectLabels,
  cause: causeLabels,
  kind: kindLabels,
  stage: stageLabels,
  overdue: yesNo,
  breakGlass: yesNo,
};

const shownValues = 50;

/** The values of one filter with how many reviews each would show, the other filters standing. */
export async function countFacet(
  actor: Actor,
  { facet, term, ...filter }: ReviewFilter & { facet: ReviewFacet; term?: string },
): Promise<{ counts: Counted[] }> {
  const at = now();
  const { value, label } = columnsOf(facet, at);
  const seats = Prisma.sql`LEFT JOIN review_seats s ON s.review_id = r.id AND s.released_at IS NULL`;
  const named = facet === 'team' ? Prisma.sql`(SELECT name FROM teams WHERE id = g.value::uuid)` : label;
  const shown = facet === 'team' ? Prisma.sql`(SELECT key FROM teams WHERE id = g.value::uuid)` : Prisma.sql`g.value`;
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<FacetRow>(Prisma.sql`
      SELECT ${shown} AS value, ${named} AS label, g.count FROM (
        SELECT ${value} AS value, count(${facet === 'reviewer' ? Prisma.sql`DISTINCT r.id` : Prisma.sql`*`})::int AS count
        FROM ${joined} ${facet === 'reviewer' ? seats : Prisma.empty} WHERE ${all(conditions(actor, filter, at, facet))} GROUP BY 1) g
      WHERE g.value IS NOT NULL ORDER BY g.count DESC, 2, 1`),
  );
  const vocabulary = vocabularies[facet];
  if (vocabulary) {
    const counted = new Map(rows.map((row) => [row.value, row.count]));
    return { counts: Object.entries(vocabulary).map(([each, word]) => ({ value: each, label: word, count: counted.get(each) ?? 0 })) };
  }
  const wanted = term?.trim().toLowerCase() ?? '';
  const counts = rows.flatMap((row) =>
    row.value === null ? [] : [{ value: row.value, label: row.label ?? 'Somebody', count: row.count }],
  );
  return { counts: counts.filter((row) => row.label.toLowerCase().includes(wanted)).slice(0, shownValues) };
}
