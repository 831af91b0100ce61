/** What the acts of people share: the register they change, the history they are told to, and who they are in the database. */
import type { History, Row } from '../history.ts';
import type { PersonKey } from '../people.ts';
import { Agenda } from './agenda.ts';
import type { Register } from './register.ts';
import type { Acceptance, Asset, Signal } from './state.ts';

export class Desk {
  readonly agenda = new Agenda();
  readonly signals: Signal[] = [];
  readonly acceptances: Acceptance[] = [];
  readonly chunks: Row[] = [];
  readonly now: Date;
  readonly register: Register;
  readonly history: History;
  readonly #userIds: ReadonlyMap<PersonKey, string>;
  readonly #names: ReadonlyMap<string, PersonKey>;

  constructor(now: Date, register: Register, history: History, userIds: ReadonlyMap<PersonKey, string>) {
    this.now = now;
    this.register = register;
    this.history = history;
    this.#userIds = userIds;
    this.#names = new Map([...userIds].map(([key, id]) => [id, key]));
  }

  /** @throws Error for somebody who is not of the demonstration. */
  userId(key: PersonKey): string {
    const id = this.#userIds.get(key);
    if (!id) throw new Error(`Nobody of the demonstration organisation is called ${key}`);
    return id;
  }

  personOf(id: string | null): PersonKey | null {
    return (id && this.#names.get(id)) || null;
  }

  /** How many whole days before now. */
  daysAgo(at: Date): number {
    return Math.floor((this.now.getTime() - at.getTime()) / 86_400_000);
  }

  settle(asset: Asset, at: Date, cause: string, actorId: string | null): void {
    this.register.settle(asset, at, { cause, actorId });
  }
}

/** Writes fields to a thing; returns what they were and became, where they differ, as the audit log keeps it. */
export function change<T extends { updatedAt?: Date; version: number }>(
  thing: T,
  fields: Partial<T>,
  at: Date,
): { before: Row; after: Row } | null {
  const differing = Object.entries(fields).filter(([name, value]) => JSON.stringify(thing[name as keyof T]) !== JSON.stringify(value));
  if (differing.length === 0) return null;
  const before = Object.fromEntries(differing.map(([name]) => [name, thing[name as keyof T] ?? null]));
  const after = Object.fromEntries(differing);
  Object.assign(thing, after, { version: thing.version + 1 });
  if ('updatedAt' in thing) thing.updatedAt = at;
  return { before, after };
}
