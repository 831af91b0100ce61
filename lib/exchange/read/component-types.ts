import type { ComponentMapping, ComponentTarget } from '../rules.ts';
import type { FileSummary } from '../schema.ts';
import { shorten } from './facts.ts';

const mostTypes = 100;

/** Says what a component type becomes, and counts what it was asked. Types that the mapping does not know become components. */
export class ComponentTypes {
  readonly #mapping: ComponentMapping;
  readonly #met = new Map<string, { target: ComponentTarget; count: number }>();

  constructor(mapping: ComponentMapping) {
    this.#mapping = mapping;
  }

  targetOf(type: string): ComponentTarget {
    return (Object.hasOwn(this.#mapping, type) ? this.#mapping[type] : undefined) ?? 'component';
  }

  count(type: string): void {
    const name = shorten(type, 60);
    const met = this.#met.get(name);
    if (met) met.count += 1;
    else if (this.#met.size < mostTypes) this.#met.set(name, { target: this.targetOf(type), count: 1 });
  }

  met(): NonNullable<FileSummary['componentTypes']> {
    return Object.fromEntries([...this.#met].filter(([type]) => type !== '__proto__').sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}
