import { database, read } from '#lib/platform/database.ts';
import { decrypt } from '#lib/platform/encryption.ts';
import { env } from '#lib/platform/env.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { hashToken } from '../actor.ts';
import { type Actor, houseScope } from '../policy.ts';
import { ownScope } from '../sessions/commands.ts';
import { type Connection, redirectUri } from './protocol.ts';
import { environmentKey, type Mapping } from './rules.ts';
import type { Identity, Provider, SignInProvider, SingleSignOn } from './schema.ts';

/** The name under which the settings keep whether passwords are for administrators alone. */
export const requirement = 'single_sign_on';

/** A provider as it is used: how to reach it, and what is set here about it. */
export type UsedProvider = Connection & {
  name: string;
  createsPeople: boolean;
  trustsMail: boolean;
  enforcesSecondFactor: boolean;
  mappings: Mapping[];
};

type Row = {
  id: string;
  key: string;
  name: string;
  issuer: string;
  client_id: string | null;
  client_secret: Buffer | null;
  scopes: string;
  groups_claim: string;
  enabled: boolean;
  creates_people: boolean;
  trusts_mail: boolean;
  enforces_second_factor: boolean;
  mappings: Mapping[];
  version: number;
};

const noRules = { creates_people: false, trusts_mail: false, enforces_second_factor: false, mappings: [] as Mapping[], version: 0, id: '' };

/** The provider of the environment as a row would be, or null; what is set here about it counts while its issuer is the same. */
function fromEnvironment(rows: readonly Row[]): Row | null {
  const { GATEHOUSE_OIDC_ISSUER: issuer, GATEHOUSE_OIDC_CLIENT_ID: client_id } = env();
  if (!issuer || !client_id) return null;
  const kept = rows.find((row) => row.key === environmentKey);
  return {
    ...(kept?.issuer === issuer ? kept : { ...noRules, version: kept?.version ?? 0 }),
    key: environmentKey,
    issuer,
    client_id,
    client_secret: null,
    name: env().GATEHOUSE_OIDC_NAME,
    scopes: env().GATEHOUSE_OIDC_SCOPES,
    groups_claim: env().GATEHOUSE_OIDC_GROUPS_CLAIM,
    enabled: true,
  };
}

const sameIssuer = (one: string, other: string) => new URL(one).href === new URL(other).href;

/** All that are set, the environment's first, then by name. */
async function allRows(): Promise<(Row & { overruled: boolean })[]> {
  const { rows } = await database().pool.query<Row>('SELECT * FROM identity_providers ORDER BY lower(name), key');
  const first = fromEnvironment(rows);
  const set = rows
    .filter((row) => row.key !== environmentKey)
    .map((row) => ({ ...row, overruled: first !== null && sameIssuer(row.issuer, first.issuer) }));
  return first ? [{ ...first, overruled: false }, ...set] : set;
}

/** The providers that people can sign in through now, for the buttons. */
export async function listSignInProviders(): Promise<SignInProvider[]> {
  return (await allRows()).filter((row) => row.enabled && !row.overruled).map(({ key, name }) => ({ key, name }));
}

/** The provider of this key with its secret, or null when it is not there, off, or overruled. */
export async function findProvider(key: string): Promise<UsedProvider | null> {
  const row = (await allRows()).find((each) => each.key === key && each.enabled && !each.overruled);
  if (!row?.client_id) return null;
  const clientSecret = row.client_secret ? decrypt(row.client_secret, 'client secret', row.id) : env().GATEHOUSE_OIDC_CLIENT_SECRET;
  if (!clientSecret) return null;
  return {
    key: row.key,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret,
    scopes: row.scopes,
    groupsClaim: row.groups_claim,
    createsPeople: row.creates_people,
    trustsMail: row.trusts_mail,
    enforcesSecondFactor: row.enforces_second_factor,
    mappings: row.mappings,
  };
}

/** Everything an administrator sees and sets; no secret. */
export async function getSingleSignOn(): Promise<SingleSignOn> {
  const [rows, counts, standing, withoutIdentity] = await Promise.all([
    allRows(),
    countPeople(),
    readRequirement(),
    countWithoutIdentity(),
  ]);
  const providers = rows.map(
    (row): Provider => ({
      key: row.key,
      name: row.name,
      issuer: row.issuer,
      clientId: row.client_id ?? '',
      scopes: row.scopes,
      groupsClaim: row.groups_claim,
      enabled: row.enabled,
      createsPeople: row.creates_people,
      trustsMail: row.trusts_mail,
      enforcesSecondFactor: row.enforces_second_factor,
      mappings: row.mappings,
      fromEnvironment: row.key === environmentKey,
      overruled: row.overruled,
      redirectUri: redirectUri(row.key),
      people: counts.filter((each) => sameIssuer(each.issuer, row.issuer)).reduce((sum, each) => sum + each.people, 0),
      version: row.version,
    }),
  );
  return { providers, ...standing, withoutIdentity, redirectBase: redirectUri('') };
}

async function countWithoutIdentity(): Promise<number> {
  const found = await read(houseScope(null), ({ rows }) =>
    rows<{ people: number }>(Prisma.sql`
      SELECT count(*)::int AS people FROM users u
      WHERE u.status = 'active' AND u.org_role <> 'admin' AND NOT EXISTS (SELECT FROM identities i WHERE i.user_id = u.id)`),
  );
  return found[0]?.people ?? 0;
}

const countPeople = () =>
  read(houseScope(null), ({ rows }) =>
    rows<{ issuer: string; people: number }>(
      Prisma.sql`SELECT issuer, count(DISTINCT user_id)::int AS people FROM identities GROUP BY issuer`,
    ),
  );

/** @throws AppError `not_found` */
export async function getProvider(key: string): Promise<Provider> {
  const provider = (await getSingleSignOn()).providers.find((each) => each.key === key);
  if (!provider) throw notFound('provider');
  return provider;
}

/** Whether passwords are for administrators alone, as it is set; it counts only while somebody can sign in through a provider. */
export async function readRequirement(): Promise<{ required: boolean; version: number }> {
  const { rows } = await database().pool.query<{ value: { required?: unknown }; version: number }>(
    'SELECT value, version FROM settings WHERE name = $1',
    [requirement],
  );
  return { required: rows[0]?.value.required === true, version: rows[0]?.version ?? 0 };
}

/** Must this person come through a provider? Administrators may always use their password, lest a broken provider locks everybody out. */
export async function mustUseSingleSignOn(orgRole: string): Promise<boolean> {
  if (orgRole === 'admin') return false;
  return (await readRequirement()).required && (await listSignInProviders()).length > 0;
}

type IdentityRow = { id: string; issuer: string; email: string | null; created_at: Date; last_used_at: Date };

/** The actor's identities, the one used last first. */
export async function listOwnIdentities(actor: Actor): Promise<Identity[]> {
  const [providers, found] = await Promise.all([
    allRows(),
    read(ownScope(actor.id), ({ rows }) =>
      rows<IdentityRow>(
        Prisma.sql`SELECT id, issuer, email, created_at, last_used_at FROM identities WHERE user_id = ${actor.id}::uuid ORDER BY last_used_at DESC, id`,
      ),
    ),
  ]);
  return found.map((row) => ({
    id: row.id,
    provider: providers.find((each) => sameIssuer(each.issuer, row.issuer))?.name ?? new URL(row.issuer).host,
    email: row.email,
    linkedAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
  }));
}

export type KnownPerson = { id: string; name: string; email: string; status: string; orgRole: string };
const personColumns = Prisma.sql`u.id, u.name, u.email, u.status, u.org_role AS "orgRole"`;

/** Whom this identity belongs to, or null. */
export async function findByIdentity(issuer: string, subject: string): Promise<KnownPerson | null> {
  const found = await read(houseScope(null), ({ rows }) =>
    rows<KnownPerson>(
      Prisma.sql`SELECT ${personColumns} FROM identities i JOIN users u ON u.id = i.user_id WHERE i.issuer = ${issuer} AND i.subject = ${subject}`,
    ),
  );
  return found[0] ?? null;
}

/** Whoever has this mail address here, whatever their status. */
export async function isMailTaken(email: string): Promise<boolean> {
  const { rowCount } = await database().pool.query('SELECT FROM users WHERE email = $1', [email]);
  return Boolean(rowCount);
}

/** Whom an open invitation is for, or null. */
export async function findInvited(token: string): Promise<KnownPerson | null> {
  const found = await read(houseScope(null), ({ rows }) =>
    rows<KnownPerson>(Prisma.sql`
      SELECT ${personColumns} FROM one_time_links l JOIN users u ON u.id = l.user_id
      WHERE l.token_hash = ${hashToken(token)} AND l.purpose = 'invitation' AND l.used_at IS NULL AND l.expires_at > now() AND u.status = 'invited'`),
  );
  return found[0] ?? null;
}
