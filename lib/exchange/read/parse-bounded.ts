import Tokenizer from '@streamparser/json/tokenizer.js';
import { limits } from '../rules.ts';
import { JsonScanner } from './json-scanner.ts';

const none: ReadonlySet<string> = new Set();
const encoder = new TextEncoder();

/** Reads JSON that stands inside a text, within the limits of one component; undefined where it is none, or holds what is not accepted. */
export function parseBounded(text: string): unknown {
  const scanner = new JsonScanner(none, limits);
  const tokenizer = new Tokenizer({ stringBufferSize: 64 * 1024 });
  tokenizer.onToken = ({ token, value }) => scanner.token(token, value);
  try {
    tokenizer.write(encoder.encode(`{"value":${text}}`));
  } catch {
    return undefined;
  }
  const item = scanner.items[0];
  return scanner.done && scanner.items.length === 1 && item && 'value' in item ? item.value : undefined;
}
