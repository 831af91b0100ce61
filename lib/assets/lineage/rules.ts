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
