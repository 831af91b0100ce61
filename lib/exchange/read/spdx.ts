import { type ComponentMapping, type ComponentTarget, defaultComponentMapping, limits as defaultLimits, type Limits } from '../rules.ts';
import type { FileSummary, Reading } from '../schema.ts';
import { AssetGraph } from './asset-graph.ts';
import { ComponentManifest } from './component-manifest.ts';
import { ComponentTypes } from './component-types.ts';
import type { BomOptions } from './cyclonedx.ts';
import { refusedSpdx } from './detect-format.ts';
import { type Facts, FileFacts, isFacts, textOf, textsOf } from './facts.ts';
import { HeldRecords } from './held-records.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';
import { SpdxNames } from './spdx-names.ts';
import { draftOfPackage } from './spdx-package.ts';
import { licenceRelations, meaningOf } from './spdx-relations.ts';
import { UniqueKeys } from './unique-keys.ts';
import { UnreadableFile } from './unreadable-file.ts';

const purposes = new Set(['container', 'device', 'platform']);

/**
 * Reads a SPDX 3.0.1 document in JSON-LD, in bounded memory: AI and dataset packages become assets, their relationships lineage, all other
 * elements components or facts of the file. Elements name each other by id in any order. Throws `UnreadableFile`.
 */
export async function* readSpdx(input: AsyncIterable<Uint8Array>, options: BomOptions = {}): AsyncGenerator<Reading> {
  const reader = new SpdxReader({ ...defaultComponentMapping, ...options.componentMapping }, options.limits ?? defaultLimits);
  for await (const item of readJsonItems(input, new Set(['@graph']), options.limits)) yield* reader.item(item);
  yield* reader.end();
}

class SpdxReader {
  readonly #types: ComponentTypes;
  readonly #keys = new UniqueKeys();
  readonly #graph: AssetGraph;
  readonly #held: HeldRecords;
  readonly #manifest: ComponentManifest;
  readonly #file: FileFacts;
  readonly #names: SpdxNames;
  #version: string | null = null;
  #isSpdx = false;
  #roots: string[] = [];
  #models: string[] = [];
  #relations = 0;

  constructor(mapping: ComponentMapping, limits: Limits) {
    this.#types = new ComponentTypes(mapping);
    this.#graph = new AssetGraph(limits);
    this.#held = new HeldRecords(limits);
    this.#manifest = new ComponentManifest(limits);
    this.#file = new FileFacts(limits);
    this.#names = new SpdxNames(limits);
  }

  *item(item: JsonItem): Generator<Reading> {
    if ('refused' in item) {
      yield this.#held.reject(item.path, item.refused);
      return;
    }
    if (item.index === null) {
      if (item.key === '@context') this.#isSpdx = JSON.stringify(item.value).includes('spdx.org/rdf/');
      this.#file.add(item.key, item.value, item.bytes, false);
    } else if (isFacts(item.value)) yield* this.#element(item.value, item.path, item.bytes);
    else yield this.#held.reject(item.path, 'an object was expected');
  }

  *#element(element: Facts, path: string, bytes: number): Generator<Reading> {
    const type = textOf(element.type) ?? textOf(element['@type']) ?? '';
    const id = textOf(element.spdxId) ?? textOf(element['@id']);
    if (type === 'CreationInfo') this.#checkVersion(element.specVersion);
    if (type === 'Relationship' || type === 'LifecycleScopedRelationship') this.#relationship(element, path, bytes);
    else if (type.startsWith('ai_') || type.startsWith('dataset_') || type.startsWith('software_'))
      yield* this.#package(element, type, id, path, bytes);
    else {
      if (id !== undefined) this.#names.add(id, element, bytes);
      if (type === 'SpdxDocument') this.#roots.push(...textsOf(element.rootElement).slice(0, 100));
      this.#file.add(type || 'element', element, bytes, true);
    }
  }

  #checkVersion(version: unknown): void {
    const refused = refusedSpdx(version);
    if (refused) throw new UnreadableFile('', refused);
    this.#version ??= version as string;
  }

  *#package(element: Facts, type: string, id: string | undefined, path: string, bytes: number): Generator<Reading> {
    const target = this.#target(element, type);
    if (target === 'component') {
      if (type === 'software_Sbom') {
        this.#roots.push(...textsOf(element.rootElement).slice(0, 100));
        this.#file.add(type, element, bytes, true);
      } else this.#manifest.add({ ...element, 'bom-ref': id }, bytes);
      return;
    }
    let ref = id !== undefined && id.length <= 2048 ? id : path;
    if (!this.#graph.addAsset(ref, target)) {
      this.#file.note(`${path}: the id "${ref.slice(0, 80)}" is used twice, so this asset goes by its place.`);
      ref = path;
      this.#graph.addAsset(ref, target);
    }
    if (target === 'model' && this.#models.length < 2) this.#models.push(ref);
    const draft = draftOfPackage(element, type, target, ref, this.#keys);
    this.#names.remember(ref, element);
    yield* this.#held.add({ place: path, ...draft }, bytes);
  }

  #target(element: Facts, type: string): ComponentTarget {
    const purpose = textOf(element.software_primaryPurpose);
    const word = type === 'software_Package' && purpose && purposes.has(purpose) ? purpose : type;
    if (type !== 'software_Sbom') this.#types.count(word);
    return this.#types.targetOf(word);
  }

  #relationship(element: Facts, path: string, bytes: number): void {
    this.#file.add('Relationship', element, bytes, true);
    const [type, from] = [textOf(element.relationshipType), textOf(element.from)];
    if (type === undefined || from === undefined) return;
    const meaning = meaningOf(type);
    for (const to of textsOf(element.to)) {
      if (licenceRelations.has(type)) this.#names.licence(from, type, to);
      if (meaning?.reversed) this.#graph.addEdge(to, meaning.relation, from, path);
      else if (meaning) this.#graph.addEdge(from, meaning.relation, to, path);
    }
  }

  *end(): Generator<Reading> {
    if (!this.#isSpdx) throw new UnreadableFile('', 'This JSON does not name the SPDX 3 context ("@context").');
    if (this.#version === null)
      throw new UnreadableFile(
        '',
        'This SPDX document holds no CreationInfo with a specVersion; version 3.0.1 (JSON-LD with "@graph") is read.',
      );
    const root = this.#roots.find((ref) => this.#graph.kindOf(ref) !== undefined);
    const owner = root ?? (this.#models.length === 1 ? this.#models[0] : undefined);
    for (const component of this.#manifest.place(this.#graph, this.#held, owner)) {
      this.#file.add(textOf(component.type) ?? 'component', component, JSON.stringify(component).length, true);
    }
    for (const held of this.#held.all()) this.#names.fill(held.record);
    const late: Reading[] = [];
    for (const { place, relation } of this.#graph.relations()) {
      this.#relations += 1;
      if (!this.#held.attach(relation)) late.push({ place, relation });
    }
    yield* this.#held.release();
    yield* late;
    yield { place: '$', summary: this.#summary() };
  }

  #summary(): FileSummary {
    for (const edge of this.#graph.dangling())
      this.#file.note(`${edge.place}: ${edge.from} is ${edge.relation} "${edge.target}", which is no asset of this file.`);
    const notes = [...this.#file.notes(), ...this.#manifest.notes()];
    if (this.#graph.dropped > 0) notes.push(`${this.#graph.dropped} more relationships were read and not followed.`);
    const counts = {
      records: this.#held.count,
      rejected: this.#held.rejected,
      components: this.#manifest.count,
      relations: this.#relations,
    };
    return { format: 'spdx', version: this.#version, facts: this.#file.facts, notes, counts, componentTypes: this.#types.met() };
  }
}
