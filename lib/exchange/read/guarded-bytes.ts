import { isUtf8 } from 'node:buffer';
import { readableBytes, UnreadableFile } from './unreadable-file.ts';

const newline = 10;
/** Chunks are handed on in pieces of at most this size, so that whoever reads them can stop soon. */
const pieceBytes = 64 * 1024;

export function countNewlines(bytes: Uint8Array, end = bytes.length): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at !== -1 && at < end; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

/** How many bytes at the end of `piece` begin a UTF-8 character that the piece does not finish: 0 to 3. */
function unfinishedTail(piece: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, piece.length); back += 1) {
    const byte = piece[piece.length - back] as number;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function placeOfBadByte(piece: Uint8Array, linesBefore: number): UnreadableFile {
  let good = 0;
  let bad = piece.length;
  // Halving: the longest prefix that is valid, apart from a character cut by the prefix itself.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const prefix = piece.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, prefix.length - unfinishedTail(prefix)))) good = middle;
    else bad = middle;
  }
  const line = linesBefore + countNewlines(piece, bad) + 1;
  return new UnreadableFile(`line ${line}`, 'holds bytes that are not UTF-8 text; save the file as UTF-8 and choose it again');
}

export type GuardedPiece = { bytes: Uint8Array; linesBefore: number };

/**
 * Passes a file's bytes on in pieces of at most 64 KB that hold whole UTF-8 characters, without the byte order mark, and counts lines. Throws `UnreadableFile`
 * for a file over `maxFileBytes`, for bytes that are not UTF-8 (with their line) and for NUL bytes.
 */
export async function* guardedBytes(input: AsyncIterable<Uint8Array>, maxFileBytes: number): AsyncGenerator<GuardedPiece> {
  let total = 0;
  let linesBefore = 0;
  let carried: Uint8Array = new Uint8Array(0);
  let atStart = true;
  for await (const chunk of input) {
    total += chunk.length;
    if (total > maxFileBytes)
      throw new UnreadableFile('', `The file is larger than ${readableBytes(maxFileBytes)}, the most that is read.`);
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const fresh = chunk.subarray(from, from + pieceBytes);
      let piece = carried.length === 0 ? fresh : Buffer.concat([carried, fresh]);
      if (atStart && piece.length < 3 && from + pieceBytes >= chunk.length && total < 3) {
        carried = Uint8Array.from(piece);
        continue;
      }
      if (atStart && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) piece = piece.subarray(3);
      atStart = false;
      const whole = piece.subarray(0, piece.length - unfinishedTail(piece));
      if (!isUtf8(whole)) throw placeOfBadByte(piece, linesBefore);
      const nul = whole.indexOf(0);
      if (nul !== -1)
        throw new UnreadableFile(`line ${linesBefore + countNewlines(whole, nul) + 1}`, 'holds a NUL byte; this is not a text file');
      carried = Uint8Array.from(piece.subarray(whole.length));
      yield { bytes: whole, linesBefore };
      linesBefore += countNewlines(whole);
    }
  }
  if (carried.length > 0) {
    if (!isUtf8(carried)) throw placeOfBadByte(carried, linesBefore);
    yield { bytes: carried, linesBefore };
  }
}
