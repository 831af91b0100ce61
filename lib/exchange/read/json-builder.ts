import type { Limits } from '../rules.ts';
import { readableBytes } from './unreadable-file.ts';

type Container = unknown[] | Record<string, unknown>;

/**
 * Puts one value together from tokens and gives up, with a reason, when it is too large, too deep or holds what must not be stored. Once it
 * has given up it only counts, so that the rest of the value costs no memory.
 */
export class JsonBuilder {
  readonly path: string;
  readonly #limits: Limits;
  readonly #stack: Container[] = [];
  readonly #keys: string[] = [];
  #root: unknown;
  #values = 0;
  bytes = 0;
  refused: string | null = null;

  constructor(path: string, limits: Limits) {
    this.path = path;
    this.#limits = limits;
  }

  get value(): unknown {
    return this.#root;
  }

  /** Where the value under construction stands, such as "components[3].modelCard.properties[0]". */
  where(): string {
    let path = this.path;
    for (const [index, container] of this.#stack.entries()) {
      const inside = index < this.#stack.length - 1;
      if (Array.isArray(container)) path += `[${inside ? container.length - 1 : container.length}]`;
      else if (this.#keys[index] !== undefined) path += `.${this.#keys[index]}`;
    }
    return path;
  }

  open(container: Container): void {
    if (this.refused !== null) return;
    if (this.#stack.length >= this.#limits.maxItemDepth) {
      this.#refuse(`is nested deeper than ${this.#limits.maxItemDepth} levels`);
      return;
    }
    this.#add(container, 2);
    this.#stack.push(container);
    this.#keys.length = this.#stack.length;
  }

  close(): void {
    if (this.refused === null) this.#stack.pop();
  }

  key(key: string): void {
    if (this.refused !== null) return;
    const top = this.#stack.length - 1;
    const container = this.#stack[top] as Record<string, unknown>;
    this.bytes += key.length;
    if (key === '__proto__') this.#refuse('holds the key "__proto__", which is not accepted');
    else if (!storable(key)) this.#refuse('holds a key with a NUL or half a character in it');
    else if (Object.hasOwn(container, key)) this.#refuse(`holds the key "${key.slice(0, 80)}" twice`);
    else this.#keys[top] = key;
  }

  scalar(value: unknown): void {
    if (this.refused !== null) return;
    if (typeof value === 'number' && !Number.isFinite(value)) this.#refuse('holds a number too large to keep');
    else if (typeof value === 'string' && !storable(value)) this.#refuse('holds text with a NUL or half a character in it');
    else this.#add(value, typeof value === 'string' ? value.length + 2 : 8);
  }

  #add(value: unknown, bytes: number): void {
    this.bytes += bytes;
    this.#values += 1;
    if (this.bytes > this.#limits.maxItemBytes) this.#refuse(`is larger than ${readableBytes(this.#limits.maxItemBytes)}`);
    else if (this.#values > this.#limits.maxItemValues) this.#refuse(`holds more than ${this.#limits.maxItemValues} values`);
    if (this.refused !== null) return;
    const top = this.#stack.length - 1;
    const container = this.#stack[top];
    if (container === undefined) this.#root = value;
    else if (Array.isArray(container)) container.push(value);
    else container[this.#keys[top] as string] = value;
  }

  #refuse(reason: string): void {
    const where = this.where();
    this.refused = where === this.path ? `${reason}` : `${where} ${reason}`;
    this.#root = undefined;
    this.#stack.length = 0;
  }
}

/** Postgres keeps neither NUL nor a lone surrogate. */
function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
