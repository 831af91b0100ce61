import { unguardCell } from '#lib/platform/csv.ts';
import type { CsvMapping } from '../rules.ts';
import type { ImportedVersion, ImportRecord } from '../schema.ts';
import * as fields from './csv-fields.ts';
import { shorten } from './facts.ts';

export type CsvRow = { record: ImportRecord; notes: string[]; keyTold: boolean } | { rejected: string };

/** What a row has told so far, with everything that is wrong with it. */
type Draft = Omit<ImportRecord, 'ref' | 'key' | 'name' | 'kind'> & Partial<Pick<ImportRecord, 'key' | 'name' | 'kind'>>;
type Told = { record: Draft; version: Partial<ImportedVersion>; metadata: Record<string, string>; notes: string[]; wrong: string[] };
type Setter = (told: Told, text: string, header: string) => void;

function take<Value>(told: Told, header: string, text: string, cell: fields.Cell<Value>, set: (value: Value) => void): void {
  if ('expected' in cell) told.wrong.push(`${header}: "${shorten(text, 60)}" where ${cell.expected} was expected`);
  else {
    set(cell.value);
    if (cell.note) told.notes.push(`${header}: ${cell.note}.`);
  }
}

function into<Value>(read: (text: string) => fields.Cell<Value>, set: (told: Told, value: Value) => void): Setter {
  return (told, text, header) => take(told, header, text, read(text), (value) => set(told, value));
}

const line = (most: number) => (text: string) => fields.readLine(text, most);
const text = (most: number) => (value: string) => fields.readText(value, most);

const setters: Record<Exclude<CsvMapping['columns'][number]['target'], 'ignore'>, Setter> = {
  key: into(fields.readKey, (told, value) => {
    told.record.key = value;
  }),
  name: into(line(200), (told, value) => {
    told.record.name = value;
  }),
  kind: into(fields.readKind, (told, value) => {
    told.record.kind = value;
  }),
  team: into(line(120), (told, value) => {
    told.record.team = value;
  }),
  owner: into(fields.readOwner, (told, value) => {
    told.record.owner = value;
  }),
  stage: into(fields.readStage, (told, value) => {
    told.record.stage = value;
  }),
  criticality: into(fields.readCriticality, (told, value) => {
    told.record.criticality = value;
  }),
  exposure: into(fields.readExposure, (told, value) => {
    told.record.exposure = value;
  }),
  dataClass: into(fields.readDataClass, (told, value) => {
    told.record.dataClass = value;
  }),
  tags: into(fields.readTags, (told, value) => {
    told.record.tags = value;
  }),
  status: into(fields.readStatus, (told, value) => {
    told.record.status = value;
  }),
  description: into(text(10_000), (told, value) => {
    told.record.description = value;
  }),
  origin: into(fields.readOrigin, (told, value) => {
    told.record.origin = value;
  }),
  originRef: into(text(2048), (told, value) => {
    told.record.originRef = value;
  }),
  version: into(line(120), (told, value) => {
    told.version.label = value;
  }),
  location: into(text(2048), (told, value) => {
    told.version.location = value;
  }),
  purl: into(text(2048), (told, value) => {
    told.version.purl = value;
  }),
  relations: into(fields.readRelations, (told, value) => {
    told.record.relations = value;
  }),
  versions: into(fields.readVersions, (told, value) => {
    told.record.versions = value;
  }),
  metadata: (told, value, header) => {
    told.metadata[header] = value;
  },
};

/**
 * Makes the reader of one row. A row is either a record that keeps to the ImportRecord schema, checked here by hand because Zod is too slow for
 * millions of rows (csv-row.test.ts holds the two together), or rejected with everything that is wrong with it. `ref` and, where the row tells
 * none (`keyTold`), `key` are left to the caller, who alone knows the other rows.
 */
export function rowReader(mapping: CsvMapping): (cells: string[]) => CsvRow {
  const steps = mapping.columns.flatMap(({ header, target }, index) =>
    target === 'ignore' ? [] : [{ index, header: header || `column ${index + 1}`, set: setters[target] }],
  );
  const width = mapping.columns.length;
  const has = (target: string) => mapping.columns.some((column) => column.target === target);
  const [nameHeader, kindHeader] = ['name', 'kind'].map(
    (target) => mapping.columns.find((column) => column.target === target)?.header || target,
  );
  const versioned = ['version', 'location', 'purl', 'metadata'].some(has);
  return (cells) => {
    if (cells.length < width) return { rejected: `holds ${cells.length} cells where the header has ${width}` };
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''))
      return { rejected: `holds ${cells.length} cells where the header has ${width}` };
    const told: Told = { record: { versions: [], relations: [] }, version: {}, metadata: {}, notes: [], wrong: [] };
    for (const { index, header, set } of steps) {
      const cell = unguardCell((cells[index] as string).trim()).trim();
      if (cell !== '') set(told, cell, header);
    }
    const { record, wrong } = told;
    record.kind ??= mapping.defaults?.kind;
    record.name ??= record.key;
    if (record.name === undefined && wrong.length === 0) wrong.push(`${nameHeader}: a name was expected`);
    if (record.kind === undefined && !wrong.some((reason) => reason.startsWith(`${kindHeader}: `)))
      wrong.push(`${kindHeader}: a kind was expected`);
    if (wrong.length > 0) return { rejected: wrong.join('; ') };
    if (versioned && record.versions.length === 0) addVersion(told);
    const keyTold = record.key !== undefined;
    return { record: { ref: '', key: '', ...(record as Omit<ImportRecord, 'ref' | 'key'>) }, notes: told.notes, keyTold };
  };
}

function addVersion({ record, version, metadata }: Told): void {
  const { label, location, purl } = version;
  const extra = Object.keys(metadata).length > 0;
  if (label === undefined && location === undefined && purl === undefined && !extra) return;
  record.versions.push({
    label: label ?? 'unversioned',
    location: location ?? null,
    purl: purl ?? null,
    files: [],
    provenance: {},
    metadata: extra ? { columns: metadata } : {},
  });
}
