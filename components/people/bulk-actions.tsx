import { KeyRound, UserRoundX, Users } from 'lucide-react';
import type { BulkAction, BulkReport, BulkValues } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import type { PeopleChange, PeopleReport } from '#lib/access/users/leaving/schema.ts';
import type { PersonRow } from '#lib/access/users/list/schema.ts';
import { request } from '#lib/client.ts';

const loadForms = () => import('./bulk-forms.tsx');
const RoleForm = lazily(async () => ({ default: (await loadForms()).RoleForm }));
const TeamForm = lazily(async () => ({ default: (await loadForms()).TeamForm }));
const LeavingForm = lazily(async () => ({ default: (await loadForms()).LeavingForm }));

const people = (count: number) => `${count} ${count === 1 ? 'person' : 'people'}`;

/** The server's report as the list shows it: who was refused, by name, with the reason. */
export function toReport({ changed, results }: PeopleReport): BulkReport {
  return {
    done: changed,
    unchanged: results.filter((result) => result.outcome === 'unchanged').length,
    failures: results.flatMap(({ id, name, outcome, message }) => (outcome === 'refused' ? [{ id, label: name, reason: message }] : [])),
  };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The change that a form's values stand for; null while they are not complete. */
export function bulkChange(field: PeopleChange['field'], values: BulkValues): PeopleChange | null {
  const [role, teamId] = [text(values['role']), text(values['teamId'])];
  if (field === 'role') return role ? { field, role } : null;
  if (field === 'team') return role && teamId ? { field, teamId, role } : null;
  const successorId = text(values['successorId']) || null;
  if (values['handOver'] === true && !successorId) return null;
  return { field, status: 'deactivated', successorId, revokeKnownTokens: values['revokeKnownTokens'] === true };
}

type Given = Pick<BulkAction<PersonRow>, 'id' | 'label' | 'icon' | 'title' | 'confirmLabel' | 'Form'> & Partial<BulkAction<PersonRow>>;

const changing = (field: PeopleChange['field'], given: Given): BulkAction<PersonRow> => ({
  ready: (values) => bulkChange(field, values) !== null,
  run: async (rows, values) => {
    const change = bulkChange(field, values);
    if (!change) throw new Error('Choose a value first.');
    return toReport(await request('POST /people/bulk', { ids: rows.map((row) => row.id), change }));
  },
  ...given,
});

/** What those who manage people do to many at once; each is judged by the server and reported. */
export const bulkActions: readonly BulkAction<PersonRow>[] = [
  changing('role', {
    id: 'role',
    label: 'Set organisation role',
    icon: <KeyRound aria-hidden="true" />,
    title: (count) => `Set the organisation role of ${people(count)}`,
    description: 'It applies from their next request.',
    confirmLabel: 'Set role of',
    Form: RoleForm,
  }),
  changing('team', {
    id: 'team',
    label: 'Add to a team',
    icon: <Users aria-hidden="true" />,
    title: (count) => `Add ${people(count)} to a team`,
    confirmLabel: 'Add',
    Form: TeamForm,
  }),
  changing('status', {
    id: 'deactivate',
    label: 'Deactivate',
    icon: <UserRoundX aria-hidden="true" />,
    danger: true,
    title: (count) => `Deactivate ${people(count)}?`,
    description: 'Their sessions and tokens end at once. Nothing is deleted; they can be reactivated.',
    confirmLabel: 'Deactivate',
    Form: LeavingForm,
  }),
];
