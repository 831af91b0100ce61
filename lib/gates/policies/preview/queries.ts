import { type Actor, houseScope, mustEverywhere, scopeOf } from '#lib/access/policy.ts';
import { inTeams } from '#lib/assets/list/sql.ts';
import { type Stage, stages } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { contentOf, type Requirement, rankOf } from '../../rules.ts';
import { type AskedOf, judgedMany } from '../../verdict/many/sql.ts';
import { findPolicy } from '../queries.ts';
import type { Preview, PreviewInput } from '../schema.ts';

/** So many whose verdict changes are named. */
const shown = 100;

/**
 * What would pass and fail today, of the assets for which it is the next gate and that the actor sees: by these requirements, and by those that hold.
 * @throws AppError `forbidden`
 */
export async function previewPolicy(actor: Actor, { kind, stage, requirements }: PreviewInput): Promise<Preview> {
  mustEverywhere(actor, 'template.manage');
  const before: Stage | undefined = stages[rankOf(stage) - 1];
  const counted = { assets: 0, passing: 0, passingNow: 0, changing: [], more: false };
  if (!before) return { ...counted, requirements: requirements.map(({ key }) => ({ key, met: 0, waived: 0 })) };
  const at = now();
  return read(houseScope(actor.id), async (reader) => {
    const holds = (await findPolicy(reader, kind, stage))?.requirements ?? null;
    const asked: AskedOf[] = [...requirements, ...changedFrom(holds ?? [], requirements)].map((requirement) => ({
      kind,
      stage,
      requirement,
    }));
    const places = (of: readonly Requirement[]) =>
      of.map((each) => asked.findIndex(({ requirement }) => contentOf(requirement) === contentOf(each)) + 1);
    const where = Prisma.join(
      [Prisma.sql`a.kind = ${kind} AND a.stage = ${before} AND a.status = 'active'`, ...inTeams(scopeOf(actor).read)],
      ' AND ',
    );
    const passes = (of: readonly Requirement[]) =>
      of.length === 0
        ? Prisma.sql`true`
        : Prisma.join(
            places(of).map((place) => Prisma.sql`(met[${place}] OR waived[${place}])`),
            ' AND ',
          );
    const [row] = await counts(
      reader,
      Prisma.sql`${judgedMany(Prisma.sql`SELECT a.id FROM assets a WHERE ${where}`, asked, at)}, told AS MATERIALIZED (
        SELECT id, met, waived, (${passes(requirements)}) AS passes, ${holds ? Prisma.sql`(${passes(holds)})` : Prisma.sql`false`} AS passes_now FROM judged)`,
      places(requirements),
    );
    return {
      assets: row?.assets ?? 0,
      passing: row?.passing ?? 0,
      passingNow: row?.passing_now ?? 0,
      requirements: requirements.map(({ key }, index) => ({ key, met: row?.met[index] ?? 0, waived: row?.waived[index] ?? 0 })),
      changing: (row?.changing ?? []).slice(0, shown),
      more: (row?.changing ?? []).length > shown,
    };
  });
}

/** Those that hold and are not asked for alike. */
const changedFrom = (holds: readonly Requirement[], asked: readonly Requirement[]): Requirement[] => {
  const alike = new Set(asked.map(contentOf));
  return holds.filter((each) => !alike.has(contentOf(each)));
};

type Row = { assets: number; passing: number; passing_now: number; met: number[]; waived: number[]; changing: Preview['changing'] };

/** One statement for all of it. */
const counts = (reader: Reader, told: Prisma.Sql, places: readonly number[]): Promise<Row[]> => {
  const each = (condition: (place: number) => Prisma.Sql) =>
    places.length === 0
      ? Prisma.sql`ARRAY[]::int[]`
      : Prisma.sql`ARRAY[${Prisma.join(
          places.map((place) => Prisma.sql`count(*) FILTER (WHERE ${condition(place)})::int`),
          ', ',
        )}]`;
  return reader.rows<Row>(Prisma.sql`${told}
    SELECT count(*)::int AS assets, count(*) FILTER (WHERE passes)::int AS passing, count(*) FILTER (WHERE passes_now)::int AS passing_now,
      ${each((place) => Prisma.sql`met[${place}]`)} AS met, ${each((place) => Prisma.sql`NOT met[${place}] AND waived[${place}]`)} AS waived,
      (SELECT coalesce(json_agg(c), '[]') FROM (
        SELECT a.id, a.name, m.name AS "teamName", t.passes FROM told t JOIN assets a ON a.id = t.id JOIN teams m ON m.id = a.team_id
        WHERE t.passes <> t.passes_now ORDER BY t.passes, lower(a.name), a.id LIMIT ${shown + 1}) c) AS changing
    FROM told`);
};
