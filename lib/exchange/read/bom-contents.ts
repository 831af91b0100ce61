import { type ComponentMapping, defaultComponentMapping, limits as defaultLimits, type Limits } from '../rules.ts';
import type { FileSummary, Reading } from '../schema.ts';
import { AssetGraph } from './asset-graph.ts';
import { ComponentManifest } from './component-manifest.ts';
import { ComponentTypes } from './component-types.ts';
import { FileFacts } from './facts.ts';
import { HeldRecords } from './held-records.ts';
import { UniqueKeys } from './unique-keys.ts';

/** `document` identifies the file among others (detect-format.ts), so that generic names in two files are two assets. */
export type BomOptions = { componentMapping?: ComponentMapping; document?: string; limits?: Limits };

/** What a bill of materials is taken apart into, whatever its format. */
export class BomContents {
  readonly limits: Limits;
  readonly types: ComponentTypes;
  readonly keys: UniqueKeys;
  readonly graph: AssetGraph;
  readonly held: HeldRecords;
  readonly manifest: ComponentManifest;
  readonly file: FileFacts;
  #models: string[] = [];
  #relations = 0;

  constructor({ componentMapping, document, limits = defaultLimits }: BomOptions) {
    this.limits = limits;
    this.types = new ComponentTypes({ ...defaultComponentMapping, ...componentMapping });
    this.keys = new UniqueKeys(document);
    this.graph = new AssetGraph(limits);
    this.held = new HeldRecords(limits);
    this.manifest = new ComponentManifest(limits);
    this.file = new FileFacts(limits);
  }

  addModel(ref: string): void {
    if (this.#models.length < 2) this.#models.push(ref);
  }

  /** The asset that the file is about: the one it says, else its only model. */
  owner(told: string | undefined): string | undefined {
    return told ?? (this.#models.length === 1 ? this.#models[0] : undefined);
  }

  /** Lets all records go with their lineage; what no longer reaches them comes after. */
  *release(): Generator<Reading> {
    const late: Reading[] = [];
    for (const { place, relation } of this.graph.relations()) {
      this.#relations += 1;
      if (!this.held.attach(relation)) late.push({ place, relation });
    }
    yield* this.held.release();
    yield* late;
  }

  /** @param arrows what the format calls its arrows, for the note on those that found no room */
  summary(format: FileSummary['format'], version: string | null, arrows: string): FileSummary {
    for (const edge of this.graph.dangling())
      this.file.note(`${edge.place}: ${edge.from} is ${edge.relation} "${edge.target}", which is no asset of this file.`);
    const notes = [...this.file.notes(), ...this.manifest.notes()];
    if (this.graph.dropped > 0) notes.push(`${this.graph.dropped} more ${arrows} were read and not followed.`);
    const counts = {
      records: this.held.count,
      rejected: this.held.rejected,
      components: this.manifest.count,
      relations: this.#relations,
    };
    return { format, version, facts: this.file.facts, notes, counts, componentTypes: this.types.met() };
  }
}
