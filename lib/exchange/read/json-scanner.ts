import type { Limits } from '../rules.ts';
import { JsonBuilder } from './json-builder.ts';
import type { JsonItem } from './json-items.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** The tokenizer's own numbering. */
const leftBrace = 0;
const rightBrace = 1;
const leftBracket = 2;
const rightBracket = 3;
const colon = 4;
const comma = 5;
const string = 9;

type Expected = 'root' | 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing more';

/** Checks the order of tokens and cuts the document into items. */
export class JsonScanner {
  readonly items: JsonItem[] = [];
  readonly #streamed: ReadonlySet<string>;
  readonly #limits: Limits;
  /** 1 for each open object, 0 for each open list. */
  readonly #open: Uint8Array;
  #depth = 0;
  #expected: Expected = 'root';
  #rootKeys = new Set<string>();
  #rootKey = '';
  #rootBytes = 0;
  #index: number | null = null;
  #item: JsonBuilder | null = null;
  /** Depth at which the item now built began. */
  #itemDepth = 0;

  constructor(streamed: ReadonlySet<string>, limits: Limits) {
    this.#streamed = streamed;
    this.#limits = limits;
    this.#open = new Uint8Array(limits.maxDepth + 1);
  }

  get done(): boolean {
    return this.#expected === 'nothing more';
  }

  where(): string {
    if (this.#item) return this.#item.refused === null ? this.#item.where() : this.#item.path;
    return this.#rootKey ? this.#itemPath() : 'the beginning';
  }

  token(token: number, value: unknown): void {
    switch (token) {
      case leftBrace:
      case leftBracket:
        this.#opening(token === leftBrace);
        return;
      case rightBrace:
      case rightBracket:
        this.#closing(token === rightBrace);
        return;
      case colon:
        if (this.#expected !== ':') this.#misplaced('":"');
        this.#expected = 'value';
        return;
      case comma:
        if (this.#expected !== ', or end') this.#misplaced('","');
        this.#expected = this.#open[this.#depth] === 1 ? 'key' : 'value';
        return;
      case string:
        if (this.#expected === 'key' || this.#expected === 'key or }') this.#key(value as string);
        else this.#scalar(value);
        return;
      default:
        this.#scalar(value);
    }
  }

  #opening(isObject: boolean): void {
    if (this.#expected === 'root') {
      if (!isObject) throw new UnreadableFile('', 'a JSON list where an object was expected');
    } else if (this.#expected !== 'value' && this.#expected !== 'value or ]') this.#misplaced(isObject ? '"{"' : '"["');
    else if (this.#depth === 1 && !isObject && this.#streamed.has(this.#rootKey)) this.#index = 0;
    else {
      this.#begin();
      this.#item?.open(isObject ? {} : []);
    }
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) throw new UnreadableFile('', `nested deeper than ${this.#limits.maxDepth} levels`);
    this.#open[this.#depth] = isObject ? 1 : 0;
    this.#expected = isObject ? 'key or }' : 'value or ]';
  }

  #closing(isObject: boolean): void {
    const empty = this.#expected === (isObject ? 'key or }' : 'value or ]');
    if (this.#depth === 0 || (!empty && this.#expected !== ', or end') || (this.#open[this.#depth] === 1) !== isObject)
      this.#misplaced(isObject ? '"}"' : '"]"');
    this.#depth -= 1;
    this.#expected = this.#depth === 0 ? 'nothing more' : ', or end';
    if (this.#item) {
      this.#item.close();
      this.#finish();
    } else if (this.#depth === 1) this.#index = null;
  }

  #key(key: string): void {
    this.#expected = ':';
    if (this.#depth !== 1) {
      this.#item?.key(key);
      return;
    }
    const shown = key.slice(0, 80);
    if (key === '__proto__') throw new UnreadableFile('', 'the document holds the key "__proto__", which is not accepted');
    if (this.#rootKeys.has(key)) throw new UnreadableFile('', `the document holds the key "${shown}" twice`);
    this.#rootBytes += key.length + 32;
    if (this.#rootBytes > this.#limits.maxItemBytes) throw new UnreadableFile('', 'the document holds too many keys at its top');
    this.#rootKeys.add(key);
    this.#rootKey = key;
  }

  #scalar(value: unknown): void {
    if (this.#expected !== 'value' && this.#expected !== 'value or ]') this.#misplaced(typeof value === 'string' ? 'a text' : `"${value}"`);
    this.#begin();
    this.#item?.scalar(value);
    this.#expected = ', or end';
    this.#finish();
  }

  #itemPath(): string {
    const key = /^[\w$@-]+$/.test(this.#rootKey) ? this.#rootKey.slice(0, 80) : JSON.stringify(this.#rootKey.slice(0, 80));
    return this.#index === null ? key : `${key}[${this.#index}]`;
  }

  #begin(): void {
    if (this.#item) return;
    this.#item = new JsonBuilder(this.#itemPath(), this.#limits);
    this.#itemDepth = this.#depth;
  }

  #finish(): void {
    const item = this.#item;
    if (!item || this.#depth !== this.#itemDepth) return;
    const outcome = item.refused === null ? { value: item.value } : { refused: item.refused };
    this.items.push({ path: item.path, key: this.#rootKey, index: this.#index, bytes: item.bytes, ...outcome });
    this.#item = null;
    if (this.#index !== null) this.#index += 1;
  }

  #misplaced(seen: string): never {
    if (this.#expected === 'root') throw new UnreadableFile('', `${seen} where a JSON object was expected`);
    throw new UnreadableFile('', `${seen} where ${this.#expected} was expected`);
  }
}
