import type { Relation } from '#lib/assets/lineage/rules.ts';

type Meaning = { relation: Relation | null; reversed?: boolean };

/** SPDX relationship types that are lineage; null where the two kinds decide, as with a dependency. All others are facts of the file. */
const meanings: Record<string, Meaning> = {
  trainedOn: { relation: 'trained_on' },
  finetunedOn: { relation: 'trained_on' },
  testedOn: { relation: 'evaluated_on' },
  validatedOn: { relation: 'evaluated_on' },
  descendantOf: { relation: 'derived_from' },
  ancestorOf: { relation: 'derived_from', reversed: true },
  generates: { relation: 'derived_from', reversed: true },
  hasHost: { relation: 'deployed_to' },
  contains: { relation: null },
  dependsOn: { relation: null },
  hasDataFile: { relation: null },
  hasOptionalComponent: { relation: null },
  hasOptionalDependency: { relation: null },
  hasPrerequisite: { relation: null },
  hasProvidedDependency: { relation: null },
  hasStaticLink: { relation: null },
  hasDynamicLink: { relation: null },
  usesTool: { relation: null },
  hasInput: { relation: null },
};

export function meaningOf(type: string): Meaning | undefined {
  return Object.hasOwn(meanings, type) ? meanings[type] : undefined;
}

/** Relationships that tell a licence of a package. */
export const licenceRelations = new Set(['hasDeclaredLicense', 'hasConcludedLicense']);
