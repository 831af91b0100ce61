import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Kind } from '../rules.ts';
import type { FilePage, Version, VersionPage, VersionRow } from './schema.ts';

type ListedVersion = {
  id: string;
  label: string;
  location: string | null;
  purl: string | null;
  root_digest: string | null;
  file_count: number;
  total_bytes: string;
  signature: VersionRow['signature'];
  registered_at: Date;
  registered_by_name: string | null;
};

const columns = Prisma.sql`
  v.id, v.label, v.location, v.purl, v.root_digest, v.file_count, v.total_bytes, v.signature, v.registered_at,
  (SELECT u.name FROM users u WHERE u.id = v.registered_by) AS registered_by_name`;

const toRow = (row: ListedVersion): VersionRow => ({
  id: row.id,
  label: row.label,
  location: row.location,
  purl: row.purl,
  rootDigest: row.root_digest,
  fileCount: row.file_count,
  totalBytes: Number(row.total_bytes),
  signature: row.signature,
  registeredAt: row.registered_at.toISOString(),
  registeredByName: row.registered_by_name,
});

/** The versions of an asset, newest first. @throws AppError `not_found`. */
export async function listVersions(actor: Actor, input: { id: string; after?: string; limit: number }): Promise<VersionPage> {
  return read(scopeOf(actor), async (reader) => {
    const [asset] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${input.id}::uuid`);
    if (!asset) throw notFound('asset');
    const [at, id] = input.after ? decodeCursor(input.after, 'after', 'registered', ['time', 'id']) : [];
    const bound = at ? Prisma.sql`AND (v.registered_at, v.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
    const rows = await reader.rows<ListedVersion & { exact: string }>(Prisma.sql`
      SELECT ${columns}, v.registered_at::text AS exact FROM asset_versions v
      WHERE v.asset_id = ${input.id}::uuid ${bound} ORDER BY v.registered_at DESC, v.id DESC LIMIT ${input.limit + 1}`);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    const next = rows.length > input.limit && last ? encodeCursor({ sort: 'registered', values: [last.exact, last.id] }) : null;
    return { rows: shown.map(toRow), next };
  });
}

/** One version with all its facts; its files come by listFiles. @throws AppError `not_found`. */
export const getVersion = (actor: Actor, id: string): Promise<Version> => read(scopeOf(actor), (reader) => versionWithin(reader, id));

/** As getVersion, in a snapshot that is already open. */
export async function versionWithin(reader: Reader, id: string): Promise<Version> {
  type Row = ListedVersion & {
    provenance: Record<string, unknown>;
    metadata: Record<string, unknown>;
    asset_id: string;
    name: string;
    kind: Kind;
    key: string;
    team_name: string;
  };
  const [row] = await reader.rows<Row>(Prisma.sql`
    SELECT ${columns}, v.provenance, v.metadata, a.id AS asset_id, a.name, a.kind, a.key,
      (SELECT t.name FROM teams t WHERE t.id = a.team_id) AS team_name
    FROM asset_versions v JOIN asset_list a ON a.id = v.asset_id WHERE v.id = ${id}::uuid`);
  if (!row) throw notFound('version');
  const asset = { id: row.asset_id, name: row.name, kind: row.kind, key: row.key, teamName: row.team_name };
  return { ...toRow(row), asset, provenance: row.provenance, metadata: row.metadata };
}

/** The manifest of a version, by the bytes of the path; `q` is a part of the path. @throws AppError `not_found`. */
export async function listFiles(actor: Actor, input: { id: string; q: string; after?: string; limit: number }): Promise<FilePage> {
  return read(scopeOf(actor), async (reader) => {
    const [version] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_versions v WHERE v.id = ${input.id}::uuid`);
    if (!version) throw notFound('version');
    const part = `%${input.q.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
    const matching = input.q ? Prisma.sql`AND f.path ILIKE ${part}` : Prisma.empty;
    const [path] = input.after ? decodeCursor(input.after, 'after', 'path', ['text']) : [];
    const bound = path === undefined ? Prisma.empty : Prisma.sql`AND f.path COLLATE "C" > ${String(path)}`;
    const [count] = await reader.rows<{ matching: number }>(
      Prisma.sql`SELECT count(*)::int AS matching FROM version_files f WHERE f.version_id = ${input.id}::uuid ${matching}`,
    );
    const rows = await reader.rows<{ path: string; sha256: string; size: string }>(Prisma.sql`
      SELECT f.path, f.sha256, f.size FROM version_files f WHERE f.version_id = ${input.id}::uuid ${matching} ${bound}
      ORDER BY f.path COLLATE "C" LIMIT ${input.limit + 1}`);
    const shown = rows.slice(0, input.limit).map((row) => ({ ...row, size: Number(row.size) }));
    const last = shown.at(-1);
    const next = rows.length > input.limit && last ? encodeCursor({ sort: 'path', values: [last.path] }) : null;
    return { rows: shown, next, matching: count?.matching ?? 0 };
  });
}
