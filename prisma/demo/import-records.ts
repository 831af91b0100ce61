import { ImportRecord } from '#lib/exchange/schema.ts';
import { people } from './people.ts';
import { manifestOf, metadataOf, stateOf, targetOf } from './records.ts';
import type { DemoAsset } from './shape.ts';
import type { TeamKey } from './teams.ts';

/**
 * An asset of the demonstration organisation as an import would tell it; relations are those of all its versions, by asset.
 * @throws ZodError where the inventory would not take it.
 */
export function importRecordOf(team: TeamKey, asset: DemoAsset): ImportRecord {
  const { stage, criticality, exposure, dataClass, status, ownerId } = stateOf(asset);
  const links = (asset.versions ?? []).flatMap((version) => version.links ?? []).map((link) => targetOf(team, link));
  return ImportRecord.parse({
    ref: `${team}/${asset.key}`,
    kind: asset.kind,
    key: asset.key,
    name: asset.name,
    description: asset.description,
    owner: ownerId && people[ownerId].email,
    stage,
    criticality,
    exposure,
    dataClass,
    status,
    tags: asset.tags.split(' '),
    origin: asset.origin ?? 'manual',
    originRef: asset.originRef ?? null,
    versions: (asset.versions ?? []).map((version) => ({
      label: version.label,
      location: version.location ?? null,
      purl: version.purl ?? null,
      files: manifestOf(team, asset, version),
      provenance: version.provenance ?? {},
      metadata: metadataOf(asset, version),
    })),
    relations: links.map(({ relation, team: owner, asset: key }) => ({ relation, target: `${owner}/${key}` })),
  });
}
