import { ClipboardCheck } from 'lucide-react';
import { lazy } from 'react';
import type { BulkAction, BulkReport, BulkValues } from '#components/data/list/list-definition.ts';
import { request } from '#lib/client.ts';
import type { NewReviewsInput, ReviewsReport } from '#lib/reviews/requesting/schema.ts';
import type { Subject } from '#lib/reviews/rules.ts';

/** What the rows of a list stand for in a request of many. */
export type ManyOf = 'assets' | 'risks' | 'safeguards' | 'acceptances';

const AskForm = lazy(async () => ({ default: (await import('./ask-many-form.tsx')).AskManyForm }));

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

const toReport = ({ operationId, undoUntil, changed, left }: ReviewsReport): BulkReport => ({
  done: changed,
  failures: failuresOf(left),
  operationId,
  undoUntil: undoUntil ?? undefined,
});

/** Asks for reviews of what is selected, with a preview of who gets what. Each is judged by the server; it can be taken back for ten minutes. */
export const askForReviews = <Row extends { id: string }>(of: ManyOf): BulkAction<Row> => ({
  id: 'review',
  label: 'Ask for review',
  icon: <ClipboardCheck aria-hidden="true" />,
  title: (count) => (count === 1 ? 'Ask for a review' : `Ask for reviews of ${count}`),
  description: 'Whoever asks, owns, registered or implemented it does not decide.',
  confirmLabel: 'Ask for',
  initial: { of, by: 'template' },
  Form: AskForm,
  ready: (values) => manyInput(of, ['x'], values) !== null && values['asked'] !== 0,
  run: async (rows, values) => {
    const input = manyInput(
      of,
      rows.map(({ id }) => id),
      values,
    );
    if (!input) throw new Error('Choose a template first.');
    return toReport(await request('POST /reviews/bulk', input));
  },
  undo: async (operationId) => {
    const { changed, left } = await request('POST /reviews/bulk/{operationId}/undo', { operationId });
    return { done: changed, failures: failuresOf(left) };
  },
});
