import type { Limits } from '../rules.ts';
import type { AssetGraph } from './asset-graph.ts';
import { type Facts, textOf } from './facts.ts';
import type { HeldRecords } from './held-records.ts';

/** Pairs of library and owner written at most: a library that many assets use is listed with each of them. */
const mostPairs = 50_000;

/** The components of a bill of materials that are no assets, kept whole while they fit and counted by type beyond. */
export class ComponentManifest {
  readonly #limits: Limits;
  #components: Facts[] = [];
  #bytes = 0;
  #beyond = new Map<string, number>();
  count = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  add(component: Facts, bytes: number): void {
    this.count += 1;
    if (this.#components.length < this.#limits.maxManifestComponents && this.#bytes + bytes <= this.#limits.maxManifestBytes) {
      this.#components.push(component);
      this.#bytes += bytes;
      return;
    }
    const type = (textOf(component.type) ?? 'component').slice(0, 40);
    if (this.#beyond.size < 50 || this.#beyond.has(type)) this.#beyond.set(type, (this.#beyond.get(type) ?? 0) + 1);
  }

  /**
   * Lists each component with the assets that depend on it; what nothing reaches, with `owner` (the file's main component or only model).
   * Returns what could be placed nowhere.
   */
  place(graph: AssetGraph, held: HeldRecords, owner: string | undefined): Facts[] {
    const refs = new Set(this.#components.map((component) => textOf(component['bom-ref'])).filter((ref) => ref !== undefined));
    const owners = graph.ownersOf(refs, mostPairs);
    const left: Facts[] = [];
    for (const component of this.#components) {
      const ref = textOf(component['bom-ref']);
      const reaching = ((ref && owners.get(ref)) || (owner ? [owner] : [])).filter((asset) => held.get(asset));
      for (const asset of reaching) {
        const metadata = held.get(asset)?.record.versions[0]?.metadata;
        if (metadata) listUnder(metadata, component);
      }
      if (reaching.length === 0) left.push(component);
    }
    return left;
  }

  notes(): string[] {
    return [...this.#beyond].map(([type, count]) => `${count} more components of type ${type} were read and are not listed one by one.`);
  }
}

function listUnder(metadata: Facts, component: Facts): void {
  if (Array.isArray(metadata.components)) metadata.components.push(component);
  else metadata.components = [component];
}
