import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { versionWithin } from '../queries.ts';
import type { Comparison, Version } from '../schema.ts';
import { compareFacts } from './rules.ts';

/** Differing files that are listed; beyond, they are counted. */
const mostListed = 1000;

const comparable = ({ label, location, purl, rootDigest, fileCount, totalBytes, signature, provenance, metadata }: Version) => ({
  ...{ label, location, purl, rootDigest, fileCount, totalBytes, signature, provenance, metadata },
});

/** What differs between two versions, of one asset or of two that the actor may see. @throws AppError `not_found` for either. */
export async function compareVersions(actor: Actor, input: { from: string; to: string }): Promise<Comparison> {
  return read(scopeOf(actor), async (reader) => {
    const from = await versionWithin(reader, input.from);
    const to = await versionWithin(reader, input.to);
    const facts = compareFacts(comparable(from), comparable(to));
    return { from, to, facts, files: await compareFiles(reader, input) };
  });
}

type Row = {
  path: string;
  from_sha256: string | null;
  from_size: string | null;
  to_sha256: string | null;
  to_size: string | null;
};

async function compareFiles(reader: Reader, input: { from: string; to: string }): Promise<Comparison['files']> {
  const both = Prisma.sql`
    (SELECT path, sha256, size FROM version_files WHERE version_id = ${input.from}::uuid) f
    FULL JOIN (SELECT path, sha256, size FROM version_files WHERE version_id = ${input.to}::uuid) t USING (path)`;
  const [counts] = await reader.rows<{ added: number; removed: number; changed: number; unchanged: number }>(Prisma.sql`
    SELECT count(*) FILTER (WHERE f.sha256 IS NULL)::int AS added, count(*) FILTER (WHERE t.sha256 IS NULL)::int AS removed,
      count(*) FILTER (WHERE f.sha256 <> t.sha256)::int AS changed, count(*) FILTER (WHERE f.sha256 = t.sha256)::int AS unchanged
    FROM ${both}`);
  const rows = await reader.rows<Row>(Prisma.sql`
    SELECT path, f.sha256 AS from_sha256, f.size AS from_size, t.sha256 AS to_sha256, t.size AS to_size
    FROM ${both} WHERE f.sha256 IS DISTINCT FROM t.sha256 ORDER BY path COLLATE "C" LIMIT ${mostListed}`);
  return { ...(counts ?? { added: 0, removed: 0, changed: 0, unchanged: 0 }), rows: rows.map(toFile) };
}

function toFile(row: Row): Comparison['files']['rows'][number] {
  const from = row.from_sha256 === null ? null : { sha256: row.from_sha256, size: Number(row.from_size) };
  const to = row.to_sha256 === null ? null : { sha256: row.to_sha256, size: Number(row.to_size) };
  return { path: row.path, change: from === null ? 'added' : to === null ? 'removed' : 'changed', from, to };
}
