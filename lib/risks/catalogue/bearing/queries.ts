import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type Kind, type Level, levels, type Stage } from '#lib/assets/rules.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { bearsOn, type ControlEntry, type StandingCatalogue } from '../rules.ts';

/** On how many assets a control is of use, and how it stands there; evidence of its safeguards. Within the reader's rights. */
export type Coverage = {
  /** Active assets on which a threat bears that the control reduces. */
  assets: number;
  verified: number;
  implemented: number;
  planned: number;
  notApplicable: number;
  none: number;
  evidence: { current: number; expired: number };
};

type Place = { kind: Kind; stage: Stage; n: number };
type Standing = { control: string; kind: Kind; stage: Stage; state: string; n: number; current: number; expired: number };
export type Grounds = { places: readonly Place[]; standing: readonly Standing[] };

const teamsOf = (actor: Actor, column: Prisma.Sql) => {
  const { read: teams } = scopeOf(actor);
  return teams === 'every' ? Prisma.sql`true` : Prisma.sql`${column} = ANY (${[...teams]}::uuid[])`;
};

/** The reader's active assets by kind and stage: on which threats bear follows from it alone. */
export const placesOf = (reader: Reader, actor: Actor): Promise<Place[]> =>
  reader.rows<Place>(Prisma.sql`
    SELECT a.kind, a.stage, count(*)::int AS n FROM assets a WHERE a.status = 'active' AND ${teamsOf(actor, Prisma.sql`a.team_id`)} GROUP BY 1, 2`);

/** How each control, or one, stands on the reader's active assets. */
export async function groundsOf(reader: Reader, actor: Actor, control: string | null = null): Promise<Grounds> {
  const places = await placesOf(reader, actor);
  const one = control === null ? Prisma.empty : Prisma.sql`AND s.control = ${control}`;
  const standing = await reader.rows<Standing>(Prisma.sql`
    SELECT s.control, a.kind, a.stage, s.state, count(*)::int AS n, coalesce(sum(e.current), 0)::int AS current, coalesce(sum(e.expired), 0)::int AS expired
    FROM safeguards s JOIN assets a ON a.id = s.asset_id
    LEFT JOIN (
      SELECT e.safeguard_id, count(*) FILTER (WHERE e.expires_at IS NULL OR e.expires_at > now()) AS current, count(*) FILTER (WHERE e.expires_at <= now()) AS expired
      FROM evidence e WHERE e.removed_at IS NULL AND ${teamsOf(actor, Prisma.sql`e.team_id`)} GROUP BY 1
    ) e ON e.safeguard_id = s.id
    WHERE a.status = 'active' AND ${teamsOf(actor, Prisma.sql`s.team_id`)} ${one} GROUP BY 1, 2, 3, 4`);
  return { places, standing };
}

/** Coverage of one control. Assets on which nothing bears that it reduces are left out, and what stands on them, too. */
export function coverageOf({ places, standing }: Grounds, { threats }: StandingCatalogue, control: ControlEntry): Coverage {
  const reduced = control.mitigates.filter(({ strength }) => strength > 0);
  const served = threats.filter((threat) => threat.enabled && reduced.some((each) => each.threat === threat.key));
  const concerned = ({ kind, stage }: { kind: Kind; stage: Stage }) => served.some(({ applies }) => bearsOn(applies, kind, stage));
  const assets = places.filter(concerned).reduce((sum, { n }) => sum + n, 0);
  const there = standing.filter((each) => each.control === control.key && concerned(each));
  const inState = (state: string) => there.filter((each) => each.state === state).reduce((sum, { n }) => sum + n, 0);
  const [verified, implemented, planned, notApplicable] = ['verified', 'implemented', 'planned', 'not_applicable'].map(inState) as [
    number,
    number,
    number,
    number,
  ];
  const evidence = {
    current: there.reduce((sum, each) => sum + each.current, 0),
    expired: there.reduce((sum, each) => sum + each.expired, 0),
  };
  const none = Math.max(0, assets - verified - implemented - planned - notApplicable);
  return { assets, verified, implemented, planned, notApplicable, none, evidence };
}

/** The reader's assets on which a threat bears, by the level of the worst of its risks there, worst first. */
export async function bearingOf(actor: Actor, threat: string): Promise<{ level: Level; assets: number }[]> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ level: number; n: number }>(Prisma.sql`
      SELECT level, count(*)::int AS n FROM (
        SELECT r.asset_id, max(r.level) AS level FROM risks r
        WHERE r.threat = ${threat} AND r.applies AND ${teamsOf(actor, Prisma.sql`r.team_id`)} GROUP BY 1) worst
      GROUP BY 1 ORDER BY 1 DESC`),
  );
  return rows.map(({ level, n }) => ({ level: levels[level] ?? 'unassessed', assets: n }));
}
