/**
 * For the authorisation matrix alone: for each permission an operation that takes it, aimed at a team's things. Where a change may be asked for
 * that changes nothing, it is, so that thousands of calls leave the ground as it was.
 */
import type { AnyProcedure } from '@orpc/server';
import type { Kind } from './access/kinds.ts';
import { operations } from './access/operations-testing.ts';
import type { Permission } from './access/permissions.ts';
import { makeControl, makeLineage, makeRisk, makeSafeguard, makeVersion, type TestAsset, type TestPerson } from './access/testing.ts';
import type { Ground } from './authorisation-testing.ts';
import { newId } from './platform/identifiers.ts';
import { insertRow, owner } from './platform/testing.ts';

export type Probe = {
  route: string;
  input: Record<string, unknown>;
  /** A body that is sent as a stream; the input then stands in the query. */
  upload?: string;
  /** An answer without this hides the target. */
  shows?: string;
};
type Aim = (ground: Ground, kind: Kind, status: 'active' | 'retired') => Probe | Promise<Probe>;

const unique = (word: string) => `${word} ${newId()}`;

/** An acceptance of a risk of this asset that a person asked for. */
async function askedAcceptance(asset: TestAsset, person: TestPerson, open: boolean): Promise<string> {
  const id = newId();
  const risk = await makeRisk(asset, { more: { applies: open } });
  await owner.query(
    `INSERT INTO acceptances (id, team_id, asset_id, risk_id, reason, until, severity, requested_by, status, ended_at)
     VALUES ($1, $2, $3, $4, 'The matrix asks for it.', now() + interval '30 days', 3, $5, $6, CASE WHEN $6 = 'ended' THEN now() END)`,
    [id, asset.teamId, asset.id, risk.id, person.id, open ? 'requested' : 'ended'],
  );
  return id;
}

/** A waiver for this asset that a person asked for. */
async function askedWaiver({ id: assetId, teamId }: TestAsset, person: TestPerson, open: boolean): Promise<string> {
  const id = newId();
  const content = { key: `signals-${id.slice(-12)}`, type: 'no_signal', level: 'high' };
  const asked = { requirement: content.key, content, reason: 'The matrix asks for it.', requested_by: person.id };
  const ended = open ? {} : { status: 'ended', ended_at: new Date() };
  const until = new Date(Date.now() + 30 * 86_400_000);
  await insertRow('waivers', { id, team_id: teamId, asset_id: assetId, stage: 'deploy', until, ...asked, ...ended });
  return id;
}

/** A review template of its own; returns its key. */
async function newTemplate(subject: string): Promise<string> {
  const template = `matrix-${newId().slice(-12)}`;
  await insertRow('review_templates', { key: template, subject });
  await insertRow('review_template_versions', { template, number: 1, content: { name: template } });
  return template;
}

/** A review of this asset that a person asked for, by a template of its own, with a seat for anybody. */
async function openReview({ id: assetId, teamId }: TestAsset, person: TestPerson): Promise<{ id: string; seat: string }> {
  const [id, seat] = [newId(), newId()];
  const asked = { template: await newTemplate('version'), template_number: 1, title: 'The matrix asks for it.', requested_by: person.id };
  const due = new Date(Date.now() + 5 * 86_400_000);
  await insertRow('reviews', { id, team_id: teamId, asset_id: assetId, subject: 'version', ...asked, due_at: due });
  await insertRow('review_seats', { id: seat, review_id: id, team_id: teamId, role: 'any' });
  return { id, seat };
}

/** `perKind`: tried on an asset of each kind. */
export const probes: Partial<Record<Permission, { perKind?: true; aim: Aim }>> = {
  'asset.read': {
    perKind: true,
    aim: ({ assets }, kind, status) => ({ route: 'GET /assets/{id}', input: { id: assets[status][kind].id } }),
  },
  'asset.export': {
    perKind: true,
    aim: ({ assets }, kind, status) => {
      const { key } = assets[status][kind];
      return { route: 'GET /assets/export', input: { format: 'json', q: key, status }, shows: key };
    },
  },
  'asset.create': {
    perKind: true,
    aim: ({ team }, kind) => ({
      route: 'POST /assets',
      input: {
        ...{ teamId: team.id, kind, name: unique('Asset'), description: '', ownerId: null, stage: 'develop', criticality: 3 },
        ...{ exposure: 'internal', dataClass: 'internal', tags: [] },
      },
    }),
  },
  'asset.edit': {
    perKind: true,
    aim: ({ assets }, kind, status) => ({
      route: 'PATCH /assets/{id}',
      input: { id: assets[status][kind].id, version: 1, stage: 'develop' },
    }),
  },
  'asset.retire': {
    perKind: true,
    aim: ({ assets }, kind, status) => ({
      route: status === 'active' ? 'POST /assets/{id}/restore' : 'POST /assets/{id}/retire',
      input: { id: assets[status][kind].id },
    }),
  },
  'asset.move': {
    perKind: true,
    aim: ({ assets }, kind, status) => {
      const { id, teamId } = assets[status][kind];
      return { route: 'POST /assets/{id}/move', input: { id, version: 1, teamId } };
    },
  },
  'asset.import': {
    aim: ({ team }) => ({
      route: 'POST /imports',
      input: { teamId: team.id, fileName: 'assets.csv' },
      upload: 'name,kind\nFraud model,model\n',
    }),
  },
  'version.register': {
    perKind: true,
    aim: ({ assets }, kind, status) => ({
      route: 'POST /assets/{id}/versions',
      input: { id: assets[status][kind].id, label: newId() },
    }),
  },
  'lineage.edit': {
    perKind: true,
    aim: async ({ assets }, kind, status) => {
      const asset = assets[status][kind];
      const [from, to] = [await makeVersion(asset), await makeVersion(asset)];
      return { route: 'DELETE /lineage/{id}', input: { id: await makeLineage(from, to) } };
    },
  },
  'risk.assess': {
    perKind: true,
    aim: async ({ assets }, kind, status) => {
      const { id } = await makeRisk(assets[status][kind], { more: { applies: status === 'active' } });
      return { route: 'POST /risks/{id}/reassess', input: { id, version: 1 } };
    },
  },
  'safeguard.edit': {
    perKind: true,
    aim: async ({ assets }, kind, status) => {
      const { id } = await makeSafeguard(assets[status][kind], await makeControl());
      return { route: 'PATCH /safeguards/{id}', input: { id, version: 1, notes: '' } };
    },
  },
  'safeguard.verify': {
    aim: async ({ assets, person }, _, status) => {
      const verified = { state: 'verified', verified_by: person.id, verified_at: new Date() };
      const { id } = await makeSafeguard(assets[status].model, await makeControl(), verified);
      return { route: 'POST /safeguards/{id}/unverify', input: { id, version: 1, reason: 'It was looked at again.' } };
    },
  },
  'signal.raise': {
    aim: ({ assets }, _, status) => ({
      route: 'POST /assets/{id}/signals',
      input: { id: assets[status].model.id, severity: 'medium', title: unique('Seen') },
    }),
  },
  'acceptance.decide': {
    aim: async ({ assets, person }, _, status) => ({
      route: 'POST /acceptances/{id}/refuse',
      input: { id: await askedAcceptance(assets[status].model, person, status === 'active'), note: 'Not for now.' },
    }),
  },
  // No kind passes without its controls: the verdict is kept, and the asset stays where it is.
  'asset.promote': {
    perKind: true,
    aim: ({ assets }, kind, status) => ({
      route: 'POST /assets/{id}/promote',
      input: { id: assets[status][kind].id, version: 1, stage: 'deploy', versionId: null },
    }),
  },
  'waiver.decide': {
    aim: async ({ assets, person }, _, status) => ({
      route: 'POST /waivers/{id}/refuse',
      input: { id: await askedWaiver(assets[status].model, person, status === 'active'), note: 'Not for now.' },
    }),
  },
  'catalogue.manage': {
    aim: async () => ({
      route: 'POST /catalogue/changes/preview',
      input: { change: { type: 'switch-control', key: await makeControl(), version: 1, enabled: false } },
    }),
  },
  'review.request': {
    aim: async ({ assets }, _, status) => ({
      route: 'POST /reviews',
      input: {
        about: { subject: 'transition', assetId: assets[status].model.id, stage: 'deploy' },
        template: await newTemplate('transition'),
      },
    }),
  },
  'review.decide': {
    aim: async ({ assets, person }, _, status) => ({
      route: 'POST /reviews/{id}/seats/{seat}/claim',
      input: await openReview(assets[status].model, person),
    }),
  },
  'review.manage': {
    aim: async ({ assets, person }, _, status) => ({
      route: 'PUT /reviews/{id}/due',
      input: {
        id: (await openReview(assets[status].model, person)).id,
        version: 1,
        due: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10),
      },
    }),
  },
  'template.manage': {
    aim: () => ({ route: 'POST /reviews/templates/{key}/switch', input: { key: 'model-release', version: 1, enabled: true } }),
  },
  'view.share': { aim: () => ({ route: 'POST /views', input: { list: 'assets', name: unique('View'), query: '', shared: true } }) },
  'audit.read': { aim: ({ eventId }) => ({ route: 'GET /audit/{id}', input: { id: eventId } }) },
  'audit.export': { aim: () => ({ route: 'GET /audit/export', input: { format: 'csv' } }) },
  'person.read': {
    aim: ({ person }) => ({ route: 'GET /people', input: { q: person.email, status: 'active,deactivated' }, shows: person.id }),
  },
  'person.manage': { aim: ({ person }) => ({ route: 'PATCH /people/{id}', input: { id: person.id, version: 1, name: person.name } }) },
  'team.manage': { aim: ({ team }) => ({ route: 'PATCH /teams/{id}', input: { id: team.id, version: 1, name: team.name } }) },
  'member.manage': {
    aim: ({ team, person }) => ({
      route: 'PATCH /teams/{id}/members/{personId}',
      input: { id: team.id, personId: person.id, version: 1, role: 'viewer' },
    }),
  },
  'role.manage': {
    aim: () => ({
      route: 'POST /roles',
      input: { copiedFrom: 'viewer', name: unique('Role'), description: '', permissions: ['asset.read'], kinds: [] },
    }),
  },
  'access.explain': {
    aim: ({ team }) => ({ route: 'GET /access/holders', input: { permission: 'asset.read', teamId: team.id } }),
  },
  'service.manage': { aim: ({ team }) => ({ route: 'GET /teams/{teamId}/service-accounts', input: { teamId: team.id } }) },
  'webhook.manage': {
    aim: async ({ team }) => {
      const id = newId();
      const url = 'https://hooks.example.org/x';
      await insertRow('webhooks', { id, team_id: team.id, name: 'Webhook', url, secret: '', events: ['review.assigned'] });
      return { route: 'PATCH /webhooks/{id}', input: { id, version: 1, name: 'Webhook' } };
    },
  },
  'settings.manage': { aim: () => ({ route: 'GET /settings', input: {} }) },
};

/** @throws Error for a route that no operation has. */
export function operationOf(route: string): AnyProcedure {
  const operation = operations.find(({ name }) => name === route);
  if (!operation) throw new Error(`There is no operation ${route}.`);
  return operation.procedure;
}

/** The probe as it travels, with what its principal carries. */
export function requestOf({ route, input, upload }: Probe, headers: Record<string, string>): Request {
  const [method = 'GET', template = '/'] = route.split(' ');
  const rest = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const inQuery = method === 'GET' || upload !== undefined;
  const query = inQuery ? `?${new URLSearchParams(rest as Record<string, string>)}` : '';
  const type = upload === undefined ? 'application/json' : 'application/octet-stream';
  return new Request(`http://localhost:3000/api/v1${path}${query}`, {
    method,
    headers: { host: 'localhost:3000', ...(method === 'GET' ? {} : { origin: 'http://localhost:3000', 'content-type': type }), ...headers },
    body: method === 'GET' ? undefined : (upload ?? JSON.stringify(rest)),
  });
}
