import { rootDigest } from '#lib/assets/versions/rules.ts';
import { actOf } from '#lib/gates/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { after, latest, momentOf } from './moments.ts';
import type { PersonKey } from './people.ts';
import { actorOf, firstStateOf, manifestOf, metadataOf, type State, stateOf } from './records.ts';
import type { DemoAsset, DemoVersion } from './shape.ts';
import type { TeamKey } from './teams.ts';

/** Where an asset's rows go, and how people and its team are called in the database. */
export type Place = { now: Date; history: History; team: TeamKey; teamId: string; userId(key: PersonKey | null): string | null };

export type PlacedVersion = { id: string; assetId: string; teamId: string; at: Date; actorId: string | null; operationId: string };

const columnsOf = (state: State, place: Place) => ({
  owner_id: place.userId(state.ownerId),
  stage: state.stage,
  criticality: state.criticality,
  exposure: state.exposure,
  data_class: state.dataClass,
  status: state.status,
});

/** The row of an asset; its registration and each change since are told to the history. */
export function assetRow(place: Place, asset: DemoAsset): Row & { id: string; created_at: Date } {
  const { history, teamId } = place;
  const at = momentOf(place.now, asset.daysAgo, asset.key);
  const id = newId(at.getTime());
  const first = firstStateOf(asset);
  const { kind, key, name, description } = asset;
  const identity = { kind, key, name, description, tags: asset.tags.split(' ').sort() };
  const about = { target: ['asset', id] as [string, string], teamId };
  const actorId = place.userId(actorOf(place.team, asset, asset.daysAgo));
  const told = { ...identity, ...first, ownerId: place.userId(first.ownerId), teamId };
  history.record({ ...about, event: 'asset.registered', at, actorId, after: told });
  return {
    id,
    team_id: teamId,
    ...identity,
    ...columnsOf(stateOf(asset), place),
    origin: asset.origin ?? 'manual',
    origin_ref: asset.originRef ?? null,
    created_at: at,
    updated_at: changesTold(place, asset, about, at),
    version: 1 + (asset.changes?.length ?? 0),
  };
}

/** When each change of an asset happened, and as what the audit log knows it, in their order. */
export function changesOf(now: Date, asset: DemoAsset, registered: Date) {
  let at = registered;
  return (asset.changes ?? []).map((change) => {
    const { field, daysAgo } = change;
    at = latest(after(`${asset.key} ${field}`, at), momentOf(now, daysAgo, `${asset.key} ${field}`));
    return { ...change, at, event: eventOf(change) };
  });
}

const ways = { promote: 'asset.promoted', skip: 'asset.stage_skipped', back: 'asset.sent_back' } as const;

function eventOf(change: NonNullable<DemoAsset['changes']>[number]): `asset.${string}` {
  if (change.field === 'status') return change.to === 'retired' ? 'asset.retired' : 'asset.restored';
  if (change.field === 'stage') return ways[actOf(change.from, change.to) ?? 'promote'];
  return 'asset.edited';
}

/** Tells the history each change; returns the moment of the last one. */
function changesTold(place: Place, asset: DemoAsset, about: { target: [string, string]; teamId: string }, registered: Date): Date {
  const changes = changesOf(place.now, asset, registered);
  for (const { field, from, to, by, at, event } of changes) {
    const told = (value: typeof from) => (field === 'ownerId' ? place.userId(value as PersonKey | null) : value);
    place.history.record({ ...about, event, at, actorId: place.userId(by), before: { [field]: told(from) }, after: { [field]: told(to) } });
  }
  return changes.at(-1)?.at ?? registered;
}

/** The rows of one version and its manifest, registered no earlier than `earliest`. */
export function versionRows(place: Place, asset: DemoAsset, assetId: string, version: DemoVersion, earliest: Date) {
  const { history, teamId } = place;
  const words = `${place.team}/${asset.key}@${version.label}`;
  const at = latest(after(words, earliest), momentOf(place.now, version.daysAgo, words));
  const id = newId(at.getTime());
  const manifest = manifestOf(place.team, asset, version);
  const digest = rootDigest(manifest);
  const actorId = place.userId(version.by ?? actorOf(place.team, asset, version.daysAgo));
  const operationId = history.record({
    event: 'version.registered',
    at,
    actorId,
    target: ['asset', assetId],
    teamId,
    after: { versionId: id, label: version.label, rootDigest: digest, fileCount: manifest.length },
  });
  const row = {
    id,
    asset_id: assetId,
    team_id: teamId,
    label: version.label,
    location: version.location ?? null,
    root_digest: digest,
    purl: version.purl ?? null,
    file_count: manifest.length,
    total_bytes: manifest.reduce((sum, file) => sum + file.size, 0),
    signature: version.signature ?? 'unknown',
    provenance: version.provenance ?? {},
    metadata: metadataOf(asset, version),
    registered_by: actorId,
    registered_at: at,
  };
  const placed: PlacedVersion = { id, assetId, teamId, at, actorId, operationId };
  return { row, files: manifest.map((file): Row => ({ version_id: id, team_id: teamId, ...file })), placed };
}
