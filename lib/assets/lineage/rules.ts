/** Lineage's vocabulary and pure rules; free for the browser. */
import type { Kind } from '#lib/access/kinds.ts';

/** How one version relates to another: an arrow from a version to what it came from, was built by, or went to. */
export const relations = ['trained_on', 'derived_from', 'evaluated_on', 'built_by', 'stored_in', 'deployed_to'] as const;
export type Relation = (typeof relations)[number];

export const relationLabels: Record<Relation, string> = {
  trained_on: 'Trained on',
  derived_from: 'Derived from',
  evaluated_on: 'Evaluated on',
  built_by: 'Built by',
  stored_in: 'Stored in',
  deployed_to: 'Deployed to',
};

export const directions = ['upstream', 'downstream', 'both'] as const;
export type Direction = (typeof directions)[number];

/** Relations whose arrow points at where a version went. In all others it points at what the version came from. */
export const outgoing: readonly Relation[] = ['stored_in', 'deployed_to'];
export const incoming: readonly Relation[] = relations.filter((relation) => !outgoing.includes(relation));

/** An arrow as things flow: what comes first is the source, what depends on it the target. */
export function flow<T extends { from: string; to: string; relation: Relation }>(edge: T): { source: string; target: string } {
  return outgoing.includes(edge.relation) ? { source: edge.from, target: edge.to } : { source: edge.to, target: edge.from };
}

/** Along these nothing may come from itself: each says what a version is made of. An evaluation or a place to be stored in does not. */
export const making: readonly Relation[] = ['trained_on', 'derived_from', 'built_by', 'deployed_to'];

/** What an arrow says of what comes from what, or null; the view `lineage_origins` says the same. */
export function originOf<T>(edge: { from: T; to: T; relation: Relation }): { version: T; origin: T } | null {
  if (!making.includes(edge.relation)) return null;
  return outgoing.includes(edge.relation) ? { version: edge.to, origin: edge.from } : { version: edge.from, origin: edge.to };
}

/** What an arrow may point at; a relation that is not here may point at anything. */
const targets: Partial<Record<Relation, readonly Kind[]>> = {
  trained_on: ['dataset'],
  evaluated_on: ['dataset'],
  built_by: ['pipeline'],
  stored_in: ['repository', 'infrastructure'],
  deployed_to: ['infrastructure'],
};

/** What an arrow may start from, where that is not everything. */
const sources: Partial<Record<Relation, readonly Kind[]>> = {
  trained_on: ['model', 'pipeline'],
  evaluated_on: ['model', 'pipeline'],
};

const words: Record<Kind, string> = {
  dataset: 'a dataset',
  model: 'a model',
  pipeline: 'a pipeline',
  infrastructure: 'infrastructure',
  repository: 'a repository',
};
const oneOf = (kinds: readonly Kind[]) => kinds.map((kind) => words[kind]).join(' or ');

/** The relations that make sense from this kind. */
export const relationsFrom = (kind: Kind): Relation[] => relations.filter((relation) => sources[relation]?.includes(kind) ?? true);

/** The kinds that this relation may point at; undefined for every kind. */
export const kindsOf = (relation: Relation): readonly Kind[] | undefined => targets[relation];

/** Null where the two kinds fit the relation, or the sentence that says what does. */
export function misfit(relation: Relation, from: Kind, to: Kind): string | null {
  const label = `"${relationLabels[relation]}"`;
  const [source, target] = [sources[relation], targets[relation]];
  if (source && !source.includes(from)) return `${label} starts from ${oneOf(source)}, and this is ${words[from]}.`;
  return target && !target.includes(to) ? `${label} points at ${oneOf(target)}, and this is ${words[to]}.` : null;
}

/** A stop on the path of a circle; without an asset, it lies outside the teams of whoever asks. */
export type PathStop = { name: string; label: string } | null;

/** "Fraud model 2.4 → Card features r41 → an asset outside your teams → Fraud model 2.4". */
export const pathSentence = (path: readonly PathStop[]): string =>
  path.map((stop) => (stop ? `${stop.name} ${stop.label}` : 'an asset outside your teams')).join(' → ');
