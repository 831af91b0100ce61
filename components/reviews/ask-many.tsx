import { ClipboardCheck } from 'lucide-react';
import type { BulkAction, BulkReport } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { request } from '#lib/client.ts';
import type { ReviewsReport } from '#lib/reviews/requesting/schema.ts';
import { failuresOf, type ManyOf, manyInput } from './many-input.ts';

const AskForm = lazily(async () => ({ default: (await import('./ask-many-form.tsx')).AskManyForm }));

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
  title: (count) => (count === 1 ? 'Ask for a review' : `Ask for ${count} reviews`),
  description: 'Whoever asks, owns, registered or implemented it does not decide.',
  confirmLabel: 'Ask for reviews of',
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
