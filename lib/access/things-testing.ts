/** For tests alone: a team with a thing of every kind in it, by the names that operations know them by. */
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { fillGates } from './gate-things-testing.ts';
import { fillNotices } from './notice-things-testing.ts';
import type { Values } from './operations-testing.ts';
import { fillReviews } from './review-things-testing.ts';
import { fillRisks } from './risk-things-testing.ts';
import {
  makeAsset,
  makeLineage,
  makePerson,
  makeService,
  makeTeam,
  makeToken,
  makeVersion,
  type TestPerson,
  type TestTeam,
} from './testing.ts';

export type Things = { team: TestTeam; person: TestPerson; values: Values };

let count = 0;

/** A new team, a lead of it with this role in the organisation, and in the team one of everything. */
export async function makeThings(orgRole: 'admin' | 'member' = 'member'): Promise<Things> {
  count += 1;
  const team = await makeTeam();
  const person = await makePerson({ orgRole, roles: [[team, 'lead']] });
  const colleague = await makePerson({ roles: [[team, 'viewer']] });
  const stranger = await makePerson();
  const [model, dataset] = [await makeAsset(team), await makeAsset(team, { kind: 'dataset' })];
  const [version, later, base] = [await makeVersion(model), await makeVersion(model), await makeVersion(dataset)];
  const service = await makeService(team, { role: 'viewer' });
  const token = await makeToken(service);
  const [importId, custom] = [newId(), newId()];
  await owner.query("INSERT INTO imports (id, team_id, created_by, file_name, status) VALUES ($1, $2, $3, 'a.csv', 'preview')", [
    importId,
    team.id,
    person.id,
  ]);
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $2, '{asset.read}', '{}')", [
    custom,
    `Role ${custom}`,
  ]);
  const requestId = newId();
  await owner.query("INSERT INTO access_requests (id, team_id, user_id, role, reason) VALUES ($1, $2, $3, 'viewer', 'Because.')", [
    requestId,
    team.id,
    stranger.id,
  ]);
  const places = {
    'assets/{id}': model.id,
    'versions/{id}': version.id,
    'lineage/{id}': await makeLineage(version, base),
    'imports/{id}': importId,
    'service-accounts/{id}': service.id,
    'tokens/{tokenId}': token.id,
    'teams/{teamId}': team.id,
    'teams/{id}': team.id,
    'members/{personId}': colleague.id,
    'people/{id}': colleague.id,
    'roles/{key}': custom,
    'requests/{id}': requestId,
  };
  const ids = {
    teamId: team.id,
    ownerId: person.id,
    userId: colleague.id,
    personId: stranger.id,
    assetId: model.id,
    ids: [model.id],
    left: version.id,
    right: later.id,
    fromVersionId: version.id,
    toVersionId: base.id,
    fromId: version.id,
    toId: base.id,
    owner: person.id,
    copiedFrom: custom,
  };
  const words = {
    key: `key-${count}`,
    name: `Name ${count}`,
    email: `someone-${count}@example.org`,
    role: 'viewer',
    kind: 'model',
    kinds: ['model'],
    stage: 'develop',
    state: 'active',
    relation: 'evaluated_on',
    permission: 'asset.read',
    permissions: ['asset.read'],
    scopes: ['asset.read'],
    sha256: 'a'.repeat(64),
    purl: 'pkg:huggingface/a/b@1',
    issuer: 'https://login.example.org',
    q: 'x',
    days: 7,
    version: 1,
  };
  const risks = await fillRisks(model, person, '');
  const reviews = await fillReviews(model, person, '');
  const gates = await fillGates(model, person, '');
  const notices = await fillNotices(model, person, '');
  return { team, person, values: { ...risks, ...reviews, ...gates, ...notices, ...places, ...ids, ...words } };
}
