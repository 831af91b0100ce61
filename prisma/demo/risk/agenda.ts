/** What is to happen, in the order of time; what happens may put more on it, for later. */
export type Doing = (at: Date) => void;

export class Agenda {
  readonly #entries: { at: Date; place: number; act: Doing }[] = [];
  #places = 0;

  add(at: Date, act: Doing): void {
    const entry = { at, place: this.#places++, act };
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // The soonest stands last, to be taken from the end.
      if ((this.#entries[middle]?.at ?? at) > at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  /** Takes the next up to and including a moment; of one moment, in the order in which they were put here. */
  take(until: Date): { at: Date; act: Doing } | undefined {
    const next = this.#entries.at(-1);
    return next && next.at <= until ? this.#entries.pop() : undefined;
  }
}
