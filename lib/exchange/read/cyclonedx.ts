import type { Kind } from '#lib/assets/rules.ts';
import type { ComponentTarget } from '../rules.ts';
import type { Reading } from '../schema.ts';
import { BomContents, type BomOptions } from './bom-contents.ts';
import { ancestorsOf, datasetsOf, workflowsOf } from './cyclonedx-parts.ts';
import { draftOfComponent } from './cyclonedx-record.ts';
import { refusedCycloneDx } from './detect-format.ts';
import { type Facts, factsOf, isEmpty, isFacts, textOf, textsOf, without } from './facts.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';
import { isOwn, readOwnProperties } from './own-properties.ts';
import { UnreadableFile } from './unreadable-file.ts';

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
  const reader = new CycloneDxReader(options);
  for await (const item of readJsonItems(input, streamed, options.limits)) yield* reader.item(item);
  yield* reader.end();
}

function typeOf(component: Facts): string {
  return textOf(component.type) ?? 'component';
}

class CycloneDxReader {
  readonly #bom: BomContents;
  #version: string | null = null;
  #isCycloneDx = false;
  #metadataBytes = 0;
  #main: string | undefined;
  #workflows: string[] = [];

  constructor(options: BomOptions) {
    this.#bom = new BomContents(options);
  }

  *item(item: JsonItem): Generator<Reading> {
    if ('refused' in item) {
      yield this.#bom.held.reject(item.path, item.refused);
      return;
    }
    const { key, path, value, bytes, index } = item;
    if (index === null) {
      yield* this.#member(key, path, value, bytes);
      return;
    }
    if (!isFacts(value)) yield this.#bom.held.reject(path, 'an object was expected');
    else if (key === 'components') yield* this.#component(value, path, bytes, undefined);
    else if (key === 'services') yield* this.#component({ type: 'service', ...value }, path, bytes, undefined);
    else if (key === 'formulation') yield* this.#formula(value, path, bytes);
    else {
      if (key === 'dependencies') this.#dependency(value, path);
      this.#bom.file.add(key, value, bytes, true);
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
      this.#bom.file.add(key, without(value, 'component'), bytes, false);
    } else if (!ownFacts.has(key)) this.#bom.file.add(key, value, bytes, false);
  }

  *#mainComponent(component: Facts, path: string, bytes: number): Generator<Reading> {
    const ref = textOf(component['bom-ref']) ?? path;
    yield* this.#component(component, path, bytes, undefined);
    if (this.#bom.graph.kindOf(ref)) this.#main = ref;
  }

  #target(component: Facts): ComponentTarget {
    if (isOwn(component)) return 'infrastructure';
    return this.#bom.types.targetOf(typeOf(component));
  }

  *#component(component: Facts, path: string, bytes: number, parent: string | undefined): Generator<Reading> {
    const target = this.#target(component);
    this.#bom.types.count(typeOf(component));
    const children = factsOf(component.components);
    if (target === 'component') {
      if (parent === undefined) this.#bom.manifest.add(component, bytes);
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
    if (told !== undefined && told.length <= 2048 && this.#bom.graph.addAsset(told, kind)) return told;
    if (told !== undefined)
      this.#bom.file.note(`${path}: the bom-ref "${told.slice(0, 80)}" is used twice or too long, so this asset goes by its place.`);
    this.#bom.graph.addAsset(path, kind);
    return path;
  }

  *#asset(component: Facts, kind: Kind, ref: string, path: string, bytes: number): Generator<Reading> {
    const own = readOwnProperties(component, ref, this.#bom.keys);
    if (own && 'rejected' in own) {
      yield this.#bom.held.reject(path, own.rejected);
      return;
    }
    const draft = own ?? draftOfComponent(component, kind, ref, this.#bom.keys);
    if (draft.record.kind === 'model') this.#bom.addModel(ref);
    yield* this.#bom.held.add({ place: path, ...draft }, bytes);
    if (own) {
      this.#bom.graph.markOwn(ref, draft.record.kind);
      return;
    }
    for (const part of [...datasetsOf(component, path, draft.record.key), ...ancestorsOf(component, path)]) {
      if ('component' in part) {
        const partKind = part.relation === 'derived_from' ? this.#target(part.component) : 'dataset';
        if (partKind !== 'component' && this.#bom.graph.addAsset(part.ref, partKind)) {
          const inner = draftOfComponent(part.component, partKind, part.ref, this.#bom.keys);
          if (part.key) inner.record.key = this.#bom.keys.unique(part.key);
          yield* this.#bom.held.add({ place: part.place, ...inner }, 0);
        }
      }
      this.#bom.graph.addEdge(ref, part.relation, part.ref, part.place);
    }
  }

  #dependency(value: Facts, path: string): void {
    const from = textOf(value.ref);
    if (from === undefined) return;
    for (const to of textsOf(value.dependsOn)) this.#bom.graph.addEdge(from, null, to, path);
  }

  *#formula(formula: Facts, path: string, bytes: number): Generator<Reading> {
    const kind = this.#bom.types.targetOf('workflow');
    const workflows = kind === 'component' ? [] : workflowsOf(formula, path);
    for (const { component, ref, place } of workflows) {
      this.#bom.types.count('workflow');
      const own = this.#ref(ref, place, kind as Kind);
      this.#workflows.push(own);
      yield* this.#bom.held.add({ place, ...draftOfComponent(component, kind as Kind, own, this.#bom.keys) }, bytes);
    }
    const rest = workflows.length > 0 ? without(formula, 'workflows') : formula;
    if (!isEmpty(rest)) this.#bom.file.add('formulation', rest, bytes, true);
  }

  *end(): Generator<Reading> {
    if (!this.#isCycloneDx) throw new UnreadableFile('', 'This JSON does not say "bomFormat": "CycloneDX".');
    const refused = refusedCycloneDx(this.#version);
    if (refused) throw new UnreadableFile('', refused);
    const owner = this.#bom.owner(this.#main);
    for (const workflow of this.#workflows)
      if (owner && owner !== workflow) this.#bom.graph.addEdge(owner, 'built_by', workflow, 'formulation');
    for (const component of this.#bom.manifest.place(this.#bom.graph, this.#bom.held, owner))
      this.#bom.file.add('components', component, JSON.stringify(component).length, true);
    this.#shareProvenance();
    yield* this.#bom.release();
    yield { place: '$', summary: this.#bom.summary('cyclonedx', this.#version, 'dependencies') };
  }

  #shareProvenance(): void {
    const { serialNumber, version, metadata } = this.#bom.file.facts;
    const document = {
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(version === undefined ? {} : { version }),
      ...(isFacts(metadata) ? metadata : {}),
    };
    if (isEmpty(document) || this.#metadataBytes > mostRepeatedBytes) return;
    for (const { record } of this.#bom.held.all()) {
      const provenance = record.versions[0]?.provenance;
      if (provenance && !this.#bom.graph.isOwn(record.ref)) provenance.document = document;
    }
  }
}
