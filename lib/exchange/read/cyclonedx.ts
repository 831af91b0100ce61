import type { Kind } from '#lib/assets/rules.ts';
import { type ComponentMapping, type ComponentTarget, defaultComponentMapping, limits as defaultLimits, type Limits } from '../rules.ts';
import type { Reading } from '../schema.ts';
import { AssetGraph } from './asset-graph.ts';
import { ComponentManifest } from './component-manifest.ts';
import { ComponentTypes } from './component-types.ts';
import { ancestorsOf, datasetsOf, workflowsOf } from './cyclonedx-parts.ts';
import { draftOfComponent } from './cyclonedx-record.ts';
import { refusedCycloneDx } from './detect-format.ts';
import { type Facts, FileFacts, factsOf, isEmpty, isFacts, textOf, textsOf, without } from './facts.ts';
import { HeldRecords } from './held-records.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';
import { isOwn, readOwnProperties } from './own-properties.ts';
import { UniqueKeys } from './unique-keys.ts';
import { UnreadableFile } from './unreadable-file.ts';

export type BomOptions = { componentMapping?: ComponentMapping; limits?: Limits };

const streamed = new Set([
  'components',
  'services',
  'dependencies',
  'compositions',
  'vulnerabilities',
  'annotations',
  'formulation',
  'externalReferences',
  'properties',
  'citations',
]);
const ownFacts = new Set(['$schema', 'bomFormat', 'specVersion']);
/** Of `metadata`, what every record's provenance repeats where it is short. */
const mostRepeatedBytes = 64 * 1024;

/**
 * Reads a CycloneDX 1.5, 1.6 or 1.7 bill of materials in JSON, in bounded memory. Components become assets or lines of an asset's list of components by
 * `componentMapping` over `defaultComponentMapping`. Records come last in an ordinary file, complete with their lineage; in one too large to
 * hold they come at once, their lineage afterwards as late relations. Throws `UnreadableFile`.
 */
export async function* readCycloneDx(input: AsyncIterable<Uint8Array>, options: BomOptions = {}): AsyncGenerator<Reading> {
  const reader = new CycloneDxReader({ ...defaultComponentMapping, ...options.componentMapping }, options.limits ?? defaultLimits);
  for await (const item of readJsonItems(input, streamed, options.limits)) yield* reader.item(item);
  yield* reader.end();
}

function typeOf(component: Facts): string {
  return textOf(component.type) ?? 'component';
}

class CycloneDxReader {
  readonly #types: ComponentTypes;
  readonly #keys = new UniqueKeys();
  readonly #graph: AssetGraph;
  readonly #held: HeldRecords;
  readonly #manifest: ComponentManifest;
  readonly #file: FileFacts;
  #version: string | null = null;
  #isCycloneDx = false;
  #metadataBytes = 0;
  #main: string | undefined;
  #models: string[] = [];
  #workflows: string[] = [];
  #relations = 0;

  constructor(mapping: ComponentMapping, limits: Limits) {
    this.#types = new ComponentTypes(mapping);
    this.#graph = new AssetGraph(limits);
    this.#held = new HeldRecords(limits);
    this.#manifest = new ComponentManifest(limits);
    this.#file = new FileFacts(limits);
  }

  *item(item: JsonItem): Generator<Reading> {
    if ('refused' in item) {
      yield this.#held.reject(item.path, item.refused);
      return;
    }
    const { key, path, value, bytes, index } = item;
    if (index === null) {
      yield* this.#member(key, path, value, bytes);
      return;
    }
    if (!isFacts(value)) yield this.#held.reject(path, 'an object was expected');
    else if (key === 'components') yield* this.#component(value, path, bytes, undefined);
    else if (key === 'services') yield* this.#component({ type: 'service', ...value }, path, bytes, undefined);
    else if (key === 'formulation') yield* this.#formula(value, path, bytes);
    else {
      if (key === 'dependencies') this.#dependency(value, path);
      this.#file.add(key, value, bytes, true);
    }
  }

  *#member(key: string, path: string, value: unknown, bytes: number): Generator<Reading> {
    if (key === 'specVersion') {
      const refused = refusedCycloneDx(value);
      if (refused) throw new UnreadableFile('', refused);
      this.#version = value as string;
    } else if (key === 'bomFormat') this.#isCycloneDx = value === 'CycloneDX';
    if (key === 'metadata' && isFacts(value)) {
      this.#metadataBytes = bytes;
      if (isFacts(value.component)) yield* this.#mainComponent(value.component, `${path}.component`, bytes);
      this.#file.add(key, without(value, 'component'), bytes, false);
    } else if (!ownFacts.has(key)) this.#file.add(key, value, bytes, false);
  }

  *#mainComponent(component: Facts, path: string, bytes: number): Generator<Reading> {
    const ref = textOf(component['bom-ref']) ?? path;
    yield* this.#component(component, path, bytes, undefined);
    if (this.#graph.kindOf(ref)) this.#main = ref;
  }

  #target(component: Facts): ComponentTarget {
    if (isOwn(component)) return 'infrastructure';
    return this.#types.targetOf(typeOf(component));
  }

  *#component(component: Facts, path: string, bytes: number, parent: string | undefined): Generator<Reading> {
    const target = this.#target(component);
    this.#types.count(typeOf(component));
    const children = factsOf(component.components);
    if (target === 'component') {
      if (parent === undefined) this.#manifest.add(component, bytes);
      for (const [index, child] of children.entries()) yield* this.#nested(child, `${path}.components[${index}]`, path);
      return;
    }
    const inner = children.filter((child) => this.#target(child) !== 'component');
    const ref = this.#ref(textOf(component['bom-ref']), path, target);
    const own = { ...component, components: children.filter((child) => !inner.includes(child)) };
    yield* this.#asset(own, target, ref, path, bytes);
    for (const [index, child] of children.entries()) yield* this.#nested(child, `${path}.components[${index}]`, ref);
  }

  /** Components inside a component stay with it, unless they are assets themselves. */
  *#nested(child: Facts, path: string, parent: string): Generator<Reading> {
    yield* this.#component(child, path, 0, parent);
  }

  #ref(told: string | undefined, path: string, kind: Kind): string {
    if (told !== undefined && told.length <= 2048 && this.#graph.addAsset(told, kind)) return told;
    if (told !== undefined)
      this.#file.note(`${path}: the bom-ref "${told.slice(0, 80)}" is used twice or too long, so this asset goes by its place.`);
    this.#graph.addAsset(path, kind);
    return path;
  }

  *#asset(component: Facts, kind: Kind, ref: string, path: string, bytes: number): Generator<Reading> {
    const own = readOwnProperties(component, ref, this.#keys);
    if (own && 'rejected' in own) {
      yield this.#held.reject(path, own.rejected);
      return;
    }
    const draft = own ?? draftOfComponent(component, kind, ref, this.#keys);
    if (draft.record.kind === 'model') this.#models.push(ref);
    if (this.#models.length > 2) this.#models.length = 2;
    yield* this.#held.add({ place: path, ...draft }, bytes);
    if (own) {
      this.#graph.markOwn(ref, draft.record.kind);
      return;
    }
    for (const part of [...datasetsOf(component, path, draft.record.key), ...ancestorsOf(component, path)]) {
      if ('component' in part) {
        const partKind = part.relation === 'derived_from' ? this.#target(part.component) : 'dataset';
        if (partKind !== 'component' && this.#graph.addAsset(part.ref, partKind)) {
          const inner = draftOfComponent(part.component, partKind, part.ref, this.#keys);
          if (part.key) inner.record.key = this.#keys.unique(part.key);
          yield* this.#held.add({ place: part.place, ...inner }, 0);
        }
      }
      this.#graph.addEdge(ref, part.relation, part.ref, part.place);
    }
  }

  #dependency(value: Facts, path: string): void {
    const from = textOf(value.ref);
    if (from === undefined) return;
    for (const to of textsOf(value.dependsOn)) this.#graph.addEdge(from, null, to, path);
  }

  *#formula(formula: Facts, path: string, bytes: number): Generator<Reading> {
    const kind = this.#types.targetOf('workflow');
    const workflows = kind === 'component' ? [] : workflowsOf(formula, path);
    for (const { component, ref, place } of workflows) {
      this.#types.count('workflow');
      const own = this.#ref(ref, place, kind as Kind);
      this.#workflows.push(own);
      yield* this.#held.add({ place, ...draftOfComponent(component, kind as Kind, own, this.#keys) }, bytes);
    }
    const rest = workflows.length > 0 ? without(formula, 'workflows') : formula;
    if (!isEmpty(rest)) this.#file.add('formulation', rest, bytes, true);
  }

  *end(): Generator<Reading> {
    if (!this.#isCycloneDx) throw new UnreadableFile('', 'This JSON does not say "bomFormat": "CycloneDX".');
    const refused = refusedCycloneDx(this.#version);
    if (refused) throw new UnreadableFile('', refused);
    const owner = this.#main ?? (this.#models.length === 1 ? this.#models[0] : undefined);
    for (const workflow of this.#workflows)
      if (owner && owner !== workflow) this.#graph.addEdge(owner, 'built_by', workflow, 'formulation');
    for (const component of this.#manifest.place(this.#graph, this.#held, owner))
      this.#file.add('components', component, JSON.stringify(component).length, true);
    this.#shareProvenance();
    const late: Reading[] = [];
    for (const { place, relation } of this.#graph.relations()) {
      this.#relations += 1;
      if (!this.#held.attach(relation)) late.push({ place, relation });
    }
    yield* this.#held.release();
    yield* late;
    yield { place: '$', summary: this.#summary() };
  }

  #shareProvenance(): void {
    const { serialNumber, version, metadata } = this.#file.facts;
    const document = {
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(version === undefined ? {} : { version }),
      ...(isFacts(metadata) ? metadata : {}),
    };
    if (isEmpty(document) || this.#metadataBytes > mostRepeatedBytes) return;
    for (const { record } of this.#held.all()) {
      const provenance = record.versions[0]?.provenance;
      if (provenance && !this.#graph.isOwn(record.ref)) provenance.document = document;
    }
  }

  #summary() {
    for (const edge of this.#graph.dangling())
      this.#file.note(`${edge.place}: ${edge.from} is ${edge.relation} "${edge.target}", which is no asset of this file.`);
    const notes = [...this.#file.notes(), ...this.#manifest.notes()];
    if (this.#graph.dropped > 0) notes.push(`${this.#graph.dropped} more dependencies were read and not followed.`);
    const counts = {
      records: this.#held.count,
      rejected: this.#held.rejected,
      components: this.#manifest.count,
      relations: this.#relations,
    };
    return {
      format: 'cyclonedx' as const,
      version: this.#version,
      facts: this.#file.facts,
      notes,
      counts,
      componentTypes: this.#types.met(),
    };
  }
}
