/**
 * For `*.db.test.ts` alone: people, teams, assets and sessions in a line each, made through the owner's connection. Every value has a
 * default that no other row shares; give only what the test is about.
 */
import { createHash, randomBytes } from 'node:crypto';
import { newId } from '#lib/platform/identifiers.ts';
import { joinPersonal, type PersonalData } from '#lib/platform/personal-data.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { actorOfToken } from './actor.ts';
import { actorOfApiToken } from './bearer.ts';
import type { Kind } from './kinds.ts';
import { type OrganisationRole, type Permission, permissionNames, type TeamRole } from './permissions.ts';
import type { Actor } from './policy.ts';
import type { Context } from './procedure.ts';
import { drawToken, hintOf } from './tokens/format.ts';

export type TestTeam = { id: string; key: string; name: string };
export type TestPerson = { id: string; name: string; email: string };
export type TestAsset = { id: string; teamId: string; kind: Kind; key: string; name: string };

const unique = (word: string) => `${word}-${randomBytes(4).toString('hex')}`;

export async function makeTeam(given: Partial<TestTeam> = {}): Promise<TestTeam> {
  const key = given.key ?? unique('team');
  const team = { id: newId(), name: `Team ${key}`, ...given, key };
  await owner.query('INSERT INTO teams (id, key, name) VALUES ($1, $2, $3)', [team.id, team.key, team.name]);
  return team;
}

type PersonGiven = Partial<TestPerson> & {
  orgRole?: OrganisationRole;
  status?: 'invited' | 'active' | 'deactivated';
  timeZone?: string;
  roles?: readonly (readonly [TestTeam, TeamRole])[];
  /** An argon2id hash, for tests of sign-in. */
  passwordHash?: string;
};

/** A person, by default an active member of the organisation in no team. */
export async function makePerson(given: PersonGiven = {}): Promise<TestPerson> {
  const word = unique('person');
  const person = { id: given.id ?? newId(), name: given.name ?? `Person ${word}`, email: given.email ?? `${word}@example.org` };
  await owner.query('INSERT INTO users (id, name, email, org_role, status, time_zone) VALUES ($1, $2, $3, $4, $5, $6)', [
    person.id,
    person.name,
    person.email,
    given.orgRole ?? 'member',
    given.status ?? 'active',
    given.timeZone ?? 'UTC',
  ]);
  for (const [team, role] of given.roles ?? []) await giveRole(person, team, role);
  if (given.passwordHash) await owner.query('INSERT INTO passwords (user_id, hash) VALUES ($1, $2)', [person.id, given.passwordHash]);
  return person;
}

export async function giveRole(person: { id: string }, team: { id: string }, role: TeamRole): Promise<void> {
  await owner.query(
    'INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT (team_id, user_id) DO UPDATE SET role = excluded.role',
    [team.id, person.id, role],
  );
}

/** A session of the person, as after sign-in; returns the token that the cookie would carry. */
export async function makeSession(person: { id: string }): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await owner.query("INSERT INTO sessions (id, user_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '12 hours')", [
    newId(),
    person.id,
    createHash('sha256').update(token).digest(),
  ]);
  return token;
}

/** The rights of this moment of someone with a session of their own, read as a request reads them. */
export async function actorOf(person: { id: string }): Promise<Actor> {
  const actor = await actorOfToken(await makeSession(person));
  if (!actor) throw new Error('This person cannot act: deactivated, or not there.');
  return actor;
}

export type TestToken = { id: string; token: string };
export type TestService = { id: string; name: string; teamId: string };

/** A service account of a team, by default a lead of it. */
export async function makeService(
  team: { id: string },
  given: { name?: string; role?: string; status?: string } = {},
): Promise<TestService> {
  const service = { id: newId(), name: given.name ?? unique('service'), teamId: team.id };
  const row = { id: service.id, team_id: team.id, name: service.name, role: given.role ?? 'lead', status: given.status ?? 'active' };
  await insertRow('service_accounts', { ...row, created_by: newId() });
  return service;
}

/** A token of a person or a service account, by default with every scope and for a day. */
export async function makeToken(
  owner: TestPerson | TestService | { id: string },
  given: { scopes?: readonly Permission[]; expiresAt?: Date; name?: string } = {},
): Promise<TestToken> {
  const token = drawToken('teamId' in owner ? 'service' : 'person');
  const id = newId();
  const day = 24 * 60 * 60 * 1000;
  const expiresAt = given.expiresAt ?? new Date(Date.now() + day);
  await insertRow('api_tokens', {
    id,
    ...('teamId' in owner ? { service_account_id: owner.id } : { user_id: owner.id }),
    name: given.name ?? unique('token'),
    hint: hintOf(token),
    token_hash: createHash('sha256').update(token).digest(),
    scopes: given.scopes ?? permissionNames,
    created_at: new Date(Math.min(Date.now(), expiresAt.getTime() - day)),
    expires_at: expiresAt,
    created_by: owner.id,
  });
  return { id, token };
}

/** The actor of a service account of the team with this role, acting with a token of these scopes. */
export async function makeServiceActor(team: TestTeam, role = 'lead', scopes?: readonly Permission[]): Promise<Actor> {
  return actorOfApiToken((await makeToken(await makeService(team, { role }), scopes ? { scopes } : {})).token, null);
}

/** A new person with the roles of these pairs, as an actor: `makeActor([team, 'lead'])`. */
export async function makeActor(...roles: (readonly [TestTeam, TeamRole])[]): Promise<Actor> {
  return actorOf(await makePerson({ roles }));
}

/** A new person with this role in the whole organisation, as an actor. */
export async function makeOrganisationActor(orgRole: OrganisationRole): Promise<Actor> {
  return actorOf(await makePerson({ orgRole }));
}

/** What an operation is called with: `call(router.x.y, input, { context: contextOf(actor) })`. */
export const contextOf = (actor: Actor | null): Context => ({ actor, requestId: newId(), address: '192.0.2.1' });

/** An asset; `more` holds further columns of the table by their database names. */
export async function makeAsset(
  team: { id: string },
  given: Partial<Omit<TestAsset, 'id' | 'teamId'>> & { more?: Record<string, unknown> } = {},
): Promise<TestAsset> {
  const key = given.key ?? unique('asset');
  const asset = { id: newId(), teamId: team.id, kind: given.kind ?? 'model', key, name: given.name ?? `Asset ${key}` };
  const row = {
    id: asset.id,
    team_id: team.id,
    kind: asset.kind,
    key,
    name: asset.name,
    stage: 'develop',
    criticality: 3,
    exposure: 'internal',
    data_class: 'internal',
    tags: [],
    ...given.more,
  };
  await insertRow('assets', row);
  return asset;
}

/** Has an asset stand at another stage, as a promotion would: nothing else moves it. */
export async function moveToStage(asset: { id: string }, stage: string): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO promotions (id, team_id, asset_id, from_stage, to_stage, act, passed, verdict)
       SELECT gen_random_uuid(), team_id, id, stage, $2, 'promote', true, '{"passed": true, "version": null, "gates": []}' FROM assets WHERE id = $1 AND stage <> $2`,
      [asset.id, stage],
    );
    await client.query('UPDATE assets SET stage = $2 WHERE id = $1', [asset.id, stage]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** A version of an asset with its files, as registered; sizes in bytes. */
export async function makeVersion(
  asset: TestAsset,
  given: { label?: string; files?: { path: string; sha256: string; size: number }[]; more?: Record<string, unknown> } = {},
): Promise<{ id: string; label: string; teamId: string }> {
  const version = { id: newId(), label: given.label ?? unique('v'), teamId: asset.teamId };
  const files = given.files ?? [];
  await insertRow('asset_versions', {
    id: version.id,
    asset_id: asset.id,
    team_id: asset.teamId,
    label: version.label,
    file_count: files.length,
    total_bytes: files.reduce((sum, file) => sum + file.size, 0),
    ...given.more,
  });
  for (const file of files) await insertRow('version_files', { version_id: version.id, team_id: asset.teamId, ...file });
  return version;
}

export async function makeLineage(from: { id: string; teamId: string }, to: { id: string }, relation = 'derived_from'): Promise<string> {
  const id = newId();
  await insertRow('lineage', { id, team_id: from.teamId, from_version_id: from.id, to_version_id: to.id, relation });
  return id;
}

export type TestRisk = { id: string; threat: string; assetId: string; teamId: string };

/** A threat of its own to models in development, unless said otherwise. */
export async function makeThreat(given: { name?: string; applies?: readonly string[]; likelihood?: number } = {}): Promise<string> {
  const key = unique('threat');
  const row = {
    key,
    name: given.name ?? `Threat ${key}`,
    summary: 'Of a test.',
    affects: ['integrity'],
    likelihood: given.likelihood ?? 3,
  };
  await insertRow('threats', { ...row, applies: given.applies ?? ['model:develop'] });
  return key;
}

/**
 * An assessed risk of an asset, by a threat of its own: likelihood and impact set by hand, 4 × 4 and so high unless said otherwise. It stays so when the
 * asset is settled. `more` holds further columns by their database names.
 */
export async function makeRisk(
  asset: TestAsset,
  given: { threat?: string; likelihood?: number; impact?: number; more?: Record<string, unknown> } = {},
): Promise<TestRisk> {
  const { likelihood = 4, impact = 4 } = given;
  const threat = given.threat ?? (await makeThreat({ applies: [`${asset.kind}:develop`] }));
  const id = newId();
  const product = likelihood * impact;
  const severity = product <= 4 ? 1 : product <= 9 ? 2 : product <= 16 ? 3 : 4;
  const day = 24 * 60 * 60 * 1000;
  await insertRow('risks', {
    ...{ id, team_id: asset.teamId, asset_id: asset.id, kind: asset.kind, threat, stage: 'develop' },
    ...{ set_likelihood: likelihood, set_impact: impact, set_reason: 'Of a test.', likelihood, impact, severity },
    ...{ level: severity === 1 ? 1 : severity + 3, assessed_at: new Date(), assessed_until: new Date(Date.now() + 180 * day) },
    ...given.more,
  });
  return { id, threat, assetId: asset.id, teamId: asset.teamId };
}

/** A control of its own that takes its strength (2 unless said otherwise) off the likelihood of these threats. */
export async function makeControl(
  ...threats: (string | { threat: string; strength: number; reduces?: 'likelihood' | 'impact' })[]
): Promise<string> {
  const key = unique('control');
  await insertRow('controls', { key, name: `Control ${key}`, summary: 'Of a test.' });
  for (const each of threats) {
    const { threat, strength, reduces = 'likelihood' } = typeof each === 'string' ? { threat: each, strength: 2 } : each;
    await insertRow('mitigations', { control: key, threat, reduces, strength });
  }
  return key;
}

/** A safeguard of an asset, or with a team an offer of it; planned unless said otherwise. `more` holds columns by their database names. */
export async function makeSafeguard(
  place: TestAsset | TestTeam,
  control: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; control: string; teamId: string }> {
  const id = newId();
  const [teamId, assetId] = 'teamId' in place ? [place.teamId, place.id] : [place.id, null];
  await insertRow('safeguards', { id, team_id: teamId, asset_id: assetId, control, ...more });
  return { id, control, teamId };
}

export type TestEvent = {
  event: string;
  actor_id: string | null;
  team_id: string | null;
  target_type: string;
  target_id: string | null;
  operation_id: string;
  request_id: string;
  address: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** The audit events on one target, oldest first, with what is personal in them. */
export async function eventsOf(target: { id: string }): Promise<TestEvent[]> {
  const { rows } = await owner.query<TestEvent & { parts: PersonalData[] }>(
    `SELECT e.*, ARRAY(SELECT p.data FROM jsonb_array_elements(e.personal) c JOIN audit_personal p ON p.id = (c ->> 'id')::uuid) AS parts
     FROM audit_events e WHERE target_id = $1 ORDER BY at, id`,
    [target.id],
  );
  return rows.map(({ parts, ...event }) => ({ ...event, ...joinPersonal(event, parts) }));
}
