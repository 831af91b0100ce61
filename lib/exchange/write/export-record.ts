import { exportRef } from '../rules.ts';
import type { ExportAsset, ImportRecord } from '../schema.ts';

/** The asset as a record that a reader gives back: an import of it reproduces the asset. */
export function exportRecord(asset: ExportAsset): ImportRecord {
  const { kind, key, name, description, stage, criticality, exposure, dataClass, tags, origin, originRef, status, versions, relations } =
    asset;
  return {
    ref: exportRef(asset.team.key, key),
    kind,
    key,
    name,
    team: asset.team.key,
    description,
    owner: asset.owner?.email.toLowerCase() ?? null,
    stage,
    criticality,
    exposure,
    dataClass,
    tags,
    status,
    origin,
    originRef,
    versions,
    relations,
  };
}
