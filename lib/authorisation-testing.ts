/** For the authorisation matrix alone: the principals, the ground they stand on, and how one of them comes to an operation. */
import { actorOfToken } from './access/actor.ts';
import { actorOfApiToken } from './access/bearer.ts';
import { type Kind, kinds } from './access/kinds.ts';
import type { OrganisationRole, TeamRole } from './access/permissions.ts';
import type { Actor } from './access/policy.ts';
import {
  giveRole,
  makeAsset,
  makePerson,
  makeService,
  makeSession,
  makeTeam,
  makeToken,
  type TestAsset,
  type TestPerson,
  type TestTeam,
} from './access/testing.ts';
import { newId } from './platform/identifiers.ts';
import { owner } from './platform/testing.ts';

/** What the target is to the principal. `none`: the principal belongs to no team. `retired`: a retired asset, an archived team, a deactivated person. */
export const relations = ['own', 'other', 'none', 'retired'] as const;
export type Relation = (typeof relations)[number];

/** Done; not there for this principal; there, and not theirs to do; no longer possible; not signed in. */
export const outcomes = ['allow', 'hidden', 'refused', 'conflict', 'unknown'] as const;

/** A team with an asset of each kind, active and retired, and people around it. */
export type Ground = {
  team: TestTeam;
  assets: Record<'active' | 'retired', Record<Kind, TestAsset>>;
  /** A viewer of the team, on whom people's permissions are tried. */
  person: TestPerson;
  /** An event in the team's log. */
  eventId: string;
};

export async function layGround(): Promise<Ground> {
  const team = await makeTeam();
  const assetsOf = async (status: 'active' | 'retired') => {
    const made = await Promise.all(kinds.map((kind) => makeAsset(team, { kind, more: { status } })));
    return Object.fromEntries(made.map((asset) => [asset.kind, asset])) as Record<Kind, TestAsset>;
  };
  const person = await makePerson({ roles: [[team, 'viewer']] });
  const eventId = newId();
  await owner.query(
    `INSERT INTO audit_events (id, event, target_type, target_id, team_id, operation_id, request_id) VALUES ($1, 'team.created', 'team', $2, $2, $1, 'matrix')`,
    [eventId, team.id],
  );
  return { team, eventId, assets: { active: await assetsOf('active'), retired: await assetsOf('retired') }, person };
}

/** How a principal comes: what its requests carry, and the actor that is made of it, anew for each call. */
export type Caller = { headers: Record<string, string>; actor: () => Promise<Actor | null> };

const byCookie = (session: string): Caller => ({ headers: { cookie: `gatehouse-session=${session}` }, actor: () => actorOfToken(session) });
const byToken = (token: string): Caller => ({
  headers: { authorization: `Bearer ${token}` },
  actor: () => actorOfApiToken(token, null).catch(() => null),
});

/** Teams in which a principal of teams holds its role; none of them where it belongs to no team. */
type Teams = readonly { id: string }[];
export type Principal = { name: string; come: (teams: Teams) => Promise<Caller> };

const organisation = (name: OrganisationRole): Principal => ({
  name,
  come: async () => byCookie(await makeSession(await makePerson({ orgRole: name }))),
});

const inTeams = async (teams: Teams, role: string): Promise<TestPerson> => {
  const person = await makePerson();
  for (const team of teams) await giveRole(person, team, role as TeamRole);
  return person;
};

const ofTeam = (name: TeamRole): Principal => ({ name, come: async (teams) => byCookie(await makeSession(await inTeams(teams, name))) });

/** @returns the key of a custom role. */
async function defineRole(scope: 'organisation' | 'team', permissions: string[], only: Kind[]): Promise<string> {
  const key = newId();
  await owner.query('INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, $2, $3, $4, $5)', [
    key,
    scope,
    `Role ${key}`,
    permissions,
    only,
  ]);
  return key;
}

/** What each may do is written in access/authorisation.csv under its name; what each is, here. */
export const principals: readonly Principal[] = [
  ...(['admin', 'security', 'auditor', 'member'] as const).map(organisation),
  ...(['lead', 'data_scientist', 'ml_engineer', 'developer', 'cloud_admin', 'viewer'] as const).map(ofTeam),
  {
    name: 'custom_team',
    come: async (teams) => {
      const role = await defineRole('team', ['asset.read', 'asset.edit', 'view.share', 'member.manage'], ['dataset']);
      return byCookie(await makeSession(await inTeams(teams, role)));
    },
  },
  {
    name: 'custom_organisation',
    come: async () => {
      const role = await defineRole('organisation', ['asset.read', 'asset.edit', 'asset.create', 'person.read', 'team.manage'], ['model']);
      return byCookie(await makeSession(await makePerson({ orgRole: role as OrganisationRole })));
    },
  },
  {
    name: 'token_of_lead',
    come: async (teams) => {
      const scopes = ['asset.read', 'asset.edit', 'member.manage', 'settings.manage'] as const;
      return byToken((await makeToken(await inTeams(teams, 'lead'), { scopes })).token);
    },
  },
  {
    name: 'token_of_admin',
    come: async () => {
      const scopes = ['asset.read', 'asset.retire', 'person.read', 'audit.read'] as const;
      return byToken((await makeToken(await makePerson({ orgRole: 'admin' }), { scopes })).token);
    },
  },
  {
    name: 'service',
    come: async (teams) => byToken((await makeToken(await makeService(teams[0] ?? (await archivedTeam()), { role: 'ml_engineer' }))).token),
  },
  {
    name: 'service_narrow',
    come: async (teams) => {
      const service = await makeService(teams[0] ?? (await archivedTeam()), { role: 'lead' });
      return byToken((await makeToken(service, { scopes: ['asset.read', 'version.register', 'service.manage'] })).token);
    },
  },
  {
    name: 'expired',
    come: async (teams) => {
      const person = await inTeams(teams, 'lead');
      await owner.query("UPDATE memberships SET expires_at = now() - interval '1 second' WHERE user_id = $1", [person.id]);
      return byCookie(await makeSession(person));
    },
  },
  {
    name: 'deactivated',
    come: async (teams) => {
      const person = await inTeams(teams, 'lead');
      const session = await makeSession(person);
      await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
      return byCookie(session);
    },
  },
  {
    name: 'revoked_token',
    come: async (teams) => {
      const { id, token } = await makeToken(await inTeams(teams, 'lead'));
      await owner.query('UPDATE api_tokens SET revoked_at = now() WHERE id = $1', [id]);
      return byToken(token);
    },
  },
  { name: 'signed_out', come: async () => ({ headers: {}, actor: async () => null }) },
];

/** A service account has a team always; the team of one that belongs to no team is archived. */
async function archivedTeam(): Promise<{ id: string }> {
  const team = await makeTeam();
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
  return team;
}
