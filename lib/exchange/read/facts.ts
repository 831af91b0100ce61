import type { Limits } from '../rules.ts';

export type Facts = Record<string, unknown>;

export function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The objects of a list; whatever else stands there is left out. */
export function factsOf(value: unknown): Facts[] {
  return Array.isArray(value) ? value.filter(isFacts) : [];
}

/** The texts of a list, or of a single text. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry): entry is string => textOf(entry) !== undefined);
}

export function without(facts: Facts, ...keys: string[]): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => !keys.includes(key)));
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Shortens without cutting a character in two. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;
}

/** What a file says that belongs to no record, within `maxSummaryBytes`; what no longer fits is counted. */
export class FileFacts {
  readonly facts: Facts = {};
  readonly #limits: Limits;
  #bytes = 0;
  #left = new Map<string, number>();
  #notes: string[] = [];
  #notesLeft = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Keeps a fact under its name, in a list where `listed`. */
  add(name: string, value: unknown, bytes: number, listed: boolean): void {
    // The name may be an element's type, which is the file's own text.
    const key = name === '__proto__' ? '(__proto__)' : shorten(name, 200);
    if (this.#bytes + bytes > this.#limits.maxSummaryBytes) {
      const shown = shorten(key, 80);
      if (this.#left.size < 100 || this.#left.has(shown)) this.#left.set(shown, (this.#left.get(shown) ?? 0) + 1);
      return;
    }
    this.#bytes += bytes + 16;
    const list = this.facts[key];
    if (!listed) this.facts[key] = value;
    else if (Array.isArray(list)) list.push(value);
    else this.facts[key] = [value];
  }

  note(text: string): void {
    if (this.#notes.length < this.#limits.maxSummaryNotes) this.#notes.push(shorten(text, 1000));
    else this.#notesLeft += 1;
  }

  notes(): string[] {
    const notes = [...this.#notes];
    if (this.#notesLeft > 0) notes.push(`${this.#notesLeft} more notes of this kind are not listed.`);
    for (const [key, count] of this.#left)
      notes.push(`${count} ${count === 1 ? 'entry' : 'entries'} of "${key}" did not fit into what is kept of the file's own facts.`);
    return notes;
  }
}
