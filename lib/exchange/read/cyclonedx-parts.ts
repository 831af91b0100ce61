import type { Relation } from '#lib/assets/lineage/rules.ts';
import { keyFromName } from '#lib/assets/rules.ts';
import { type Facts, factsOf, isFacts, textOf } from './facts.ts';

/** Something a component is related to: named by ref, or described on the spot (then `component`, in a component's shape). */
export type Part =
  | { place: string; relation: Relation; ref: string }
  | { place: string; relation: Relation; ref: string; component: Facts; key?: string };

/**
 * What a model card says the model was trained on. A dataset described on the spot has no identity beyond this model, and names such as "Training
 * data" are everyone's, so its key begins with the model's.
 */
export function* datasetsOf(component: Facts, path: string, modelKey: string): Generator<Part> {
  const parameters = isFacts(component.modelCard) ? component.modelCard.modelParameters : undefined;
  const datasets = isFacts(parameters) && Array.isArray(parameters.datasets) ? parameters.datasets : [];
  for (const [index, dataset] of datasets.entries()) {
    if (!isFacts(dataset)) continue;
    const place = `${path}.modelCard.modelParameters.datasets[${index}]`;
    const ref = textOf(dataset.ref);
    if (ref !== undefined) {
      yield { place, relation: 'trained_on', ref };
      continue;
    }
    if (dataset.type === 'configuration' || dataset.type === 'source-code' || dataset.type === 'definition') continue;
    const name = textOf(dataset.name) ?? `Dataset ${index + 1}`;
    const { 'bom-ref': bomRef, description } = dataset;
    const described: Facts = {
      type: 'data',
      name,
      data: [dataset],
      ...(bomRef === undefined ? {} : { 'bom-ref': bomRef }),
      ...(description ? { description } : {}),
    };
    yield {
      place,
      relation: 'trained_on',
      ref: textOf(bomRef) ?? place,
      component: described,
      key: `${modelKey.slice(0, 60)}-${keyFromName(name).slice(0, 58)}`.replace(/[^\p{L}\p{N}]+$/u, ''),
    };
  }
}

/** What the component was made from. One described twice in a file is one asset: it goes by its bom-ref, its purl, or its name and version. */
export function* ancestorsOf(component: Facts, path: string): Generator<Part> {
  const pedigree = isFacts(component.pedigree) ? component.pedigree : {};
  for (const [index, ancestor] of factsOf(pedigree.ancestors).entries()) {
    const place = `${path}.pedigree.ancestors[${index}]`;
    const name = textOf(ancestor.name);
    if (name === undefined) continue;
    const named = `${textOf(ancestor.group) ?? ''}/${name}@${textOf(ancestor.version) ?? ''}`;
    yield { place, relation: 'derived_from', ref: textOf(ancestor['bom-ref']) ?? textOf(ancestor.purl) ?? named, component: ancestor };
  }
}

/** The workflows of a formula, each in a component's shape: the workflow itself whole in `workflow`. */
export function workflowsOf(formula: Facts, path: string): { component: Facts; ref: string; place: string }[] {
  return factsOf(formula.workflows).map((workflow, index) => {
    const place = `${path}.workflows[${index}]`;
    const ref = textOf(workflow['bom-ref']) ?? place;
    const name = textOf(workflow.name) ?? textOf(workflow.uid) ?? `Workflow ${index + 1}`;
    const description = textOf(workflow.description);
    return { place, ref, component: { type: 'workflow', name, workflow, 'bom-ref': ref, ...(description ? { description } : {}) } };
  });
}
