import { randomUUID } from 'node:crypto';
import type { Kind } from '#lib/assets/rules.ts';
import { ownProperty } from '../read/own-properties.ts';
import { SeenKeys } from '../read/seen-keys.ts';
import { exportRef, limits } from '../rules.ts';
import type { ExportAsset } from '../schema.ts';
import { hashes, licenses, modelCard } from './cyclonedx-card.ts';
import { exportRecord } from './export-record.ts';
import { inChunks } from './text-chunks.ts';

export type CycloneDxExportOptions = { exportedAt: Date; serialNumber?: string };

/** CycloneDX has no word for a pipeline or a repository: both are software that runs. The kind itself stands in `gatehouse:kind`. */
const types: Record<Kind, string> = {
  model: 'machine-learning-model',
  dataset: 'data',
  infrastructure: 'platform',
  pipeline: 'application',
  repository: 'application',
};

/**
 * A CycloneDX 1.6 bill of materials as a stream of text: each asset a component, its last version the component's, its relations dependencies.
 * All that CycloneDX has no place for stands in properties named `gatehouse:…`, from which Gatehouse reads the same records back. Memory holds the
 * dependencies alone, `maxHeldEdges` of them; more are left out and counted in a property of the document.
 */
export function writeCycloneDx(assets: AsyncIterable<ExportAsset>, options: CycloneDxExportOptions): AsyncGenerator<string> {
  return inChunks(parts(assets, options));
}

async function* parts(
  assets: AsyncIterable<ExportAsset>,
  { exportedAt, serialNumber = `urn:uuid:${randomUUID()}` }: CycloneDxExportOptions,
): AsyncGenerator<string> {
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber,
    version: 1,
    metadata: { timestamp: exportedAt.toISOString(), tools: { components: [{ type: 'application', name: 'Gatehouse' }] } },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"components":[`;
  const written = new SeenKeys();
  const dependencies: { ref: string; targets: string[] }[] = [];
  let held = 0;
  let leftOut = 0;
  let separator = '\n';
  for await (const asset of assets) {
    const ref = exportRef(asset.team.key, asset.key);
    written.set(ref, 1);
    yield `${separator}${JSON.stringify(component(asset, ref))}`;
    separator = ',\n';
    const targets = [...new Set(asset.relations.map((relation) => relation.target))].filter((target) => target !== ref);
    if (targets.length === 0) continue;
    if (held + targets.length > limits.maxHeldEdges) leftOut += targets.length;
    else {
      held += targets.length;
      dependencies.push({ ref, targets });
    }
  }
  yield '\n],"dependencies":[';
  separator = '\n';
  for (const { ref, targets } of dependencies) {
    const dependsOn = targets.filter((target) => written.get(target) !== undefined);
    if (dependsOn.length === 0) continue;
    yield `${separator}${JSON.stringify({ ref, dependsOn })}`;
    separator = ',\n';
  }
  const properties =
    leftOut > 0 ? `,"properties":${JSON.stringify([{ name: 'gatehouse:dependencies-left-out', value: String(leftOut) }])}` : '';
  yield `\n]${properties}}\n`;
}

function component(asset: ExportAsset, ref: string): Record<string, unknown> {
  const version = asset.versions.at(-1);
  const metadata = version?.metadata ?? {};
  const datasets = asset.relations.filter((relation) => relation.relation === 'trained_on').map((relation) => relation.target);
  const url = version?.location && isAddress(version.location) ? version.location : undefined;
  return {
    type: types[asset.kind],
    'bom-ref': ref,
    name: asset.name,
    version: version?.label,
    description: asset.description || undefined,
    hashes: hashes(metadata.hashes),
    licenses: licenses(metadata.licenses),
    purl: version?.purl ?? undefined,
    externalReferences: url ? [{ type: 'distribution', url }] : undefined,
    tags: asset.tags.length > 0 ? asset.tags : undefined,
    modelCard: asset.kind === 'model' ? modelCard(metadata.modelCard, [...new Set(datasets)]) : undefined,
    data:
      asset.kind === 'dataset'
        ? [{ type: 'dataset', name: asset.name, ...(url ? { contents: { url } } : {}), classification: asset.dataClass }]
        : undefined,
    properties: properties(asset),
  };
}

function properties(asset: ExportAsset): { name: string; value: string }[] {
  const { ref: _ref, name: _name, description, ...record } = exportRecord(asset);
  // An empty description cannot stand in the component itself, where it would read as unknown.
  const own = description ? record : { ...record, description };
  const told: [string, string][] = [
    ['kind', asset.kind],
    ['team', asset.team.name],
    ['owner', asset.owner?.name ?? ''],
    ['stage', asset.stage],
    ['criticality', String(asset.criticality)],
    ['exposure', asset.exposure],
    ['data-class', asset.dataClass],
    ['status', asset.status],
    ['level', asset.level],
    ['changed', asset.updatedAt],
  ];
  const readable = told.filter(([, value]) => value !== '').map(([name, value]) => ({ name: `gatehouse:${name}`, value }));
  return [...readable, { name: ownProperty, value: JSON.stringify(own) }];
}

/** An address that every validator takes for one. */
function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/i.test(text) && URL.canParse(text);
}
