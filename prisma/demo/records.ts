/** From what is written by hand to the shapes of the inventory: standing, actor, metadata, manifest, targets of links. */
import { createHash } from 'node:crypto';
import { tradeKinds } from '#lib/access/permissions.ts';
import type { Relation } from '#lib/assets/lineage/rules.ts';
import type { DataClass, Exposure, Kind, Stage, Status } from '#lib/assets/rules.ts';
import { type PersonKey, people } from './people.ts';
import type { DemoAsset, DemoVersion, Link } from './shape.ts';
import { type TeamKey, teams } from './teams.ts';

export type ManifestLine = { path: string; sha256: string; size: number };

/** The columns that a person may change, as they are and as they were when the asset was registered. */
export type State = {
  stage: Stage;
  criticality: number;
  exposure: Exposure;
  dataClass: DataClass;
  status: Status;
  ownerId: PersonKey | null;
};

export function stateOf(asset: DemoAsset): State {
  const [stage, criticality, exposure, dataClass] = asset.standing.split(' ') as [Stage, string, Exposure, DataClass];
  return {
    stage,
    criticality: Number(criticality),
    exposure,
    dataClass,
    status: asset.retired ? 'retired' : 'active',
    ownerId: asset.owner,
  };
}

/** What the asset was when registered: its changes taken back, the newest first. */
export function firstStateOf(asset: DemoAsset): State {
  const before = (asset.changes ?? []).toReversed().map(({ field, from }) => [field, from]);
  return { ...stateOf(asset), ...Object.fromEntries(before) };
}

/** May this person write this kind in this team? People of security and administrators may everywhere. */
export function mayWrite(key: PersonKey, team: TeamKey, kind: Kind): boolean {
  const person = people[key];
  const role = person.teams[team];
  return ['admin', 'security'].includes(person.orgRole) || (role !== undefined && tradeKinds[role].includes(kind));
}

export const leadOf = (team: TeamKey): PersonKey => teams.find((each) => each.key === team)?.lead ?? 'aroha';

/** Who registers what nobody is named for: the owner where the trade allows it and the person was there, else the team's lead. */
export function actorOf(team: TeamKey, asset: DemoAsset, daysAgo: number): PersonKey {
  const { owner } = asset;
  return owner && mayWrite(owner, team, asset.kind) && people[owner].daysAgo >= daysAgo ? owner : leadOf(team);
}

/** Digests are made up, and the same at each loading; a file that has not changed since a version keeps that version's. */
export function manifestOf(team: TeamKey, asset: DemoAsset, version: DemoVersion): ManifestLine[] {
  return Object.entries(version.files ?? {}).map(([path, told]) => {
    const [size, since] = Array.isArray(told) ? told : [told, version.label];
    return { path, sha256: createHash('sha256').update(`${team}/${asset.key} ${since} ${path}`).digest('hex'), size };
  });
}

const componentTypes: Partial<Record<Kind, string>> = { model: 'machine-learning-model', dataset: 'data', infrastructure: 'platform' };

/** A version's metadata under the names that importing CycloneDX gives them. */
export function metadataOf(asset: DemoAsset, version: DemoVersion): Record<string, unknown> {
  const componentType = componentTypes[asset.kind];
  return {
    ...(componentType && { componentType }),
    ...(version.card && { modelCard: version.card }),
    ...(version.data && { datasetCard: { data: version.data } }),
    ...(version.licence && { licenses: [{ license: licenceOf(version.licence) }] }),
    ...(version.references && { externalReferences: Object.entries(version.references).map(([type, url]) => ({ type, url })) }),
    ...(version.properties && { properties: Object.entries(version.properties).map(([name, value]) => ({ name, value })) }),
    ...(version.components && { components: version.components.map(componentOf) }),
  };
}

/** CycloneDX knows SPDX's identifiers as `id`; anything else is a name. */
const licenceOf = (licence: string) => (licence.startsWith('LicenseRef-') ? { name: licence } : { id: licence });

function componentOf(purl: string) {
  const [path = '', version] = purl.split('@');
  return { type: 'library', name: path.split('/').at(-1), version, purl };
}

export type Target = { relation: Relation; team: TeamKey; asset: string; label: string };

/** "stored_in ml-platform/model-registry@3.2" taken apart; without a team it is the asset's own. */
export function targetOf(team: TeamKey, link: Link): Target {
  const [relation, address = ''] = link.split(' ') as [Relation, string];
  const at = address.indexOf('@');
  const [owner, key] = address.slice(0, at).includes('/') ? address.slice(0, at).split('/') : [team, address.slice(0, at)];
  return { relation, team: owner as TeamKey, asset: key ?? '', label: address.slice(at + 1) };
}
