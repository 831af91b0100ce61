/** The assets of an export, read through a cursor: one snapshot, and no more than a few hundred of them in memory. */
import type pg from 'pg';
import { all, conditions, levelOf } from '#lib/assets/list/sql.ts';
import type { AssetFilter } from '#lib/assets/schema.ts';
import { connect, type Scope, scopeScript } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { exportRef } from '../rules.ts';
import type { ExportAsset, ImportedRelation, ImportedVersion } from '../schema.ts';

/** Assets that are read at once; and how many files of their versions may come with them. */
const batch = 200;
const mostFiles = 20_000;
/** The stream gives up whoever takes nothing after a minute; this is for a process that hangs with the snapshot open. */
const longestPause = '2min';

const sortKeys: Record<string, string> = {
  name: 'lower(a.name) COLLATE "C"',
  level: 'a.level',
  criticality: 'a.criticality',
  changed: 'a.updated_at',
};

type AssetRow = Omit<
  ExportAsset,
  'level' | 'levels' | 'updatedAt' | 'owner' | 'team' | 'versions' | 'relations' | 'dataClass' | 'originRef'
> & {
  id: string;
  data_class: ExportAsset['dataClass'];
  origin_ref: string | null;
  level: number;
  levels: number[];
  updated_at: Date;
  team_key: string;
  team_name: string;
  owner_email: string | null;
  owner_name: string | null;
  files: string;
};

export type Selection = { scope: Scope; teams: readonly string[] | 'every'; filter: AssetFilter; sort: string; withFiles: boolean };

/** A snapshot that an export reads from, with the number of its assets. Must be read to the end or ended. */
export class Snapshot {
  readonly #client: pg.PoolClient;
  readonly #withFiles: boolean;
  readonly count: number;
  #ended = false;

  private constructor(client: pg.PoolClient, withFiles: boolean, count: number) {
    this.#client = client;
    this.#withFiles = withFiles;
    this.count = count;
  }

  static async open({ scope, teams, filter, sort, withFiles }: Selection): Promise<Snapshot> {
    const client = await connect();
    try {
      await client.query(
        `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;${scopeScript(scope)};SET LOCAL idle_in_transaction_session_timeout = '${longestPause}'`,
      );
      const where = all(conditions(filter, teams));
      const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
      const key = sortKeys[sort.replace('-', '')] ?? sortKeys['name'];
      const counted = Prisma.sql`SELECT count(*)::int AS count FROM asset_list a WHERE ${where}`;
      const { rows } = await client.query<{ count: number }>(counted.text, counted.values);
      const selected = Prisma.sql`DECLARE exported NO SCROLL CURSOR FOR
        SELECT a.id, a.kind, a.key, a.name, a.description, a.stage, a.criticality, a.exposure, a.data_class, a.tags, a.origin, a.origin_ref, a.status,
          a.level, ARRAY[a.level_collect, a.level_validate, a.level_develop, a.level_deploy, a.level_monitor, a.level_change]::int[] AS levels, a.updated_at, t.key AS team_key, t.name AS team_name, u.email AS owner_email, u.name AS owner_name,
          (SELECT coalesce(sum(v.file_count), 0) FROM asset_versions v WHERE v.asset_id = a.id) AS files
        FROM asset_list a JOIN teams t ON t.id = a.team_id LEFT JOIN users u ON u.id = a.owner_id
        WHERE ${where} ORDER BY ${Prisma.raw(`${key} ${direction}, a.id ${direction}`)}`;
      await client.query(selected.text, selected.values);
      return new Snapshot(client, withFiles, rows[0]?.count ?? 0);
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  async *assets(): AsyncGenerator<ExportAsset> {
    try {
      for (;;) {
        const { rows } = await this.#client.query<AssetRow>(`FETCH ${batch} FROM exported`);
        if (rows.length === 0) return;
        for (const group of inGroups(rows)) yield* await this.#complete(group);
      }
    } finally {
      await this.end();
    }
  }

  /** Lets go of the snapshot; doing it twice does no harm. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#client.query('ROLLBACK').then(
      () => this.#client.release(),
      (error: Error) => this.#client.release(error),
    );
  }

  async #complete(rows: readonly AssetRow[]): Promise<ExportAsset[]> {
    const ids = rows.map((row) => row.id);
    const versions = await this.#versions(ids);
    const relations = await this.#relations(ids);
    return rows.map((row) => ({
      kind: row.kind,
      key: row.key,
      name: row.name,
      description: row.description,
      team: { key: row.team_key, name: row.team_name },
      owner: row.owner_email ? { email: row.owner_email, name: row.owner_name ?? row.owner_email } : null,
      stage: row.stage,
      criticality: row.criticality,
      exposure: row.exposure,
      dataClass: row.data_class,
      tags: row.tags,
      origin: row.origin,
      originRef: row.origin_ref,
      status: row.status,
      level: levelOf(row.level),
      levels: row.levels.map(levelOf),
      updatedAt: row.updated_at.toISOString(),
      versions: versions.get(row.id) ?? [],
      relations: relations.get(row.id) ?? [],
    }));
  }

  async #versions(ids: readonly string[]): Promise<Map<string, ImportedVersion[]>> {
    const { rows } = await this.#client.query<
      Omit<ImportedVersion, 'files'> & { asset_id: string; files: ImportedVersion['files'] | null }
    >(
      `SELECT v.asset_id, v.label, v.location, v.purl, v.provenance, v.metadata,
         CASE WHEN $2 AND v.file_count > 0 THEN (SELECT json_agg(json_build_object('path', f.path, 'sha256', f.sha256, 'size', f.size) ORDER BY f.path COLLATE "C") FROM version_files f WHERE f.version_id = v.id) END AS files
       FROM asset_versions v WHERE v.asset_id = ANY ($1::uuid[]) ORDER BY v.asset_id, v.registered_at, v.id`,
      [ids, this.#withFiles],
    );
    return grouped(rows.map(({ asset_id, files, ...version }) => [asset_id, { ...version, files: files ?? [] }]));
  }

  /** Arrows to versions that the reader may see. */
  async #relations(ids: readonly string[]): Promise<Map<string, ImportedRelation[]>> {
    const { rows } = await this.#client.query<{
      asset_id: string;
      relation: ImportedRelation['relation'];
      label: string;
      to_label: string;
      to_key: string;
      to_team: string;
    }>(
      `SELECT fv.asset_id, l.relation, fv.label, tv.label AS to_label, ta.key AS to_key, tt.key AS to_team
       FROM asset_versions fv JOIN lineage l ON l.from_version_id = fv.id AND l.removed_at IS NULL
       JOIN asset_versions tv ON tv.id = l.to_version_id JOIN assets ta ON ta.id = tv.asset_id JOIN teams tt ON tt.id = ta.team_id
       WHERE fv.asset_id = ANY ($1::uuid[]) ORDER BY fv.asset_id, fv.registered_at, l.relation, tt.key, ta.key, l.id`,
      [ids],
    );
    return grouped(
      rows.map((row) => [
        row.asset_id,
        { relation: row.relation, target: exportRef(row.to_team, row.to_key), version: row.label, targetVersion: row.to_label },
      ]),
    );
  }
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const [id, value] of pairs) {
    const list = map.get(id);
    if (list) list.push(value);
    else map.set(id, [value]);
  }
  return map;
}

/** Cuts a batch where its versions have too many files to be held together. */
function* inGroups(rows: readonly AssetRow[]): Generator<AssetRow[]> {
  let group: AssetRow[] = [];
  let files = 0;
  for (const row of rows) {
    if (group.length > 0 && files + Number(row.files) > mostFiles) {
      yield group;
      group = [];
      files = 0;
    }
    group.push(row);
    files += Number(row.files);
  }
  if (group.length > 0) yield group;
}
