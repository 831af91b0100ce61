/** Files that people keep here: how they arrive, in pieces of what size they are kept, and how they leave. */
import { createHash } from 'node:crypto';
import { AppError } from './errors.ts';
import { attachment, streamOf } from './streaming.ts';

/** A body that is sent as a stream: its bytes, and how many the sender declared. */
type Sent = { stream: ReadableStream<Uint8Array>; size: number | null };

/** A file of this many bytes is the largest that is taken whole. */
export const mostFileBytes = 20 * 1024 * 1024;
/** A piece of a kept file, in bytes. */
const pieceBytes = 256 * 1024;

/** All files that are arriving in this process may take so many bytes of memory together. */
const mostHeld = 5 * mostFileBytes;
let held = 0;
/** A sender who sends nothing for so long, in milliseconds, has gone. */
const patience = 30_000;
/** … and nobody sends for longer than this: a file that trickles holds memory that others wait for. */
const longest = 5 * 60_000;

/**
 * Takes a declared file whole, and keeps nothing of it: no connection is held while the sender is slow, and what is refused was never written.
 * @throws AppError `invalid` where size or SHA-256 are not those declared or the upload broke off; `too_many` while too much is arriving.
 */
export async function receive(upload: Sent | undefined, declared: { size: number; sha256: string }): Promise<Buffer> {
  if (!upload) throw new AppError('invalid', 'Send the file in a body of type application/octet-stream.');
  if (upload.size !== null && upload.size !== declared.size) throw wrongSize(upload.size, declared.size);
  if (held + declared.size > mostHeld)
    throw new AppError('too_many', 'Too many files are being sent at this moment. Try again in a minute.', { retryAfter: 30 });
  held += declared.size;
  try {
    const bytes = await whole(upload.stream, declared.size);
    if (createHash('sha256').update(bytes).digest('hex') !== declared.sha256)
      throw new AppError('invalid', 'The bytes that arrived are not the ones declared: their SHA-256 differs. Nothing was kept.', {
        fields: { sha256: 'is not that of the bytes' },
      });
    return bytes;
  } finally {
    held -= declared.size;
  }
}

const wrongSize = (arrived: number | string, declared: number) =>
  new AppError('invalid', `The file is not as large as declared: ${arrived} of ${declared} bytes. Nothing was kept.`, {
    fields: { size: 'is not that of the bytes' },
  });

async function whole(stream: ReadableStream<Uint8Array>, size: number): Promise<Buffer> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  const end = Date.now() + longest;
  let arrived = 0;
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), Math.min(patience, end - Date.now()));
      if (done) break;
      arrived += value.byteLength;
      if (arrived > size) throw wrongSize('more', size);
      pieces.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    if (error instanceof AppError) throw error;
    throw Object.assign(new AppError('invalid', 'The upload broke off. Nothing was kept; choose the file again.'), { cause: error });
  }
  if (arrived !== size) throw wrongSize(arrived, size);
  return Buffer.concat(pieces, arrived);
}

async function inTime<T>(work: Promise<T>, most: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('invalid', 'The upload took too long. Nothing was kept.')), most);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The bytes in the pieces that are kept, in order. */
export function* piecesOf(bytes: Buffer): Generator<{ position: number; bytes: Uint8Array<ArrayBuffer> }> {
  for (let from = 0, position = 0; from < bytes.length; from += pieceBytes, position += 1)
    yield { position, bytes: new Uint8Array(bytes.subarray(from, from + pieceBytes)) };
}

/**
 * A kept file as a download: never as a page of ours, whatever its bytes are.
 * @param piece the piece at a position; null past the last. No connection is held between two of them.
 */
export function download(
  file: { name: string; size: number | string; sha256: string },
  piece: (position: number) => Promise<Uint8Array | null>,
): { headers: Record<string, string>; body: ReadableStream } {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (let position = 0; ; position += 1) {
      const next = await piece(position);
      if (!next) return;
      yield next;
    }
  }
  return {
    headers: {
      ...attachment('application/octet-stream', file.name),
      'content-length': String(file.size),
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-content-sha256': file.sha256,
    },
    body: streamOf(bytes()),
  };
}
