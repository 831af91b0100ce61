import { BadgeCheck, CalendarClock, ShieldHalf, UserRound } from 'lucide-react';
import { toReport } from '#components/assets/bulk-actions.tsx';
import type { BulkAction, BulkReport, BulkValues } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { request } from '#lib/client.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import type { ListedSafeguard } from './safeguard-definition.tsx';

const loadForms = () => import('./bulk-forms.tsx');
const OwnerForm = lazily(async () => ({ default: (await loadForms()).OwnerForm }));
const DueForm = lazily(async () => ({ default: (await loadForms()).DueForm }));

const safeguards = (count: number) => `${count} ${count === 1 ? 'safeguard' : 'safeguards'}`;
const idsOf = (rows: readonly ListedSafeguard[]) => rows.map((row) => row.id);
const undo = async (operationId: string) => toReport(await request('POST /safeguards/bulk/{operationId}/undo', { operationId }));

/** The date that the form's day stands for: its end in the viewer's zone; null for no date. */
export const dueOf = (values: BulkValues, timeZone: string): string | null =>
  typeof values['day'] === 'string' && values['day'] !== '' ? dayEnd(values['day'], timeZone) : null;

/** The bulk actions that the viewer may take on some safeguard; each row is judged by the server and reported. */
export function bulkActionsFor(may: { edit: boolean; verify: boolean }, timeZone: string): readonly BulkAction<ListedSafeguard>[] {
  const verifying: BulkAction<ListedSafeguard> = {
    id: 'verify',
    label: 'Verify',
    icon: <BadgeCheck aria-hidden="true" />,
    title: (count) => `Verify ${safeguards(count)}?`,
    description:
      'Those that you implemented yourself, that are not implemented, or that have no current evidence are left out and reported.',
    confirmLabel: 'Verify',
    run: async (rows): Promise<BulkReport> => toReport(await request('POST /safeguards/bulk/verify', { ids: idsOf(rows) })),
    undo: async (operationId) => toReport(await request('POST /safeguards/bulk/{operationId}/unverify', { operationId })),
  };
  const editing: BulkAction<ListedSafeguard>[] = [
    {
      id: 'implement',
      label: 'Mark implemented',
      icon: <ShieldHalf aria-hidden="true" />,
      title: (count) => `Mark ${safeguards(count)} as implemented?`,
      description: 'You stand for it that they are in place. Somebody else then verifies them.',
      confirmLabel: 'Mark',
      run: async (rows) => toReport(await request('POST /safeguards/bulk', { ids: idsOf(rows), change: { field: 'implemented' } })),
      undo,
    },
    {
      id: 'owner',
      label: 'Set owner',
      icon: <UserRound aria-hidden="true" />,
      title: (count) => `Set the owner of ${safeguards(count)}`,
      confirmLabel: 'Set owner of',
      Form: OwnerForm,
      ready: ({ ownerId }) => ownerId === null || typeof ownerId === 'string',
      run: async (rows, { ownerId }) => {
        if (ownerId !== null && typeof ownerId !== 'string') throw new Error('Choose a person first.');
        return toReport(await request('POST /safeguards/bulk', { ids: idsOf(rows), change: { field: 'owner', ownerId } }));
      },
      undo,
    },
    {
      id: 'due',
      label: 'Set due date',
      icon: <CalendarClock aria-hidden="true" />,
      title: (count) => `Set the due date of ${safeguards(count)}`,
      confirmLabel: 'Set date of',
      initial: { day: '' },
      Form: DueForm,
      run: async (rows, values) =>
        toReport(await request('POST /safeguards/bulk', { ids: idsOf(rows), change: { field: 'due', dueAt: dueOf(values, timeZone) } })),
      undo,
    },
  ];
  return [...(may.verify ? [verifying] : []), ...(may.edit ? editing : [])];
}
