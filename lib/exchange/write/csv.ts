import { stages } from '#lib/assets/rules.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { type CsvColumn, csvFields, csvHeaders } from '../rules.ts';
import type { ExportAsset, ImportedRelation } from '../schema.ts';
import { inChunks } from './text-chunks.ts';

export type CsvExportOptions = { columns?: readonly CsvColumn[]; delimiter?: ',' | ';' | '\t' };

/** What an export holds unless columns are chosen: all that a person edits, readable in a spreadsheet. */
export const defaultCsvColumns: readonly CsvColumn[] = [
  'key',
  'name',
  'kind',
  'team',
  'owner',
  'ownerName',
  'stage',
  'criticality',
  'exposure',
  'dataClass',
  'level',
  'status',
  'tags',
  'description',
  'version',
  'location',
  'purl',
  'relations',
  'updatedAt',
];

/** Every field that an import takes: with these columns an import of the export reproduces the inventory. */
export const completeCsvColumns: readonly CsvColumn[] = csvFields;

/**
 * A CSV of the assets as a stream of text: UTF-8 without a mark, lines ended by CR LF, cells that a spreadsheet would run as a formula begun with an apostrophe, which
 * the reader takes off again.
 */
export function writeCsv(assets: AsyncIterable<ExportAsset>, options: CsvExportOptions = {}): AsyncGenerator<string> {
  return inChunks(rows(assets, options.columns ?? defaultCsvColumns, options.delimiter ?? ','));
}

async function* rows(assets: AsyncIterable<ExportAsset>, columns: readonly CsvColumn[], delimiter: string): AsyncGenerator<string> {
  yield csvLine(
    columns.map((column) => csvHeaders[column]),
    delimiter,
  );
  for await (const asset of assets) {
    yield csvLine(
      columns.map((column) => cells[column](asset)),
      delimiter,
    );
  }
}

const latest = (asset: ExportAsset) => asset.versions.at(-1);

const cells: Record<CsvColumn, (asset: ExportAsset) => string> = {
  key: (asset) => asset.key,
  name: (asset) => asset.name,
  kind: (asset) => asset.kind,
  team: (asset) => asset.team.key,
  teamName: (asset) => asset.team.name,
  owner: (asset) => asset.owner?.email ?? '',
  ownerName: (asset) => asset.owner?.name ?? '',
  stage: (asset) => asset.stage,
  criticality: (asset) => String(asset.criticality),
  exposure: (asset) => asset.exposure,
  dataClass: (asset) => asset.dataClass,
  tags: (asset) => tagsCell(asset.tags),
  status: (asset) => asset.status,
  description: (asset) => asset.description,
  origin: (asset) => asset.origin,
  originRef: (asset) => asset.originRef ?? '',
  version: (asset) => latest(asset)?.label ?? '',
  location: (asset) => latest(asset)?.location ?? '',
  purl: (asset) => latest(asset)?.purl ?? '',
  relations: (asset) => relationsCell(asset.relations),
  versions: (asset) => (asset.versions.length > 0 ? JSON.stringify(asset.versions) : ''),
  level: (asset) => asset.level,
  posture: (asset) => stages.map((stage, at) => `${stage}: ${asset.levels[at]}`).join('; '),
  updatedAt: (asset) => asset.updatedAt,
};

/** Tags between semicolons or, where one of them would not come back from that, as JSON. */
function tagsCell(tags: string[]): string {
  return tags.some((tag) => /[;,|]|^[[=+\-@'＝＋－＠]/.test(tag)) ? JSON.stringify(tags) : tags.join('; ');
}

/** "trained_on:team/key" between semicolons or, where versions are named or a target would not come back from that, as JSON. */
function relationsCell(relations: ImportedRelation[]): string {
  const plain = relations.every(
    ({ version, targetVersion, target }) => version === undefined && targetVersion === undefined && !/[;]|^\s|\s$/.test(target),
  );
  if (!plain) return JSON.stringify(relations);
  return relations.map(({ relation, target }) => `${relation}:${target}`).join('; ');
}
