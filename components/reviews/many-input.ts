/** What a request or an assignment of many takes, out of what a bulk form holds. Pure. */
import type { BulkReport, BulkValues } from '#components/data/list/list-definition.ts';
import type { Input } from '#lib/client.ts';
import type { NewReviewsInput, ReviewsReport } from '#lib/reviews/requesting/schema.ts';
import type { Subject } from '#lib/reviews/rules.ts';

/** What the rows of a list stand for in a request of many. */
export type ManyOf = 'assets' | 'risks' | 'safeguards' | 'acceptances';

/** What can be asked about these rows. */
export const subjectsOf: Record<ManyOf, readonly Subject[]> = {
  assets: ['version', 'dataset', 'transition'],
  risks: ['version', 'dataset'],
  safeguards: ['version', 'dataset'],
  acceptances: ['acceptance'],
};

/** What the API takes, or null while something is still to be chosen. */
export function manyInput(of: ManyOf, ids: readonly string[], values: BulkValues): NewReviewsInput | null {
  const { template, subject, stage, by, due, reason } = values;
  if (typeof template !== 'string' || template === '') return null;
  if (subject === 'transition' && !stage) return null;
  return {
    about: { of, ids: [...ids] },
    template,
    ...(subject === 'transition' && { stage: stage as NonNullable<NewReviewsInput['stage']> }),
    reason: typeof reason === 'string' ? reason.trim() : '',
    ...(typeof due === 'string' && due !== '' && { due }),
    assignment:
      by === 'balanced' ? { by: 'balanced' as const } : by === 'owner_lead' ? { by: 'owner_lead' as const } : { by: 'template' as const },
  };
}

export const failuresOf = (left: ReviewsReport['left']): BulkReport['failures'] =>
  left.map(({ why, count, examples }) => {
    const names = examples.filter(Boolean).join(', ');
    return { id: why, label: names ? `${count} left out: ${names}` : `${count} left out`, reason: why };
  });

/** What the API takes, or null while somebody is still to be chosen. */
export function assignmentInput(ids: readonly string[], { by, people, replace }: BulkValues): Input<'POST /reviews/assign'> | null {
  const about = { reviews: { of: 'reviews' as const, ids: [...ids] }, replace: replace === true };
  if (by === 'balanced') return { ...about, assignment: { by, seats: 1, among: [] } };
  if (by === 'owner_lead') return { ...about, assignment: { by } };
  const chosen = Array.isArray(people) ? (people as { id: string }[]).map(({ id }) => id) : [];
  return chosen.length > 0 ? { ...about, assignment: { by: 'hand', people: chosen } } : null;
}
