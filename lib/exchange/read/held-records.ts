import type { Limits } from '../rules.ts';
import { ImportRecord, type LateRelation, type Reading } from '../schema.ts';
import type { Draft } from './cyclonedx-record.ts';
import { UnreadableFile } from './unreadable-file.ts';

type Held = Draft & { place: string };

/**
 * Records of a bill of materials, held back while they fit, so that what the file tells later still reaches them. Once they no longer fit they are
 * let go in order, and so is every later one at once.
 */
export class HeldRecords {
  readonly #limits: Limits;
  #held = new Map<string, Held>();
  #bytes = 0;
  #flowing = false;
  count = 0;
  rejected = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get(ref: string): Held | undefined {
    return this.#held.get(ref);
  }

  all(): Iterable<Held> {
    return this.#held.values();
  }

  /** True once records have been let go before the end of the file. */
  get flowing(): boolean {
    return this.#flowing;
  }

  *add(held: Held, bytes: number): Generator<Reading> {
    this.count += 1;
    if (this.count + this.rejected > this.#limits.maxRecords) {
      throw new UnreadableFile(held.place, `the file holds more than ${this.#limits.maxRecords} assets`);
    }
    this.#bytes += bytes;
    this.#held.set(held.record.ref, held);
    if (this.#flowing || this.#bytes > this.#limits.maxHeldBytes || this.#held.size > this.#limits.maxHeldRecords) {
      this.#flowing = true;
      yield* this.release();
    }
  }

  reject(place: string, reason: string): Reading {
    this.rejected += 1;
    if (this.count + this.rejected > this.#limits.maxRecords)
      throw new UnreadableFile(place, `the file holds more than ${this.#limits.maxRecords} parts`);
    return { place, rejected: reason };
  }

  /** Puts the arrow into its record where that is still held. */
  attach({ from, ...relation }: LateRelation): boolean {
    const held = this.#held.get(from);
    if (!held || held.record.relations.length >= 10_000) return false;
    held.record.relations.push(relation);
    return true;
  }

  /** Lets every record go, checked against the schema: one that does not keep to it is rejected with the field concerned. */
  *release(): Generator<Reading> {
    for (const { place, record, notes } of this.#held.values()) {
      const parsed = ImportRecord.safeParse(record);
      if (parsed.success) yield { place, record: parsed.data, notes };
      else {
        this.count -= 1;
        const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
        yield this.reject(place, reasons.join('; '));
      }
    }
    this.#held.clear();
    this.#bytes = 0;
  }
}
