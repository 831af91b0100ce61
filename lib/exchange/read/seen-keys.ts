/** Two 32-bit hashes of a string, run in one pass. Only a person who wrote the file could make them collide, and only harms it. */
function hashes(text: string): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
    second ^= second >>> 13;
  }
  return [first >>> 0, (second ^ text.length) >>> 0 || 1];
}

/**
 * Remembers a small number (below 2³²) for each of millions of strings in 12 bytes a slot, without keeping the strings. Two strings are the same one when
 * both hashes agree: at two million strings the odds of one mistake are about one in ten million.
 */
export class SeenKeys {
  #slots = 1024;
  #cells = new Uint32Array(1024 * 3);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number remembered for `text`, or undefined. */
  get(text: string): number | undefined {
    const [first, second] = hashes(text);
    const at = this.#find(first, second);
    return this.#cells[at + 1] === 0 ? undefined : this.#cells[at + 2];
  }

  set(text: string, value: number): void {
    if (this.#size * 2 >= this.#slots) this.#grow();
    const [first, second] = hashes(text);
    const at = this.#find(first, second);
    if (this.#cells[at + 1] === 0) this.#size += 1;
    this.#cells[at] = first;
    this.#cells[at + 1] = second;
    this.#cells[at + 2] = value;
  }

  #find(first: number, second: number): number {
    let slot = (first ^ (second >>> 7)) & (this.#slots - 1);
    while (this.#cells[slot * 3 + 1] !== 0 && (this.#cells[slot * 3] !== first || this.#cells[slot * 3 + 1] !== second)) {
      slot = (slot + 1) & (this.#slots - 1);
    }
    return slot * 3;
  }

  #grow(): void {
    const old = this.#cells;
    this.#slots *= 2;
    this.#cells = new Uint32Array(this.#slots * 3);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 1] === 0) continue;
      this.#cells.set(old.subarray(at, at + 3), this.#find(old[at] as number, old[at + 1] as number));
    }
  }
}
