/** The file of an import as it is kept: pieces of a megabyte, in order. */
import { createHash } from 'node:crypto';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Upload } from '#lib/access/procedure.ts';
import { read } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readableBytes } from '../../read/unreadable-file.ts';
import { inScope } from '../state/sql.ts';

const pieceBytes = 1024 * 1024;
/** Pieces are written so many at a time: few round trips, and few megabytes in memory. */
const atOnce = 4;

export type Stored = { size: number; sha256: string };

/**
 * Keeps an upload piece by piece, without holding a connection while the sender is slow. When it is refused or breaks off, nothing of it stays.
 * @throws AppError `too_large`; `invalid` for an empty file, a size or digest other than declared, an upload that broke off.
 */
export async function storeChunks(actor: Actor, importId: string, teamId: string, upload: Upload): Promise<Stored> {
  const most = env().GATEHOUSE_MAX_IMPORT_BYTES;
  const tooLarge = () => new AppError('too_large', `The file is larger than ${readableBytes(most)}, the most that is taken here.`);
  if (upload.size !== null && upload.size > most) throw tooLarge();
  const hash = createHash('sha256');
  const keep = keeper(actor, importId, teamId);
  let size = 0;
  try {
    for await (const bytes of arriving(upload.stream)) {
      size += bytes.byteLength;
      if (size > most) throw tooLarge();
      hash.update(bytes);
      await keep.add(bytes);
    }
    if (size === 0) throw new AppError('invalid', 'The file is empty.');
    if (upload.size !== null && size !== upload.size)
      throw new AppError('invalid', `The upload broke off: ${size} of ${upload.size} bytes arrived. Nothing was kept.`);
    const sha256 = hash.digest('hex');
    if (upload.sha256 !== null && upload.sha256 !== sha256)
      throw new AppError('invalid', 'The bytes that arrived are not the ones declared: their SHA-256 differs. Nothing was kept.');
    await keep.end();
    return { size, sha256 };
  } catch (error) {
    await dropChunks(actor, importId, teamId);
    throw error;
  }
}

/** The sender's bytes; whatever ends them early is the sender's connection. */
async function* arriving(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = stream[Symbol.asyncIterator]();
  for (;;) {
    const piece = await bytes.next().catch((cause: unknown) => {
      throw Object.assign(new AppError('invalid', 'The upload broke off. Nothing was kept; choose the file again.'), { cause });
    });
    if (piece.done) return;
    yield piece.value;
  }
}

function keeper(actor: Actor, importId: string, teamId: string) {
  let waiting: Uint8Array[] = [];
  let held = 0;
  let seq = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting, held);
    waiting = [];
    held = 0;
    await inScope(actor, teamId, 'import.uploading', async (client) => {
      // One piece a statement: bytes alone go over the wire as they are, in a list they would go as text.
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        const values = [importId, teamId, seq, bytes.subarray(from, from + pieceBytes)];
        await client.query('INSERT INTO import_chunks (import_id, team_id, seq, bytes) VALUES ($1, $2, $3, $4)', values);
        seq += 1;
      }
    });
  };
  return {
    add: async (bytes: Uint8Array) => {
      waiting.push(bytes);
      held += bytes.byteLength;
      if (held >= pieceBytes * atOnce) await flush();
    },
    end: async () => {
      if (held > 0) await flush();
    },
  };
}

/** Removes what is kept of a file. */
export async function dropChunks(actor: Actor, importId: string, teamId: string): Promise<void> {
  await inScope(actor, teamId, 'import.uploading', (client) => client.query('DELETE FROM import_chunks WHERE import_id = $1', [importId]));
}

/** The kept file as a stream of its pieces; each is read when it is asked for. */
export async function* readChunks(actor: Actor, importId: string): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq += 1) {
    const [row] = await read(scopeOf(actor), (reader) =>
      reader.rows<{ bytes: Buffer }>(Prisma.sql`SELECT bytes FROM import_chunks WHERE import_id = ${importId}::uuid AND seq = ${seq}`),
    );
    if (!row) return;
    yield row.bytes;
  }
}
