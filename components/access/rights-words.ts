/** How rights, roles and reasons are said. */
import type { Reason, Through } from '#lib/access/explain/rules.ts';
import type { Kind } from '#lib/access/kinds.ts';
import { kinds as allKinds } from '#lib/access/kinds.ts';

const plurals: Record<Kind, string> = {
  dataset: 'datasets',
  model: 'models',
  pipeline: 'pipelines',
  infrastructure: 'infrastructure',
  repository: 'repositories',
};

const singulars: Record<Kind, string> = {
  dataset: 'a dataset',
  model: 'a model',
  pipeline: 'a pipeline',
  infrastructure: 'infrastructure',
  repository: 'a repository',
};

/** "models and datasets", "every kind", "no kind". */
export function kindWords(kinds: readonly Kind[]): string {
  if (kinds.length === 0) return 'no kind';
  if (kinds.length === allKinds.length) return 'every kind';
  return listed(kinds.map((kind) => plurals[kind]));
}

export const oneOf = (kind: Kind): string => singulars[kind];

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "Data scientist in Fraud analytics", "Auditor in the whole organisation". */
export const placeWords = ({ role, place, teamName }: Through): string =>
  `${role.name} in ${place === 'team' ? teamName : 'the whole organisation'}`;

/** Why not, said of one permission; `who` is the person's name or "You". */
export function reasonWords(reason: Reason, kind: Kind | null): string {
  switch (reason) {
    case 'deactivated':
      return 'Deactivated: nothing may be done until reactivated';
    case 'invited':
      return 'Invited: nothing may be done before the invitation is taken';
    case 'service':
      return 'Only a person judges this: a service account never does, whatever its role gives.';
    case 'token':
      return 'The scopes of this token leave it out';
    case 'archived':
      return 'The team is archived: what is held by it does not count';
    case 'expired':
      return 'The role in this team has expired';
    case 'kind':
      return kind ? `The role does not cover ${plurals[kind]}` : 'The role covers only some kinds';
    case 'elsewhere':
      return 'Held in another team, which does not reach here';
    case 'role':
      return 'No role gives it';
  }
}
