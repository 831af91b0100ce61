import type { Kind } from '#lib/assets/rules.ts';
import type { ImportedVersion } from '../schema.ts';
import { type Facts, factsOf, isEmpty, isFacts, shorten, textOf, without } from './facts.ts';

const sha256 = /^[0-9a-f]{64}$/i;
const sizeNames = new Set(['gatehouse:size', 'size', 'file-size', 'filesize', 'file_size', 'bytes']);

/** The digest that CycloneDX gives under SHA-256, in lower case. */
export function sha256Of(component: Facts): string | undefined {
  const hash = factsOf(component.hashes).find((entry) => entry.alg === 'SHA-256');
  const content = textOf(hash?.content);
  return content && sha256.test(content) ? content.toLowerCase() : undefined;
}

/** A component of type file as a line of a manifest: only where its digest and its size are told. */
export function fileOf(component: Facts): ImportedVersion['files'][number] | undefined {
  const digest = sha256Of(component);
  const path = textOf(component.name);
  const property = factsOf(component.properties).find((entry) => sizeNames.has(String(entry.name).toLowerCase()));
  const size = Number(textOf(property?.value) ?? Number.NaN);
  if (component.type !== 'file' || !digest || !path || path.length > 4096 || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { path, sha256: digest, size };
}

/** Where the thing itself lies: a distribution before a repository, or the address of its contents. */
function locationOf(component: Facts): string | null {
  const references = factsOf(component.externalReferences);
  const found =
    references.find((entry) => entry.type === 'distribution')?.url ??
    references.find((entry) => entry.type === 'vcs')?.url ??
    factsOf(component.data)
      .map((data) => (isFacts(data.contents) ? textOf(data.contents.url) : undefined))
      .find(Boolean) ??
    (isFacts(component.contents) ? component.contents.url : undefined);
  const location = textOf(found);
  return location && location.length <= 2048 ? location : null;
}

/** A label that stays the same while the thing does: its version, else the beginning of its digest. */
export function labelOf(version: unknown, digest: string | undefined): string {
  return shorten(textOf(version)?.trim() ?? (digest ? `sha256:${digest.slice(0, 12)}` : 'unversioned'), 120);
}

const provenanceKeys = ['supplier', 'manufacturer', 'manufacture', 'authors', 'author', 'publisher', 'group'];
const ownColumns = ['name', 'version', 'description', 'purl', 'bom-ref', 'type', 'components', 'data'];

/**
 * The version that a component describes. Fields without a column of their own keep CycloneDX's names: who made it in `provenance`, all the
 * rest in `metadata`, where `data` becomes `datasetCard.data` and `type` becomes `componentType`.
 */
export function versionOfComponent(component: Facts, kind: Kind): ImportedVersion {
  const metadata: Facts = { ...without(component, ...ownColumns, ...provenanceKeys) };
  if (textOf(component.type)) metadata.componentType = component.type;
  if (!isEmpty(component.data))
    metadata[kind === 'dataset' ? 'datasetCard' : 'data'] = kind === 'dataset' ? { data: component.data } : component.data;
  const provenance: Facts = Object.fromEntries(
    provenanceKeys.filter((key) => !isEmpty(component[key])).map((key) => [key, component[key]]),
  );
  provenance.signature = isEmpty(component.signature) ? 'unsigned' : 'unverified';
  const purl = textOf(component.purl);
  if (purl && purl.length > 2048) metadata.purl = purl;
  const version = textOf(component.version);
  if (version && version.trim().length > 120) metadata.version = version;
  if (component['bom-ref'] !== undefined) metadata['bom-ref'] = component['bom-ref'];
  const files: ImportedVersion['files'] = [];
  const listed: Facts[] = [];
  for (const child of factsOf(component.components)) {
    const file = fileOf(child);
    if (file && isPlainFile(child) && !files.some((other) => other.path === file.path)) files.push(file);
    else listed.push(child);
  }
  if (listed.length > 0) metadata.components = listed;
  return {
    label: labelOf(version, sha256Of(component)),
    location: locationOf(component),
    purl: purl && purl.length <= 2048 ? purl : null,
    files,
    provenance,
    metadata,
  };
}

/** True where the manifest's line says all that the component says. */
function isPlainFile(component: Facts): boolean {
  const plain = Object.keys(component).every((key) => ['type', 'name', 'hashes', 'properties', 'bom-ref'].includes(key));
  return plain && factsOf(component.hashes).length === 1 && factsOf(component.properties).length === 1;
}
