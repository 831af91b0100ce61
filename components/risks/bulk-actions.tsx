import { CalendarClock, CheckCheck, Gauge, Route, UserRound } from 'lucide-react';
import { requestAcceptances } from '#components/acceptances/bulk-actions.tsx';
import { toReport } from '#components/assets/bulk-actions.tsx';
import type { BulkAction, BulkReport, BulkValues } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { request } from '#lib/client.ts';
import { type BulkField, bulkChange } from './bulk-change.ts';
import type { ListedRisk } from './risk-definition.tsx';

const loadForms = () => import('./bulk-forms.tsx');
const AssessForm = lazily(async () => ({ default: (await loadForms()).AssessForm }));
const OwnerForm = lazily(async () => ({ default: (await loadForms()).OwnerForm }));
const DueForm = lazily(async () => ({ default: (await loadForms()).DueForm }));
const TreatmentForm = lazily(async () => ({ default: (await loadForms()).TreatmentForm }));

const risks = (count: number) => `${count} ${count === 1 ? 'risk' : 'risks'}`;

const undo = async (operationId: string) => toReport(await request('POST /risks/bulk/{operationId}/undo', { operationId }));

type Given = Pick<BulkAction<ListedRisk>, 'id' | 'label' | 'icon' | 'title' | 'confirmLabel'> & Partial<BulkAction<ListedRisk>>;

/** The bulk actions on risks; each row is judged by the server and reported. Days are those of the viewer's zone. */
export function bulkActionsIn(timeZone: string): readonly BulkAction<ListedRisk>[] {
  const setting = (field: BulkField, given: Given): BulkAction<ListedRisk> => ({
    undo,
    ready: (values: BulkValues) => bulkChange(field, values, timeZone) !== null,
    run: async (rows, values): Promise<BulkReport> => {
      const change = bulkChange(field, values, timeZone);
      if (!change) throw new Error('Choose a value first.');
      return toReport(await request('POST /risks/bulk', { ids: rows.map((row) => row.id), change }));
    },
    ...given,
  });
  return [
    setting('assess', {
      id: 'assess',
      label: 'Assess',
      icon: <Gauge aria-hidden="true" />,
      title: (count) => `Assess ${risks(count)}`,
      confirmLabel: 'Assess',
      initial: { how: 'computed' },
      Form: AssessForm,
    }),
    setting('reassess', {
      id: 'reassess',
      label: 'Still right',
      icon: <CheckCheck aria-hidden="true" />,
      title: (count) => `Confirm the assessment of ${risks(count)}?`,
      description:
        'Values stay as they are, and the assessment counts as made today. Risks that nobody has assessed are left out and reported.',
      confirmLabel: 'Confirm',
    }),
    setting('owner', {
      id: 'owner',
      label: 'Set owner',
      icon: <UserRound aria-hidden="true" />,
      title: (count) => `Set the owner of ${risks(count)}`,
      confirmLabel: 'Set owner of',
      Form: OwnerForm,
    }),
    setting('due', {
      id: 'due',
      label: 'Set due date',
      icon: <CalendarClock aria-hidden="true" />,
      title: (count) => `Set the due date of ${risks(count)}`,
      confirmLabel: 'Set date of',
      initial: { day: '' },
      Form: DueForm,
    }),
    setting('treatment', {
      id: 'treatment',
      label: 'Treat',
      icon: <Route aria-hidden="true" />,
      title: (count) => `Choose the treatment of ${risks(count)}`,
      confirmLabel: 'Treat',
      Form: TreatmentForm,
    }),
    requestAcceptances<ListedRisk>(),
  ];
}
