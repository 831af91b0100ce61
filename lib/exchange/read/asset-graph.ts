import type { Relation } from '#lib/assets/lineage/rules.ts';
import { type Kind, kinds } from '#lib/assets/rules.ts';
import { arrowOfDependency, type Limits } from '../rules.ts';
import type { LateRelation } from '../schema.ts';
import { SeenKeys } from './seen-keys.ts';

const ownFlag = 8;

type Edge = { from: number; to: number; relation: Relation | null; place: string };

/**
 * The arrows of one file, held until all its assets are known, since files tell them in any order. Refs are kept once each; arrows beyond
 * `maxHeldEdges` are counted.
 */
export class AssetGraph {
  readonly #limits: Limits;
  readonly #kinds = new SeenKeys();
  readonly #ids = new Map<string, number>();
  readonly #refs: string[] = [];
  readonly #edges: Edge[] = [];
  /** Arrows that found no room. */
  dropped = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** False where the ref is taken by another asset of this file. */
  addAsset(ref: string, kind: Kind): boolean {
    if (this.#kinds.get(ref) !== undefined) return false;
    this.#kinds.set(ref, kinds.indexOf(kind));
    return true;
  }

  kindOf(ref: string): Kind | undefined {
    const index = this.#kinds.get(ref);
    return index === undefined ? undefined : kinds[index & (ownFlag - 1)];
  }

  /** Marks an asset of our own export: it tells its relations itself, and its dependencies only repeat them. */
  markOwn(ref: string, kind: Kind): void {
    this.#kinds.set(ref, kinds.indexOf(kind) | ownFlag);
  }

  isOwn(ref: string): boolean {
    return ((this.#kinds.get(ref) ?? 0) & ownFlag) !== 0;
  }

  /** An arrow with a relation of its own, or (null) a mere dependency, which takes its relation from the two kinds. */
  addEdge(from: string, relation: Relation | null, to: string, place: string): void {
    if (this.#edges.length >= this.#limits.maxHeldEdges) {
      this.dropped += 1;
      return;
    }
    this.#edges.push({ from: this.#id(from), to: this.#id(to), relation, place });
  }

  /** The arrows between two assets, each once. An arrow with a relation wins over a dependency between the same two. */
  *relations(): Generator<{ place: string; relation: LateRelation }> {
    const told = new Set<string>();
    const joined = new Set<string>();
    for (const pass of ['told', 'dependency']) {
      for (const edge of this.#edges) {
        if ((edge.relation === null) !== (pass === 'dependency')) continue;
        const from = this.#refs[edge.from] as string;
        const target = this.#refs[edge.to] as string;
        const [fromKind, toKind] = [this.kindOf(from), this.kindOf(target)];
        if (!fromKind || !toKind || from === target) continue;
        if (edge.relation === null && this.isOwn(from)) continue;
        const pair = `${edge.from} ${edge.to}`;
        if (pass === 'dependency' && joined.has(pair)) continue;
        const arrow = edge.relation === null ? arrowOfDependency(fromKind, toKind) : { relation: edge.relation, reversed: false };
        const relation = arrow.reversed
          ? { from: target, relation: arrow.relation, target: from }
          : { from, relation: arrow.relation, target };
        const key = arrow.reversed ? `${edge.to} ${arrow.relation} ${edge.from}` : `${edge.from} ${arrow.relation} ${edge.to}`;
        if (told.has(key)) continue;
        told.add(key);
        if (pass === 'told') joined.add(pair);
        yield { place: edge.place, relation };
      }
    }
  }

  /** Relations that name something that is no asset of this file. */
  *dangling(): Generator<{ place: string; from: string; relation: Relation; target: string }> {
    for (const edge of this.#edges) {
      const [from, target] = [this.#refs[edge.from] as string, this.#refs[edge.to] as string];
      if (edge.relation !== null && (!this.kindOf(from) || !this.kindOf(target)))
        yield { place: edge.place, from, relation: edge.relation, target };
    }
  }

  /**
   * For each of `refs` (components that are no assets) the assets that depend on it, directly or through other such components, but not
   * through another asset. Stops after `most` pairs.
   */
  ownersOf(refs: ReadonlySet<string>, most: number): Map<string, string[]> {
    const next = new Map<number, number[]>();
    for (const { from, to, relation } of this.#edges) {
      if (relation !== null) continue;
      const list = next.get(from);
      if (list) list.push(to);
      else next.set(from, [to]);
    }
    const owners = new Map<string, string[]>();
    let pairs = 0;
    for (const start of next.keys()) {
      const owner = this.#refs[start] as string;
      if (this.kindOf(owner) === undefined) continue;
      const seen = new Set<number>([start]);
      const open = [...(next.get(start) ?? [])];
      for (let id = open.pop(); id !== undefined && pairs < most; id = open.pop()) {
        if (seen.has(id)) continue;
        seen.add(id);
        const ref = this.#refs[id] as string;
        if (this.kindOf(ref) !== undefined) continue;
        if (refs.has(ref)) {
          pairs += 1;
          owners.set(ref, [...(owners.get(ref) ?? []), owner]);
        }
        open.push(...(next.get(id) ?? []));
      }
    }
    return owners;
  }

  #id(ref: string): number {
    let id = this.#ids.get(ref);
    if (id === undefined) {
      id = this.#refs.length;
      this.#ids.set(ref, id);
      this.#refs.push(ref);
    }
    return id;
  }
}
