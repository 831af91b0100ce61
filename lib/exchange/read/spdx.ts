import type { ComponentTarget } from '../rules.ts';
import type { Reading } from '../schema.ts';
import { BomContents, type BomOptions } from './bom-contents.ts';
import { refusedSpdx } from './detect-format.ts';
import { type Facts, isFacts, textOf, textsOf } from './facts.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';
import { SpdxNames } from './spdx-names.ts';
import { draftOfPackage } from './spdx-package.ts';
import { licenceRelations, meaningOf } from './spdx-relations.ts';
import { UnreadableFile } from './unreadable-file.ts';

const purposes = new Set(['container', 'device', 'platform']);

/**
 * Reads a SPDX 3.0.1 document in JSON-LD, in bounded memory: AI and dataset packages become assets, their relationships lineage, all other
 * elements components or facts of the file. Elements name each other by id in any order. Throws `UnreadableFile`.
 */
export async function* readSpdx(input: AsyncIterable<Uint8Array>, options: BomOptions = {}): AsyncGenerator<Reading> {
  const reader = new SpdxReader(options);
  for await (const item of readJsonItems(input, new Set(['@graph']), options.limits)) yield* reader.item(item);
  yield* reader.end();
}

class SpdxReader {
  readonly #bom: BomContents;
  readonly #names: SpdxNames;
  #version: string | null = null;
  #isSpdx = false;
  #roots: string[] = [];

  constructor(options: BomOptions) {
    this.#bom = new BomContents(options);
    this.#names = new SpdxNames(this.#bom.limits);
  }

  *item(item: JsonItem): Generator<Reading> {
    if ('refused' in item) {
      yield this.#bom.held.reject(item.path, item.refused);
      return;
    }
    if (item.index === null) {
      if (item.key === '@context') this.#isSpdx = JSON.stringify(item.value).includes('spdx.org/rdf/');
      this.#bom.file.add(item.key, item.value, item.bytes, false);
    } else if (isFacts(item.value)) yield* this.#element(item.value, item.path, item.bytes);
    else yield this.#bom.held.reject(item.path, 'an object was expected');
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
      this.#bom.file.add(type || 'element', element, bytes, true);
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
        this.#bom.file.add(type, element, bytes, true);
      } else this.#bom.manifest.add({ ...element, 'bom-ref': id }, bytes);
      return;
    }
    let ref = id !== undefined && id.length <= 2048 ? id : path;
    if (!this.#bom.graph.addAsset(ref, target)) {
      this.#bom.file.note(`${path}: the id "${ref.slice(0, 80)}" is used twice, so this asset goes by its place.`);
      ref = path;
      this.#bom.graph.addAsset(ref, target);
    }
    if (target === 'model') this.#bom.addModel(ref);
    const draft = draftOfPackage(element, type, target, ref, this.#bom.keys);
    this.#names.remember(ref, element);
    yield* this.#bom.held.add({ place: path, ...draft }, bytes);
  }

  #target(element: Facts, type: string): ComponentTarget {
    const purpose = textOf(element.software_primaryPurpose);
    const word = type === 'software_Package' && purpose && purposes.has(purpose) ? purpose : type;
    if (type !== 'software_Sbom') this.#bom.types.count(word);
    return this.#bom.types.targetOf(word);
  }

  #relationship(element: Facts, path: string, bytes: number): void {
    this.#bom.file.add('Relationship', element, bytes, true);
    const [type, from] = [textOf(element.relationshipType), textOf(element.from)];
    if (type === undefined || from === undefined) return;
    const meaning = meaningOf(type);
    for (const to of textsOf(element.to)) {
      if (licenceRelations.has(type)) this.#names.licence(from, type, to);
      if (meaning?.reversed) this.#bom.graph.addEdge(to, meaning.relation, from, path);
      else if (meaning) this.#bom.graph.addEdge(from, meaning.relation, to, path);
    }
  }

  *end(): Generator<Reading> {
    if (!this.#isSpdx) throw new UnreadableFile('', 'This JSON does not name the SPDX 3 context ("@context").');
    if (this.#version === null)
      throw new UnreadableFile(
        '',
        'This SPDX document holds no CreationInfo with a specVersion; version 3.0.1 (JSON-LD with "@graph") is read.',
      );
    const root = this.#roots.find((ref) => this.#bom.graph.kindOf(ref) !== undefined);
    const owner = this.#bom.owner(root);
    for (const component of this.#bom.manifest.place(this.#bom.graph, this.#bom.held, owner)) {
      this.#bom.file.add(textOf(component.type) ?? 'component', component, JSON.stringify(component).length, true);
    }
    for (const held of this.#bom.held.all()) this.#names.fill(held.record);
    yield* this.#bom.release();
    yield { place: '$', summary: this.#bom.summary('spdx', this.#version, 'relationships') };
  }
}
