/** SHA-256 of a file that is sent as a stream. Nothing of it is kept, and never more than a piece of it is in memory. */
import { createHash } from 'node:crypto';
import type { Upload } from '#lib/access/procedure.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { emptyDigest } from '../manifest/rules.ts';

export type Declared = { size?: number | undefined; sha256?: string | undefined };

/**
 * Hashes a body to its end. What was declared, in the query or the headers, must be what arrived.
 * @throws AppError `too_large` over `most` bytes, `invalid` where size or digest differ, or the upload broke off.
 */
export async function digestOf(upload: Upload | undefined, declared: Declared, most: number): Promise<{ sha256: string; size: number }> {
  // A body of no bytes does not arrive as a stream.
  if (!upload && declared.size === 0) return agreed({ sha256: emptyDigest, size: 0 }, declared);
  if (!upload) throw new AppError('invalid', 'Send the file as the body, of type application/octet-stream.');
  const expected = declared.size ?? upload.size ?? undefined;
  if ((expected ?? 0) > most || (upload.size ?? 0) > most) throw tooLarge(most);
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of unbroken(upload.stream)) {
    size += piece.byteLength;
    if (size > most) throw tooLarge(most);
    hash.update(piece);
  }
  if (upload.size !== null && size < upload.size) throw brokenOff();
  return agreed({ sha256: hash.digest('hex'), size }, { size: expected, sha256: declared.sha256 ?? upload.sha256 ?? undefined });
}

function agreed(found: { sha256: string; size: number }, declared: Declared): { sha256: string; size: number } {
  if (declared.size !== undefined && declared.size !== found.size)
    throw invalid('size', `${declared.size} bytes were declared and ${found.size} arrived`);
  if (declared.sha256 !== undefined && declared.sha256.toLowerCase() !== found.sha256)
    throw invalid('sha256', `the file that arrived has the SHA-256 ${found.sha256}, not the declared one`);
  return found;
}

async function* unbroken(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw brokenOff();
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const brokenOff = () => new AppError('invalid', 'The upload broke off before its end. Nothing was kept; send the file again.');
const tooLarge = (most: number) => new AppError('too_large', `A file may be at most ${most} bytes long.`);
