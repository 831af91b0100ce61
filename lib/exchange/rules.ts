/**
 * Exchange: the limits a file must keep to, and what a bill of materials' component types become. Browser-safe.
 */

import type { Relation } from '#lib/assets/lineage/rules.ts';
import type { Kind } from '#lib/assets/rules.ts';

const kibi = 1024;
const mebi = kibi * kibi;

/** What a file may hold before it, or the part concerned, is refused. Bytes unless the name says otherwise. */
export const limits = {
  /** The whole file. */
  maxFileBytes: 1024 * mebi,
  /** Records of one file, rejected ones included. */
  maxRecords: 2_000_000,
  /** Nesting inside one component; deeper ones are rejected by themselves. */
  maxItemDepth: 64,
  /** Nesting of the whole file; deeper files are refused. */
  maxDepth: 1_000,
  /** One component, element or asset, as text: room for a model card's pictures in base64 and for a manifest of 100,000 files. */
  maxItemBytes: 16 * mebi,
  /** Values (strings, numbers, containers) inside one component. */
  maxItemValues: 500_000,
  /** One string, number or stretch of white space. */
  maxStringBytes: 16 * mebi,
  /** One line of a CSV, quoted line breaks included. */
  maxRowBytes: 16 * mebi,
  /** Columns of a CSV. */
  maxColumns: 500,
  /** What a reader holds back so that late facts reach the records they belong to. */
  maxHeldBytes: 16 * mebi,
  maxHeldRecords: 5_000,
  /** Arrows of a bill of materials held until all its components are known. */
  maxHeldEdges: 250_000,
  /** Libraries kept in a version's list of components; the rest are counted. */
  maxManifestComponents: 10_000,
  maxManifestBytes: 8 * mebi,
  /** Facts of the file about itself that are kept. */
  maxSummaryBytes: 4 * mebi,
  /** Notes kept of one file's own notes; the rest are counted. */
  maxSummaryNotes: 200,
} as const;
export type Limits = { readonly [Name in keyof typeof limits]: number };

/** What a component of a bill of materials becomes: an asset of a kind, or a line in its owner's list of components. */
export type ComponentTarget = Kind | 'component';
export type ComponentMapping = Record<string, ComponentTarget>;

/**
 * CycloneDX component types, SPDX package types and what they become unless the person chooses otherwise. What runs or is run on
 * (container, platform, device, application) is infrastructure: it is deployed and can be misconfigured. A pipeline is told by
 * `formulation`, never by a type. What is only built in (library, framework, operating system, file …) stays a component.
 */
export const defaultComponentMapping: Readonly<ComponentMapping> = {
  'machine-learning-model': 'model',
  data: 'dataset',
  container: 'infrastructure',
  device: 'infrastructure',
  platform: 'infrastructure',
  application: 'infrastructure',
  'operating-system': 'component',
  'device-driver': 'component',
  firmware: 'component',
  framework: 'component',
  library: 'component',
  file: 'component',
  'cryptographic-asset': 'component',
  /** Entries of `services`: often other people's, so no assets of ours unless the person says so. */
  service: 'component',
  /** Workflows of `formulation`. */
  workflow: 'pipeline',
  /** SPDX. A software package goes by its purpose where that is container, device or platform. */
  ai_AIPackage: 'model',
  dataset_DatasetPackage: 'dataset',
  software_Package: 'component',
  software_File: 'component',
};

/** An arrow between two assets that a file only calls a dependency. `reversed` swaps its ends. */
export type Arrow = { relation: Relation; reversed: boolean };

/**
 * What "`from` depends on `to`" means in Gatehouse's words. What serves or keeps a model points the other way round there: infrastructure
 * that depends on a model has the model deployed to it.
 */
export function arrowOfDependency(from: Kind, to: Kind): Arrow {
  if (to === 'pipeline') return { relation: 'built_by', reversed: false };
  if (from === 'infrastructure' && to !== 'infrastructure' && to !== 'repository') return { relation: 'deployed_to', reversed: true };
  if (from === 'repository' && (to === 'model' || to === 'dataset')) return { relation: 'stored_in', reversed: true };
  if (to === 'infrastructure') return { relation: 'deployed_to', reversed: false };
  if (to === 'repository') return { relation: 'stored_in', reversed: false };
  if (from === 'model' && to === 'dataset') return { relation: 'trained_on', reversed: false };
  return { relation: 'derived_from', reversed: false };
}

/** How an export names an asset across teams: unique in the file, and the ref of the record when read again. */
export function exportRef(teamKey: string, key: string): string {
  return `${teamKey}/${key}`;
}

/** What a column of a CSV can tell. `level`, `posture`, `ownerName`, `teamName` and `updatedAt` are written by exports and not read. */
export const csvFields = [
  'key',
  'name',
  'kind',
  'team',
  'owner',
  'stage',
  'criticality',
  'exposure',
  'dataClass',
  'tags',
  'status',
  'description',
  'origin',
  'originRef',
  'version',
  'location',
  'purl',
  'relations',
  'versions',
] as const;
export type CsvField = (typeof csvFields)[number];
export const csvToldFields = ['level', 'posture', 'ownerName', 'teamName', 'updatedAt'] as const;
export type CsvColumn = CsvField | (typeof csvToldFields)[number];

/** Where a column goes: a field, the version's metadata under the column's own name, or nowhere. */
export type CsvTarget = CsvField | 'metadata' | 'ignore';

/** The headers that exports write; the reader knows these and many others. */
export const csvHeaders: Record<CsvColumn, string> = {
  key: 'Key',
  name: 'Name',
  kind: 'Kind',
  team: 'Team',
  owner: 'Owner',
  stage: 'Stage',
  criticality: 'Criticality',
  exposure: 'Exposure',
  dataClass: 'Data class',
  tags: 'Tags',
  status: 'Status',
  description: 'Description',
  origin: 'Origin',
  originRef: 'Origin reference',
  version: 'Version',
  location: 'Location',
  purl: 'Package URL',
  relations: 'Relations',
  versions: 'Versions (JSON)',
  level: 'Level',
  posture: 'Level by stage',
  ownerName: 'Owner name',
  teamName: 'Team name',
  updatedAt: 'Changed',
};

export const csvDelimiters = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof csvDelimiters)[number];

/** How a CSV is read: one target for each column, in the file's order, and what holds where a cell or column is missing. */
export type CsvMapping = {
  delimiter: CsvDelimiter;
  columns: { header: string; target: CsvTarget }[];
  defaults?: { kind?: Kind };
};

/** A guess for one column; confidence runs from 0 to 1, and `why` is a sentence for the person who checks it. */
export type CsvGuess = { header: string; target: CsvTarget; confidence: number; why: string };

/** The fields without which no row can be read: a kind, and a name or a key. Empty when the mapping will do. */
export function missingInMapping(mapping: CsvMapping): string[] {
  const targets = new Set(mapping.columns.map((column) => column.target));
  const missing: string[] = [];
  if (!targets.has('name') && !targets.has('key')) missing.push('name');
  if (!targets.has('kind') && !mapping.defaults?.kind) missing.push('kind');
  return missing;
}
