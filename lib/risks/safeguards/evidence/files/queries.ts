/** The bytes of a file of evidence, as they are kept. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { download } from '#lib/platform/kept-files.ts';
import { Prisma } from '#prisma/generated/client.ts';

/**
 * A file of evidence as a download. Removed evidence is still there for whoever may read.
 * @throws AppError `not_found`.
 */
export async function evidenceFile(actor: Actor, id: string): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  const scope = scopeOf(actor);
  const [file] = await read(scope, (reader) =>
    reader.rows<{ name: string; size: string; sha256: string }>(
      Prisma.sql`SELECT file_name AS name, file_size AS size, file_sha256 AS sha256 FROM evidence WHERE id = ${id}::uuid AND kind = 'file'`,
    ),
  );
  if (!file) throw notFound('file');
  return download(file, async (position) => {
    const [row] = await read(scope, (reader) =>
      reader.rows<{ bytes: Buffer }>(
        Prisma.sql`SELECT bytes FROM evidence_chunks WHERE evidence_id = ${id}::uuid AND position = ${position}`,
      ),
    );
    return row?.bytes ?? null;
  });
}
