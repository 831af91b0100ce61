/** For the canaries alone: a team whose every text carries a mark, and people who must never read it. */
import { createHash } from 'node:crypto';
import { fillGates, openOfGates } from './access/gate-things-testing.ts';
import { fillNotices, openOfNotices } from './access/notice-things-testing.ts';
import { withCookie, withToken } from './access/operations-testing.ts';
import { fillReviews, openOfReviews } from './access/review-things-testing.ts';
import { fillRisks, openOfRisks } from './access/risk-things-testing.ts';
import {
  actorOf,
  giveRole,
  makeAsset,
  makeLineage,
  makePerson,
  makeService,
  makeSession,
  makeToken,
  makeVersion,
} from './access/testing.ts';
import type { Things } from './access/things-testing.ts';
import { previewOf, readByGuess } from './exchange/fixtures/importing.ts';
import { newId } from './platform/identifiers.ts';
import { insertRow, owner } from './platform/testing.ts';

/** A word that nobody would write, found again whatever the letters' case. */
export const newMark = (): string => `zibeth${newId().replaceAll('-', '').slice(-10)}`;

/** Texts that are no one's secret: closed lists of words, digests of what has no mark in it, and names that the directory shows to everyone. */
export const open: Readonly<Record<string, readonly string[]>> = {
  access_requests: ['role', 'status'],
  asset_versions: ['root_digest', 'signature'],
  assets: ['kind', 'owner_name', 'stage', 'exposure', 'data_class', 'origin', 'status'],
  audit_events: ['event', 'target_type', 'actor_type', 'via', 'personal'],
  import_relations: ['relation', 'action'],
  import_rows: ['action', 'kind', 'decision'],
  import_versions: ['root_digest', 'action'],
  imports: ['format', 'sha256', 'status'],
  lineage: ['relation'],
  memberships: ['role', 'source'],
  service_accounts: ['role', 'status'],
  version_files: ['sha256'],
  ...openOfRisks,
  ...openOfReviews,
  ...openOfGates,
  ...openOfNotices,
};

/** Fills a team of things with marked rows in every table that belongs to teams; returns ids as operations name them. */
export async function fillWithMarks({ team, person, values }: Things, mark: string): Promise<Record<string, unknown>> {
  const words = { tags: [mark], description: `About ${mark}`, origin: 'connector', origin_ref: `ref ${mark}`, owner_id: person.id };
  const [model, data] = [
    await makeAsset(team, { key: `${mark}-model`, name: `Model ${mark}`, more: words }),
    await makeAsset(team, { kind: 'dataset', key: `${mark}-data`, name: `Data ${mark}`, more: words }),
  ];
  const told = {
    location: `s3://${mark}/x`,
    purl: `pkg:generic/${mark}@1`,
    provenance: { builder: mark },
    metadata: { note: mark, [mark]: 1 },
  };
  const file = { path: `weights/${mark}.bin`, sha256: createHash('sha256').update('x').digest('hex'), size: 1 };
  const [version, later, base] = [
    await makeVersion(model, { label: `v1-${mark}`, files: [file], more: told }),
    await makeVersion(model, { label: `v2-${mark}`, files: [file], more: told }),
    await makeVersion(data, { label: `d1-${mark}`, more: told }),
  ];
  const lineageId = await makeLineage(version, base);
  await markedImport(team.id, person.id, model.id, mark);
  const importId = await previewedImport(team.id, person, mark);
  // Somebody who is there already: the directory is everybody's, and a new person in it no secret.
  const colleague = { id: String(values['members/{personId}']) };
  const requestId = newId();
  const asked = { id: requestId, team_id: team.id, user_id: colleague.id, role: 'viewer', reason: `Because ${mark}`, note: `So ${mark}` };
  await insertRow('access_requests', asked);
  const service = await makeService(team, { name: `Robot ${mark}`, role: 'viewer' });
  await owner.query('UPDATE service_accounts SET description = $1 WHERE id = $2', [`Runs ${mark}`, service.id]);
  const token = await makeToken(service);
  await owner.query('UPDATE api_tokens SET name = $1, last_used_address = $1 WHERE id = $2', [mark, token.id]);
  for (const [type, id] of [
    ['asset', model.id],
    ['version', version.id],
    ['user', colleague.id],
    ['user', person.id],
    ['team', team.id],
    ['service_account', service.id],
    ['import', importId],
  ] as const)
    await markedEvent(team.id, person.id, type, id, mark);
  const eventId = await markedEvent(team.id, person.id, 'asset', model.id, mark);
  const view = { id: newId(), list: 'assets', name: mark, query: `q=${mark}`, owner_id: person.id };
  await insertRow('saved_views', view);
  await markedPrivately(person.id, mark);
  const risks = await fillRisks(model, person, mark);
  const reviews = await fillReviews(model, person, mark);
  const gates = await fillGates(model, person, mark);
  const notices = await fillNotices(model, person, mark);
  return {
    ...values,
    ...risks,
    ...reviews,
    ...gates,
    ...notices,
    'assets/{id}': model.id,
    'versions/{id}': version.id,
    'lineage/{id}': lineageId,
    'imports/{id}': importId,
    'service-accounts/{id}': service.id,
    'tokens/{tokenId}': token.id,
    'people/{id}': person.id,
    'requests/{id}': requestId,
    'views/{id}': view.id,
    'audit/{id}': eventId,
    ...{ assetId: model.id, ids: [model.id, data.id], from: version.id, to: later.id, focus: model.id, principalId: person.id },
    ...{ fromVersionId: version.id, toVersionId: base.id, mergeWith: model.id, tokenId: token.id, target: model.id },
  };
}

/** An import as the product makes it, in its preview: a row that it would make, one that it takes for a duplicate, one that it refuses. */
async function previewedImport(team: string, person: { id: string }, mark: string): Promise<string> {
  const rows = [`${mark}-new,New ${mark},model`, `${mark}-copy,Model ${mark},model`, `${mark}-bad,Bad ${mark},none of ours`];
  const importer = await actorOf(person);
  const view = await previewOf(importer, team, `${mark}.csv`, ['key,name,kind', ...rows].join('\n'));
  return (await readByGuess(importer, view, { kind: 'model' })).id;
}

/** An import with a row of everything, in columns that hold something only now and then. */
async function markedImport(team: string, person: string, asset: string, mark: string): Promise<void> {
  const id = newId();
  const facts = { options: { [mark]: 1 }, progress: { place: mark }, summary: { note: mark }, error: `At ${mark}` };
  await insertRow('imports', { id, team_id: team, created_by: person, file_name: `${mark}.csv`, status: 'preview', ...facts });
  await insertRow('import_chunks', { import_id: id, team_id: team, seq: 0, bytes: Buffer.from(`name\n${mark}\n`) });
  const row = { place: `line ${mark}`, reason: mark, record: { name: mark }, ref: mark, key: mark, name: mark, asset_id: asset };
  const remarks = { notes: [mark], changes: { name: mark }, duplicates: [{ name: mark }] };
  await insertRow('import_rows', { import_id: id, team_id: team, seq: 0, action: 'create', ...row, ...lists(remarks) });
  const version = {
    label: mark,
    location: mark,
    purl: mark,
    file_count: 1,
    total_bytes: 1,
    files: JSON.stringify([{ path: mark }]),
    reason: mark,
  };
  const origin = { provenance: { note: mark }, metadata: { note: mark } };
  await insertRow('import_versions', { import_id: id, team_id: team, row_seq: 0, seq: 0, id: newId(), ...version, ...origin });
  const relation = {
    place: mark,
    from_ref: mark,
    from_label: mark,
    relation: 'trained_on',
    target: mark,
    target_label: mark,
    reason: mark,
  };
  await insertRow('import_relations', { import_id: id, team_id: team, seq: 0, ...relation });
  await insertRow('import_mappings', { team_id: team, header: mark, mapping: { note: mark } });
}

/** Lists that go into a jsonb, not into an array. */
const lists = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, JSON.stringify(each)]));

/** An event of the team on this target, with the mark in all that is told. */
export async function markedEvent(team: string, actor: string, type: string, target: string, mark: string): Promise<string> {
  const [id, part] = [newId(), newId()];
  const what = {
    event: `${type}.edited`,
    target_type: type,
    target_id: target,
    team_id: team,
    operation_id: newId(),
    request_id: `request ${mark}`,
  };
  const personal = JSON.stringify([{ id: part, subject: actor, sha256: 'x', fields: ['after.note'] }]);
  await insertRow('audit_events', { id, actor_id: actor, ...what, before: { note: mark }, after: { note: `${mark} too` }, personal });
  await insertRow('audit_personal', {
    id: part,
    event_id: id,
    subject_id: actor,
    salt: Buffer.alloc(16),
    data: { after: { note: mark } },
  });
  return id;
}

/** What is a person's own and nobody else's. */
async function markedPrivately(userId: string, mark: string): Promise<void> {
  const hash = createHash('sha256').update(newId()).digest();
  const expires = new Date(Date.now() + 3_600_000);
  await insertRow('sessions', { id: newId(), user_id: userId, token_hash: hash, expires_at: expires, user_agent: mark, address: mark });
  const key = { credential_id: hash, public_key: hash, counter: 0, transports: [], backed_up: false };
  await insertRow('passkeys', { id: newId(), user_id: userId, name: mark, ...key });
  await insertRow('identities', {
    id: newId(),
    issuer: 'https://login.example',
    subject: mark,
    user_id: userId,
    email: `${mark}@example.org`,
    groups: [mark],
  });
}

export type Reader = { name: string; headers: Record<string, string> };

/** People and machines who have nothing to do with the marked team, each with what its requests carry. */
export async function strangersTo(marked: { id: string }, own: Things): Promise<Reader[]> {
  const lead = await makePerson({ roles: [[own.team, 'lead']] });
  const left = await makePerson({ roles: [[own.team, 'viewer']] });
  await giveRole(left, marked, 'lead');
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 minute' WHERE user_id = $1 AND team_id = $2", [
    left.id,
    marked.id,
  ]);
  const service = await makeService(own.team, { role: 'lead' });
  return [
    { name: 'a lead of the other team', headers: withCookie(await makeSession(lead)) },
    { name: 'a viewer of the other team', headers: withCookie(await makeSession(await makePerson({ roles: [[own.team, 'viewer']] }))) },
    { name: 'a person in no team', headers: withCookie(await makeSession(await makePerson())) },
    { name: 'somebody whose membership has ended', headers: withCookie(await makeSession(left)) },
    { name: 'a service account of the other team', headers: withToken((await makeToken(service)).token) },
    { name: 'a personal token of the other team', headers: withToken((await makeToken(lead)).token) },
    { name: 'nobody', headers: {} },
  ];
}
