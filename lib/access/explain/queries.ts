import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { roleOf } from '../held-rights.ts';
import type { Kind } from '../kinds.ts';
import type { Permission, Role } from '../permissions.ts';
import { type Actor, can, forbidden, type Target, teamsWith } from '../policy.ts';
import { explainAll, holdersOf, type Principal, type PrincipalMembership } from './rules.ts';
import type { Explanation, ExplanationInput, FoundPrincipals, Holders, HoldersInput, Subject } from './schema.ts';

type Custom = { name: string; permissions: Permission[]; kinds: Kind[] } | null;
type Row = {
  id: string;
  type: Principal['type'];
  name: string;
  status: Principal['status'];
  org_role: string;
  org_custom: Custom;
  memberships: (Omit<PrincipalMembership, 'role'> & { role: string; custom: Custom })[];
};

const custom = (role: string) =>
  Prisma.sql`CASE WHEN NOT ${Prisma.raw(role)}.built_in THEN json_build_object('name', ${Prisma.raw(role)}.name, 'permissions', ${Prisma.raw(role)}.permissions, 'kinds', ${Prisma.raw(role)}.kinds) END`;

const membership = (row: string) => Prisma.sql`json_build_object('teamId', t.id, 'teamKey', t.key, 'teamName', t.name,
  'archived', t.archived_at IS NOT NULL, 'role', r.key, 'expiresAt', ${Prisma.raw(row)}, 'custom', ${custom('r')})`;

/** People (`u`) that the condition holds for, by name. */
export const peopleQuery = (where: Prisma.Sql) => Prisma.sql`
  SELECT u.id, 'person' AS type, u.name, u.status, u.org_role, ${custom('o')} AS org_custom,
    (SELECT coalesce(json_agg(${membership('m.expires_at')} ORDER BY lower(t.name), t.id), '[]')
     FROM memberships m JOIN teams t ON t.id = m.team_id JOIN roles r ON r.key = m.role WHERE m.user_id = u.id) AS memberships
  FROM users u JOIN roles o ON o.key = u.org_role WHERE ${where} ORDER BY lower(u.name), u.id`;

/** Service accounts (`s`) that the condition holds for, by name: each has its one role in its one team. */
export const servicesQuery = (where: Prisma.Sql) => Prisma.sql`
  SELECT s.id, 'service' AS type, s.name, s.status, 'member' AS org_role, NULL AS org_custom,
    json_build_array(${membership('NULL')}) AS memberships
  FROM service_accounts s JOIN teams t ON t.id = s.team_id JOIN roles r ON r.key = s.role WHERE ${where} ORDER BY lower(s.name), s.id`;

/** The principals of these conditions, people first, with everything they hold. */
export async function principalsOf(reader: Reader, people: Prisma.Sql, services: Prisma.Sql): Promise<Principal[]> {
  const rows = [...(await reader.rows<Row>(peopleQuery(people))), ...(await reader.rows<Row>(servicesQuery(services)))];
  return rows.map(({ org_role, org_custom, memberships, ...row }) => ({
    ...row,
    orgRole: roleOf('organisation', org_role, org_custom),
    memberships: memberships.map(({ custom: defined, role, ...each }) => ({ ...each, role: roleOf('team', role, defined) as Role })),
    token: null,
  }));
}

/** What an asset's id stands for, within the actor's sight; higher domains know. @throws AppError `not_found`. */
export type AssetLookup = (
  actor: Actor,
  id: string,
) => Promise<{ id: string; name: string; kind: Kind; team: { id: string; name: string } }>;

async function subjectOf(actor: Actor, input: { assetId?: string; teamId?: string }, findAsset: AssetLookup): Promise<Subject> {
  if (input.assetId) {
    const { id, name, kind, team } = await findAsset(actor, input.assetId);
    return { asset: { id, name, kind }, team: { id: team.id, name: team.name } };
  }
  const [team] = await read(everyTeam(actor), (reader) =>
    reader.rows<{ id: string; name: string }>(Prisma.sql`SELECT id, name FROM teams WHERE id = ${input.teamId}::uuid`),
  );
  if (!team) throw notFound('team');
  return { asset: null, team };
}

/** What is read to explain goes beyond what the actor may see of assets; what they may know is decided before. */
const everyTeam = (actor: Actor) => ({ actorId: actor.id, read: 'every', write: [] }) as const;

const targetOf = (subject: Subject): Target => ({ teamId: subject.team.id, kind: subject.asset?.kind });

/**
 * What a person or service account may do to an asset or in a team, through what, and why not the rest. One may ask about oneself; about
 * others with the right to explain there. @throws AppError `not_found`, `forbidden`.
 */
export async function explainPrincipal(actor: Actor, input: ExplanationInput, findAsset: AssetLookup): Promise<Explanation> {
  const subject = await subjectOf(actor, input, findAsset);
  if (input.principalId !== actor.id && !can(actor, 'access.explain', { teamId: subject.team.id })) throw forbidden('access.explain');
  const { principal, token, tokens } = await read(everyTeam(actor), async (reader) => {
    const id = Prisma.sql`${input.principalId}::uuid`;
    const [found] = await principalsOf(reader, Prisma.sql`u.id = ${id}`, Prisma.sql`s.id = ${id}`);
    if (!found || !mayKnow(actor, found, subject.team.id)) throw notFound('person');
    const inForce = await reader.rows<{ id: string; name: string; scopes: Permission[] }>(Prisma.sql`
      SELECT id, name, scopes FROM api_tokens WHERE coalesce(user_id, service_account_id) = ${id}
        AND revoked_at IS NULL AND expires_at > now() ORDER BY lower(name), id`);
    const chosen = inForce.find((each) => each.id === input.tokenId) ?? null;
    if (input.tokenId && !chosen) throw notFound('token');
    return { principal: found, token: chosen, tokens: mayKnowTokens(actor, found) ? inForce : [] };
  });
  const { id, type, name, status, orgRole } = principal;
  return {
    principal: { id, type, name, status, orgRole: { key: orgRole.key, name: orgRole.name } },
    token: token && { id: token.id, name: token.name },
    tokens: tokens.map((each) => ({ id: each.id, name: each.name })),
    ...subject,
    verdicts: explainAll({ ...principal, token }, targetOf(subject), now()).map((verdict) =>
      withoutOtherTeams(actor, verdict, subject.team.id),
    ),
  };
}

/** A service account of a team in which the actor may explain nothing is not there; people are in everyone's directory. */
const mayKnow = (actor: Actor, { id, type, memberships }: Principal, teamId: string) =>
  type === 'person' ||
  id === actor.id ||
  memberships.some((each) => each.teamId === teamId || can(actor, 'access.explain', { teamId: each.teamId }));

/** Which tokens somebody has is their own matter; those of a service account are its managers'. */
const mayKnowTokens = (actor: Actor, { id, type, memberships }: Principal) =>
  id === actor.id || (type === 'service' && memberships.some((each) => can(actor, 'service.manage', { teamId: each.teamId })));

/** Which role somebody holds in a team that the actor may not explain stays untold: "in another team" is enough. */
function withoutOtherTeams(actor: Actor, verdict: Explanation['verdicts'][number], teamId: string): Explanation['verdicts'][number] {
  const known = (id: string | null) =>
    id === null || id === teamId || can(actor, 'access.explain', { teamId: id }) || actor.memberships.some((each) => each.teamId === id);
  return { ...verdict, instead: verdict.instead.filter((each) => known(each.teamId)) };
}

/** The most that are named at once. */
const mostHolders = 500;

/** Everyone who holds a permission on an asset or in a team, and through what. @throws AppError `not_found`, `forbidden`. */
export async function listHolders(actor: Actor, input: HoldersInput, findAsset: AssetLookup): Promise<Holders> {
  const subject = await subjectOf(actor, input, findAsset);
  if (!can(actor, 'access.explain', { teamId: subject.team.id })) throw forbidden('access.explain');
  const inTeam = Prisma.sql`${subject.team.id}::uuid`;
  const principals = await read(everyTeam(actor), (reader) =>
    principalsOf(
      reader,
      Prisma.sql`u.status = 'active' AND (u.org_role <> 'member' OR EXISTS (SELECT FROM memberships h WHERE h.user_id = u.id AND h.team_id = ${inTeam}))`,
      Prisma.sql`s.status = 'active' AND s.team_id = ${inTeam}`,
    ),
  );
  const holders = holdersOf(principals, input.permission, targetOf(subject), now());
  return {
    ...subject,
    permission: input.permission,
    total: holders.length,
    holders: holders.slice(0, mostHolders).map(({ principal: { id, type, name }, verdict }) => ({
      principal: { id, type, name },
      // On a team as a whole, the roles that give it on some kinds.
      through: verdict.allowed ? verdict.through : verdict.instead,
      covers: verdict.covers,
    })),
  };
}

/** The most that are offered at once. */
const mostFound = 20;

/** People, and service accounts of the teams where the actor may explain, whose name holds the text; at most 20. */
export async function findPrincipals(actor: Actor, text: string): Promise<FoundPrincipals['principals']> {
  const scope = { actorId: actor.id, read: teamsWith(actor, 'access.explain'), write: [] };
  const wanted = text.toLowerCase();
  return read(scope, (reader) =>
    reader.rows<FoundPrincipals['principals'][number]>(Prisma.sql`
      SELECT id, type, name, aside FROM (
        SELECT u.id, 'person' AS type, u.name, split_part(u.email, '@', 1) AS aside FROM users u
        WHERE ${wanted} = '' OR strpos(lower(u.name), ${wanted}) > 0 OR strpos(u.email, ${wanted}) > 0
        UNION ALL
        SELECT s.id, 'service', s.name, t.name FROM service_accounts s JOIN teams t ON t.id = s.team_id
        WHERE ${wanted} = '' OR strpos(lower(s.name), ${wanted}) > 0) found
      ORDER BY NOT starts_with(lower(name), ${wanted}), lower(name), id LIMIT ${mostFound}`),
  );
}
