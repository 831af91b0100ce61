import { Box, CalendarClock, CircleUser, FileX2, Layers, ListChecks, Puzzle, Stamp, Users } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { formatDistance, formatMoment } from '#components/ui/time-format.ts';
import { kindLabels, kinds, stageLabels } from '#lib/assets/rules.ts';
import { typeLabels } from '#lib/gates/rules.ts';
import { stateLabels, waiverStates } from '#lib/gates/waivers/rules.ts';
import type { WaiverRow } from '#lib/gates/waivers/schema.ts';

/** What a row of the list needs: flat, so that fifty of them travel light. */
export type ListedWaiver = Omit<WaiverRow, 'assetId'> & {
  /** The last day on which it holds, in the viewer's zone. */
  untilDay: string;
};

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** The list of waivers: its columns and filters are named as the API names them. */
export const waiverDefinition: ListDefinition<ListedWaiver> = {
  path: '/gates/waivers',
  one: 'waiver',
  many: 'waivers',
  defaultSort: '-requested',
  searchPlaceholder: 'Asset or reason…',
  rowHref: (row) => `/gates/waivers/${row.id}`,
  rowLabel: (row) => `${row.title} for ${row.assetName}, before ${stageLabels[row.stage]}`,
  empty: {
    icon: <FileX2 />,
    title: 'No waivers yet',
    body: 'A requirement of a gate that an asset cannot meet now may be waived for up to 90 days. It is asked for on the asset’s gate, with a reason; somebody else decides, and it ends by itself.',
  },
  columns: [
    { id: 'requirement', header: 'Requirement', width: 260, priority: 1, title: (row) => row.title, cell: (row) => row.title },
    { id: 'asset', header: 'Asset', width: 168, priority: 2, title: (row) => row.assetName, cell: (row) => row.assetName },
    { id: 'stage', header: 'Before', width: 136, priority: 3, cell: (row) => stageLabels[row.stage] },
    {
      id: 'status',
      header: 'Status',
      width: 124,
      priority: 1,
      cell: (row) => (row.mayDecide ? <b className="font-medium text-accent-ink">Yours to decide</b> : stateLabels[row.status]),
    },
    {
      id: 'until',
      header: 'Until',
      sortKey: 'until',
      width: 108,
      priority: 2,
      title: (row, timeZone) => formatMoment(new Date(row.until), timeZone),
      cell: (row) => <time dateTime={row.until}>{row.untilDay}</time>,
    },
    { id: 'team', header: 'Team', width: 140, priority: 3, title: (row) => row.teamName, cell: (row) => row.teamName },
    {
      id: 'requester',
      header: 'Requested by',
      width: 148,
      priority: 3,
      title: (row) => row.requesterName,
      look: (row) => ({ 'data-initials': initials(row.requesterName) }),
      cell: (row) => row.requesterName,
    },
    {
      id: 'requested',
      header: 'Requested',
      sortKey: 'requested',
      sortFirst: 'desc',
      width: 112,
      priority: 3,
      title: (row, timeZone) => formatMoment(new Date(row.requestedAt), timeZone),
      cell: (row) => (
        <time dateTime={row.requestedAt} suppressHydrationWarning>
          {formatDistance(new Date(row.requestedAt), new Date())}
        </time>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      width: 128,
      priority: 3,
      defaultHidden: true,
      look: (row) => ({ className: `picture-before kind-${row.kind}` }),
      cell: (row) => kindLabels[row.kind],
    },
  ],
  filters: [
    {
      id: 'status',
      label: 'Status',
      icon: <ListChecks />,
      type: 'options',
      options: waiverStates.map((value) => ({ value, label: stateLabels[value] })),
    },
    { id: 'decide', label: 'To decide', icon: <Stamp />, type: 'options', options: [{ value: 'mine', label: 'Mine to decide' }] },
    {
      id: 'until',
      label: 'Ends within',
      icon: <CalendarClock />,
      type: 'date',
      options: [
        { value: '7d', label: '7 days' },
        { value: '30d', label: '30 days' },
        { value: '90d', label: '90 days' },
      ],
    },
    { id: 'type', label: 'What is waived', icon: <Puzzle />, type: 'options', options: optionsOf(typeLabels) },
    { id: 'stage', label: 'Before', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
    {
      id: 'kind',
      label: 'Kind',
      icon: <Box />,
      type: 'options',
      options: kinds.map((kind) => ({ value: kind, label: kindLabels[kind], mark: <KindIcon kind={kind} /> })),
    },
    { id: 'requester', label: 'Requested by', icon: <CircleUser />, type: 'search-options' },
    { id: 'asset', label: 'Asset', icon: <Box />, type: 'search-options' },
  ],
};
