import { CircleSlash, UserPlus } from 'lucide-react';
import { readFormError } from '#components/data/form/form-error.ts';
import type { BulkAction, BulkReport } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { request } from '#lib/client.ts';
import { assignmentInput, failuresOf } from './many-input.ts';
import type { ListedReview } from './review-definition.tsx';

const AssignForm = lazily(async () => ({ default: (await import('./assign-form.tsx')).AssignForm }));
const WithdrawForm = lazily(async () => ({ default: (await import('./assign-form.tsx')).WithdrawForm }));

const reviews = (count: number) => `${count} ${count === 1 ? 'review' : 'reviews'}`;
const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

const assigning: BulkAction<ListedReview> = {
  id: 'assign',
  label: 'Assign',
  icon: <UserPlus aria-hidden="true" />,
  title: (count) => `Assign ${reviews(count)}`,
  description: 'Whoever may not decide on one of them gets no seat there. Those that are decided are left.',
  confirmLabel: 'Assign',
  initial: { by: 'balanced', people: [], replace: false },
  Form: AssignForm,
  ready: (values) => assignmentInput(['x'], values) !== null && values['asked'] !== 0,
  run: async (rows, values): Promise<BulkReport> => {
    const input = assignmentInput(
      rows.map(({ id }) => id),
      values,
    );
    if (!input) throw new Error('Choose somebody first.');
    const { changed, left } = await request('POST /reviews/assign', input);
    return { done: changed, failures: failuresOf(left) };
  },
};

const withdrawing: BulkAction<ListedReview> = {
  id: 'withdraw',
  label: 'Withdraw',
  icon: <CircleSlash aria-hidden="true" />,
  danger: true,
  title: (count) => `Withdraw ${reviews(count)}?`,
  description:
    'Nobody decides on them any more. What was answered and said stays. Those that are decided, or not yours to withdraw, are reported and left.',
  confirmLabel: 'Withdraw',
  initial: { note: '' },
  Form: WithdrawForm,
  run: async (rows, values, onProgress): Promise<BulkReport> => {
    const failures: { id: string; label: string; reason: string }[] = [];
    for (const [at, { id, title, version }] of rows.entries()) {
      try {
        await request('POST /reviews/{id}/withdraw', { id, version, note: text(values['note']) });
      } catch (thrown) {
        failures.push({ id, label: title, reason: readFormError(thrown).message });
      }
      onProgress((at + 1) / rows.length);
    }
    return { done: rows.length - failures.length, failures };
  },
};

/** What the viewer may do with many reviews at once; each is judged by the server and reported. */
export const bulkActionsFor = (may: { manage: boolean; request: boolean }): readonly BulkAction<ListedReview>[] => [
  ...(may.manage ? [assigning] : []),
  ...(may.request ? [withdrawing] : []),
];
