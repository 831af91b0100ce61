/** What a reader yields, copied into temporary tables of one connection: no log to write, no policy to pass, gone with the connection. */
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { checkManifest } from '#lib/assets/versions/manifest/rules.ts';
import { rootDigest } from '#lib/assets/versions/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { SeenKeys } from '../../read/seen-keys.ts';
import type { FileSummary, ImportedRelation, ImportedVersion, ImportRecord, Reading } from '../../schema.ts';
import { copyLine, jsonText } from './rules.ts';

const tables = {
  staged_rows: 'seq int, place text, reason text, ref text, kind text, key text, name text, new_id uuid, record jsonb, notes jsonb',
  staged_versions:
    'row_seq int, seq int, id uuid, label text, location text, purl text, root_digest text, file_count int, total_bytes bigint, files jsonb, provenance jsonb, metadata jsonb, reason text',
  staged_relations: 'seq int, place text, from_ref text, from_label text, relation text, target text, target_label text',
} as const;
type Table = keyof typeof tables;
const tableNames = Object.keys(tables) as Table[];

/** Text is handed to COPY when so much has come together, in characters. */
const batch = 2 * 1024 * 1024;

const empty = (): Record<Table, string[]> => ({ staged_rows: [], staged_versions: [], staged_relations: [] });

const mostTeams = 5;

export type StagedCounts = { rows: number; versions: number; relations: number; origins: number; owners: number };

/** Takes readings and copies them in batches; call `end` after the last. */
export class Staging {
  readonly #client: pg.PoolClient;
  readonly #keys = new SeenKeys();
  readonly #checkKeys: boolean;
  #texts = empty();
  #length = 0;
  #copying: Promise<void> = Promise.resolve();
  readonly counts: StagedCounts = { rows: 0, versions: 0, relations: 0, origins: 0, owners: 0 };
  summary: FileSummary | null = null;
  /** Teams that the file names, the first few. */
  readonly teams = new Set<string>();

  /** @param checkKeys whether the reader leaves it to us that no key stands twice */
  constructor(client: pg.PoolClient, checkKeys: boolean) {
    this.#client = client;
    this.#checkKeys = checkKeys;
  }

  async begin(): Promise<void> {
    for (const name of tableNames)
      await this.#client.query(`DROP TABLE IF EXISTS pg_temp.${name}; CREATE TEMP TABLE ${name} (${tables[name]})`);
  }

  async add(reading: Reading): Promise<void> {
    if ('summary' in reading) this.summary = reading.summary;
    else if ('rejected' in reading) this.#reject(reading.place, reading.rejected);
    else if ('relation' in reading) this.#relation(reading.relation.from, reading.relation, reading.place);
    else this.#record(reading.record, reading.place, reading.notes);
    if (this.#length > batch) {
      // The next batch is read while this one is copied; the one after waits.
      await this.#copying;
      this.#copying = this.#flush();
      this.#copying.catch(() => undefined);
    }
  }

  /** Copies what is left and tells Postgres how much there is, so that the joins to come are planned for it. */
  async end(): Promise<void> {
    await this.#copying;
    await this.#flush();
    for (const name of tableNames) await this.#client.query(`ANALYZE ${name}`);
  }

  #reject(place: string, reason: string, record?: ImportRecord): void {
    const { ref = null, kind = null, key = null, name = null } = record ?? {};
    this.#line('staged_rows', [this.#next(), place, reason.slice(0, 4000), ref, kind, key, name, newId(), '{}', null]);
  }

  #next(): number {
    this.counts.rows += 1;
    return this.counts.rows;
  }

  #record(record: ImportRecord, place: string, notes: readonly string[]): void {
    const { ref, kind, key, name, versions, relations, team, ...fields } = record;
    if (team !== undefined && this.teams.size < mostTeams) this.teams.add(team);
    if (this.#checkKeys) {
      const earlier = this.#keys.get(key);
      if (earlier !== undefined) {
        this.#reject(place, `The key "${key}" is already that of another row of this file (the ${earlier}. one).`, record);
        return;
      }
      this.#keys.set(key, this.counts.rows + 1);
    }
    const seq = this.#next();
    if (fields.originRef) this.counts.origins += 1;
    if (fields.owner) this.counts.owners += 1;
    this.#line('staged_rows', [seq, place, null, ref, kind, key, name, newId(), jsonText(fields), notes.length ? jsonText(notes) : null]);
    const labels = new Set<string>();
    for (const [at, version] of versions.entries()) {
      this.#version(seq, at, version, labels.has(version.label) ? 'The file tells of this version twice; the first is taken.' : null);
      labels.add(version.label);
    }
    for (const relation of relations) this.#relation(ref, relation, place);
  }

  #version(rowSeq: number, seq: number, version: ImportedVersion, doubled: string | null): void {
    this.counts.versions += 1;
    const { files, problems } = checkManifest(version.files);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    this.#line('staged_versions', [
      ...[rowSeq, seq, newId(), version.label, version.location, version.purl, rootDigest(files), files.length, bytes],
      ...[jsonText(files), jsonText(version.provenance), jsonText(version.metadata), doubled ?? problems[0]?.message ?? null],
    ]);
  }

  #relation(from: string, told: ImportedRelation, place: string): void {
    this.counts.relations += 1;
    const { relation, target, version = null, targetVersion = null } = told;
    this.#line('staged_relations', [this.counts.relations, place, from, version, relation, target, targetVersion]);
  }

  #line(table: Table, values: (string | number | null)[]): void {
    const line = copyLine(values);
    this.#texts[table].push(line);
    this.#length += line.length;
  }

  async #flush(): Promise<void> {
    const texts = this.#texts;
    this.#texts = empty();
    this.#length = 0;
    for (const name of tableNames) if (texts[name].length > 0) await copyInto(this.#client, name, texts[name].join(''));
  }
}

function copyInto(client: pg.PoolClient, table: Table, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = client.query(copyFrom(`COPY pg_temp.${table} FROM STDIN`));
    stream.on('error', reject);
    stream.on('finish', resolve);
    stream.end(Buffer.from(text));
  });
}
