import { randomBytes } from 'node:crypto';
import type { Permission, TeamRole } from '#lib/access/permissions.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { after, momentOf } from './moments.ts';
import type { PersonKey } from './people.ts';
import type { TeamKey } from './teams.ts';

type DemoToken = {
  name: string;
  scopes: Permission[];
  daysAgo: number;
  days: number;
  /** Last used so many hours ago. */
  used?: number;
};

type DemoService = {
  team: TeamKey;
  by: PersonKey;
  name: string;
  description: string;
  role: TeamRole;
  daysAgo: number;
  /** Deactivated so many days ago, with its tokens. */
  ended?: number;
  tokens: DemoToken[];
};

const registering: Permission[] = ['asset.read', 'asset.create', 'version.register', 'lineage.edit'];

/** What acts for the bank's teams without a person. */
export const services: DemoService[] = [
  {
    team: 'fraud-analytics',
    by: 'dana',
    name: 'Training pipeline',
    description: 'Registers each trained model with its digests and what it was trained on.',
    role: 'ml_engineer',
    daysAgo: 212,
    tokens: [{ name: 'Build runners', scopes: registering, daysAgo: 71, days: 90, used: 3 }],
  },
  {
    team: 'fraud-analytics',
    by: 'dana',
    name: 'Inventory mirror',
    description: 'Copies the inventory into the case tool every night.',
    role: 'viewer',
    daysAgo: 96,
    tokens: [{ name: 'Case tool', scopes: ['asset.read', 'asset.export'], daysAgo: 96, days: 365, used: 11 }],
  },
  {
    team: 'fraud-analytics',
    by: 'dana',
    name: 'Notebook sync',
    description: 'Replaced by the training pipeline.',
    role: 'data_scientist',
    daysAgo: 380,
    ended: 205,
    tokens: [{ name: 'Notebook server', scopes: ['asset.read', 'asset.edit'], daysAgo: 378, days: 365, used: 205 * 24 + 5 }],
  },
  {
    team: 'ml-platform',
    by: 'aroha',
    name: 'Model registry',
    description: 'Tells of every image and base model that the registry takes in.',
    role: 'lead',
    daysAgo: 301,
    tokens: [
      { name: 'Registry webhook', scopes: registering, daysAgo: 44, days: 365, used: 1 },
      { name: 'Registry webhook', scopes: registering, daysAgo: 301, days: 90, used: 44 * 24 + 2 },
    ],
  },
];

/** Tokens that people of the bank made for themselves. */
export const ownTokens: (DemoToken & { by: PersonKey })[] = [
  { by: 'dana', name: 'Monthly figures', scopes: ['asset.read', 'asset.export'], daysAgo: 82, days: 90, used: 170 },
  { by: 'mateus', name: 'Exposure report', scopes: ['asset.read', 'asset.export'], daysAgo: 25, days: 90, used: 20 },
];

const hour = 3_600_000;

/** Rows of service accounts and tokens. Nobody knows the tokens' secrets: none was ever drawn. */
export function serviceRows(
  now: Date,
  history: History,
  userId: (key: PersonKey) => string | null,
  teamId: (key: TeamKey) => string | undefined,
): { service_accounts: Row[]; api_tokens: Row[] } {
  const made = { service_accounts: [] as Row[], api_tokens: [] as Row[] };
  for (const service of services) addService(now, history, made, service, userId(service.by), teamId(service.team));
  for (const token of ownTokens) {
    const actorId = userId(token.by);
    addToken(now, history, made.api_tokens, token, {
      prefix: 'gth_',
      actorId,
      teamId: null,
      owner: { user_id: actorId },
      whose: { userId: actorId },
    });
  }
  return made;
}

function addService(
  now: Date,
  history: History,
  made: { service_accounts: Row[]; api_tokens: Row[] },
  { team, name, description, role, daysAgo, ended, tokens }: DemoService,
  actorId: string | null,
  teamId = '',
): void {
  const at = momentOf(now, daysAgo, `${team} ${name}`);
  const endedAt = ended ? momentOf(now, ended, `${team} ${name} ended`) : undefined;
  const id = newId(at.getTime());
  const status = endedAt ? 'deactivated' : 'active';
  const target: [string, string] = ['service_account', id];
  made.service_accounts.push({
    ...{ id, team_id: teamId, name, description, role, status, created_by: actorId, created_at: at },
    ...{ updated_at: endedAt ?? at, version: endedAt ? 2 : 1 },
  });
  history.record({ event: 'service_account.created', at, actorId, target, teamId, after: { name, description, role } });
  for (const token of tokens) {
    const whose = { serviceAccountId: id };
    addToken(now, history, made.api_tokens, token, {
      prefix: 'gths_',
      actorId,
      teamId,
      owner: { service_account_id: id },
      whose,
      at,
      endedAt,
    });
  }
  if (endedAt)
    history.record({
      ...{ event: 'service_account.deactivated', at: endedAt, actorId, target, teamId },
      ...{ before: { status: 'active' }, after: { status } },
    });
}

type TokenOf = { prefix: string; actorId: string | null; teamId: string | null; owner: Row; whose: Row; at?: Date; endedAt?: Date };

function addToken(now: Date, history: History, rows: Row[], token: DemoToken, of: TokenOf): void {
  const { name, scopes, daysAgo, days, used } = token;
  const words = `${name} ${daysAgo}`;
  const at = of.at ? after(words, of.at, momentOf(now, daysAgo, words)) : momentOf(now, daysAgo, words);
  const id = newId(at.getTime());
  const expires = new Date(at.getTime() + days * 24 * hour);
  rows.push({
    ...{ id, user_id: null, service_account_id: null, ...of.owner, name, scopes, created_at: at, expires_at: expires },
    ...{ hint: `${of.prefix}…${randomBytes(2).toString('hex')}`, token_hash: randomBytes(32), created_by: of.actorId },
    ...{
      last_used_at: used === undefined ? null : new Date(now.getTime() - used * hour),
      last_used_address: used === undefined ? null : '192.0.2.41',
    },
    revoked_at: of.endedAt ?? null,
  });
  const target: [string, string] = ['token', id];
  const told = { name, scopes, expiresAt: expires.toISOString(), ...of.whose };
  history.record({ event: 'token.made', at, actorId: of.actorId, target, teamId: of.teamId, after: told });
  if (of.endedAt)
    history.record({
      ...{ event: 'token.revoked', at: of.endedAt, actorId: of.actorId, target, teamId: of.teamId },
      ...{ before: { name, ...of.whose }, after: { why: 'owner deactivated' } },
    });
}
