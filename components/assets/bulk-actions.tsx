import { Archive, ArchiveRestore, ArrowRightLeft, Gauge, ShieldPlus, Tags, UserRound } from 'lucide-react';
import type { BulkAction, BulkReport, BulkValues } from '#components/data/list/list-definition.ts';
import { lazily } from '#components/ui/lazily.tsx';
import type { BulkChange, BulkReport as ServerReport } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import type { ListedAsset } from './asset-definition.tsx';
import { type BulkField, bulkChange } from './bulk-change.ts';

const AssignForm = lazily(async () => ({ default: (await import('#components/safeguards/assign-form.tsx')).AssignForm }));
const loadForms = () => import('./bulk-forms.tsx');
const OwnerForm = lazily(async () => ({ default: (await loadForms()).OwnerForm }));
const CriticalityForm = lazily(async () => ({ default: (await loadForms()).CriticalityForm }));
const TagsForm = lazily(async () => ({ default: (await loadForms()).TagsForm }));
const TeamForm = lazily(async () => ({ default: (await loadForms()).TeamForm }));

/** What the viewer may do somewhere. */
export type BulkRights = { edit: boolean; move: boolean; retire: boolean; safeguard: boolean };

const assets = (count: number) => `${count} ${count === 1 ? 'asset' : 'assets'}`;

/** The server's report as the list shows it: what was refused, by name, with the reason. */
export function toReport({ operationId, undoUntil, changed, results }: ServerReport): BulkReport {
  return {
    done: changed,
    unchanged: results.filter((result) => result.outcome === 'unchanged').length,
    failures: results
      .filter((result) => result.outcome === 'refused')
      .map((result) => ({ id: result.id, label: result.name, reason: result.message })),
    operationId,
    undoUntil: undoUntil ?? undefined,
  };
}

const undo = async (operationId: string) => toReport(await request('POST /assets/bulk/{operationId}/undo', { operationId }));

async function send(rows: readonly ListedAsset[], change: BulkChange): Promise<BulkReport> {
  return toReport(await request('POST /assets/bulk', { ids: rows.map((row) => row.id), change }));
}

type Given = Pick<BulkAction<ListedAsset>, 'id' | 'label' | 'icon' | 'title' | 'confirmLabel'> & Partial<BulkAction<ListedAsset>>;

/** An action that sets one field to what its form was given. */
const setting = (field: BulkField, given: Given): BulkAction<ListedAsset> => ({
  undo,
  ready: (values: BulkValues) => bulkChange(field, values) !== null,
  run: async (rows, values) => {
    const change = bulkChange(field, values);
    if (!change) throw new Error('Choose a value first.');
    return send(rows, change);
  },
  ...given,
});

const editing = [
  setting('owner', {
    id: 'owner',
    label: 'Set owner',
    icon: <UserRound aria-hidden="true" />,
    title: (count) => `Set the owner of ${assets(count)}`,
    confirmLabel: 'Set owner of',
    Form: OwnerForm,
  }),
  setting('criticality', {
    id: 'criticality',
    label: 'Set criticality',
    icon: <Gauge aria-hidden="true" />,
    title: (count) => `Set the criticality of ${assets(count)}`,
    confirmLabel: 'Set criticality of',
    Form: CriticalityForm,
  }),
  setting('tags', {
    id: 'tags',
    label: 'Edit tags',
    icon: <Tags aria-hidden="true" />,
    title: (count) => `Edit the tags of ${assets(count)}`,
    confirmLabel: 'Edit tags of',
    initial: { add: [], remove: [] },
    Form: TagsForm,
  }),
];

const assigning: BulkAction<ListedAsset> = {
  id: 'control',
  label: 'Add control',
  icon: <ShieldPlus aria-hidden="true" />,
  title: (count) => `Plan a control for ${assets(count)}`,
  confirmLabel: 'Plan it for',
  Form: AssignForm,
  ready: ({ control }) => typeof control === 'string',
  run: async (rows, { control }) => {
    if (typeof control !== 'string') throw new Error('Choose a control first.');
    return toReport(await request('POST /safeguards/assign', { control, ids: rows.map((row) => row.id) }));
  },
  undo: async (operationId) => toReport(await request('POST /safeguards/bulk/{operationId}/undo', { operationId })),
};

const moving = setting('team', {
  id: 'team',
  label: 'Move to another team',
  icon: <ArrowRightLeft aria-hidden="true" />,
  title: (count) => `Move ${assets(count)} to another team`,
  description: 'Their versions and lineage move with them. Who is not in the new team loses sight of them.',
  confirmLabel: 'Move',
  Form: TeamForm,
});

const retiring = [
  setting('status', {
    id: 'restore',
    label: 'Restore',
    icon: <ArchiveRestore aria-hidden="true" />,
    title: (count) => `Restore ${assets(count)}?`,
    description: 'They are active again and can be edited.',
    confirmLabel: 'Restore',
    initial: { status: 'active' },
  }),
  setting('status', {
    id: 'retire',
    label: 'Retire',
    icon: <Archive aria-hidden="true" />,
    danger: true,
    title: (count) => `Retire ${assets(count)}?`,
    description: 'Retired assets leave the list and can no longer be edited. Nothing is deleted; they can be restored at any time.',
    confirmLabel: 'Retire',
    initial: { status: 'retired' },
  }),
];

/** The bulk actions that the viewer may take on some asset; each row is judged by the server and reported. */
export function bulkActionsFor(may: BulkRights): readonly BulkAction<ListedAsset>[] {
  return [
    ...(may.edit ? editing : []),
    ...(may.safeguard ? [assigning] : []),
    ...(may.move ? [moving] : []),
    ...(may.retire ? retiring : []),
  ];
}
