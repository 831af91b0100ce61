import Tokenizer from '@streamparser/json/tokenizer.js';
import { limits as defaultLimits, type Limits } from '../rules.ts';
import { countNewlines, type GuardedPiece, guardedBytes } from './guarded-bytes.ts';
import { JsonScanner } from './json-scanner.ts';
import { readableBytes, UnreadableFile } from './unreadable-file.ts';

/** One member of the root object or, for a streamed list, one element of it (then with its index). */
export type JsonItem = { path: string; key: string; index: number | null; bytes: number } & ({ value: unknown } | { refused: string });

/**
 * Reads a JSON object piece by piece: every root member as one item, and the lists named in `streamed` element by element, in
 * the file's order. Memory is bounded by one item (see `limits`), whatever the file's size. An item over its limits, with a key twice or with `__proto__`
 * comes as `refused`; a file that is no JSON object, is cut off, nested beyond `maxDepth` or badly encoded throws `UnreadableFile`.
 */
export async function* readJsonItems(
  input: AsyncIterable<Uint8Array>,
  streamed: ReadonlySet<string>,
  limits: Limits = defaultLimits,
): AsyncGenerator<JsonItem> {
  const scanner = new JsonScanner(streamed, limits);
  const tokenizer = new Tokenizer({ stringBufferSize: 64 * 1024, numberBufferSize: 64 });
  let tokens = 0;
  let offset = 0;
  tokenizer.onToken = ({ token, value, offset: at }) => {
    tokens += 1;
    offset = at;
    scanner.token(token, value);
  };
  let position = 0;
  let silentSince = 0;
  let last: GuardedPiece = { bytes: new Uint8Array(0), linesBefore: 0 };
  for await (const piece of guardedBytes(input, limits.maxFileBytes)) {
    last = piece;
    const before = tokens;
    try {
      tokenizer.write(piece.bytes);
    } catch (error) {
      throw located(error, scanner, piece, offset - position);
    }
    position += piece.bytes.length;
    if (tokens !== before) silentSince = position;
    else if (position - silentSince > limits.maxStringBytes) {
      throw new UnreadableFile(
        scanner.where(),
        `a single text, number or stretch of white space is longer than ${readableBytes(limits.maxStringBytes)}`,
      );
    }
    yield* scanner.items;
    scanner.items.length = 0;
  }
  if (position === 0) throw new UnreadableFile('', 'The file is empty.');
  if (!scanner.done) {
    const line = last.linesBefore + countNewlines(last.bytes) + 1;
    throw new UnreadableFile(`line ${line}`, `the file ends in the middle of ${scanner.where()}; it seems to be cut off`);
  }
}

function located(error: unknown, scanner: JsonScanner, piece: GuardedPiece, lastToken: number): UnreadableFile {
  if (error instanceof UnreadableFile) {
    const line = piece.linesBefore + countNewlines(piece.bytes, Math.max(lastToken, 0)) + 1;
    return new UnreadableFile(`line ${line}`, `${error.message} (at ${scanner.where()})`);
  }
  // The tokenizer tells where it stumbled in its message alone.
  const told = error instanceof Error ? /chunk position "(\d+)"/.exec(error.message)?.[1] : undefined;
  const line = piece.linesBefore + countNewlines(piece.bytes, told ? Number(told) : Math.max(lastToken, 0)) + 1;
  return new UnreadableFile(`line ${line}`, `this is not JSON (at ${scanner.where()})`);
}
