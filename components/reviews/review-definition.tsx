import {
  Box,
  CalendarClock,
  CircleUser,
  ClipboardCheck,
  FileStack,
  Flame,
  Hand,
  Layers,
  ListChecks,
  Package,
  Timer,
  UserCheck,
  Users,
} from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { formatDistance, formatMoment } from '#components/ui/time-format.ts';
import { kindLabels, kinds, stageLabels } from '#lib/assets/rules.ts';
import type { ReviewRow } from '#lib/reviews/list/schema.ts';
import { causeLabels, reviewStates, stateLabels, subjectLabels } from '#lib/reviews/rules.ts';

/** What a row of the list needs: flat, so that fifty of them travel light. */
export type ListedReview = Omit<ReviewRow, 'assetId' | 'template' | 'reviewers'> & {
  /** Who was asked, in one text. */
  reviewers: string;
  /** The last day for a decision, in the viewer's zone. */
  dueDay: string;
};

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
const yesAndNo = (yes: string, no: string) => [
  { value: 'yes', label: yes },
  { value: 'no', label: no },
];

function standing(row: ListedReview) {
  if (row.breakGlass) return <b className="font-medium text-critical-ink">{stateLabels[row.status]}, break-glass</b>;
  return row.mine && row.status === 'open' ? <b className="font-medium text-accent-ink">Yours to decide</b> : stateLabels[row.status];
}

/** The list of reviews: its columns and filters are named as the API names them. */
export const reviewDefinition: ListDefinition<ListedReview> = {
  path: '/reviews',
  one: 'review',
  many: 'reviews',
  defaultSort: '-requested',
  searchPlaceholder: 'Title or asset…',
  rowHref: (row) => `/reviews/${row.id}`,
  rowLabel: (row) => row.title,
  empty: {
    icon: <ClipboardCheck />,
    title: 'No reviews yet',
    body: 'A review asks somebody to look before something goes on: a version, a step to the next stage, an acceptance, a change, somebody’s access. Whoever asks, owns or registered it does not decide.',
  },
  columns: [
    { id: 'title', header: 'Review', sortKey: 'title', width: 260, priority: 1, title: (row) => row.title, cell: (row) => row.title },
    { id: 'status', header: 'Status', width: 168, priority: 1, cell: standing },
    {
      id: 'asset',
      header: 'About',
      width: 176,
      priority: 2,
      title: (row) => row.assetName ?? undefined,
      look: (row) => (row.kind ? { className: `picture-before kind-${row.kind}` } : {}),
      cell: (row) => row.assetName ?? <span className="text-faint">A person’s access</span>,
    },
    {
      id: 'due',
      header: 'Due',
      sortKey: 'due',
      width: 160,
      priority: 2,
      title: (row, timeZone) => formatMoment(new Date(row.dueAt), timeZone),
      cell: (row) => (
        <time dateTime={row.dueAt} className={row.overdue ? 'font-medium text-critical-ink' : undefined}>
          {row.dueDay}
          {row.overdue && ', overdue'}
        </time>
      ),
    },
    {
      id: 'reviewers',
      header: 'Asked',
      width: 176,
      priority: 3,
      title: (row) => row.reviewers || undefined,
      cell: (row) => row.reviewers || <span className="text-faint">Nobody</span>,
    },
    {
      id: 'approvals',
      header: 'Approvals',
      width: 92,
      priority: 3,
      align: 'end',
      cell: (row) => `${row.approvals} of ${row.quorum}`,
    },
    { id: 'team', header: 'Team', width: 148, priority: 3, title: (row) => row.teamName, cell: (row) => row.teamName },
    {
      id: 'requester',
      header: 'Requested by',
      width: 148,
      priority: 3,
      title: (row) => row.requesterName ?? undefined,
      look: (row) => (row.requesterName ? { 'data-initials': initials(row.requesterName) } : {}),
      cell: (row) => row.requesterName ?? <span className="text-faint">Gatehouse</span>,
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
      id: 'decided',
      header: 'Decided',
      sortKey: 'decided',
      sortFirst: 'desc',
      width: 112,
      priority: 3,
      defaultHidden: true,
      title: (row, timeZone) => (row.decidedAt ? formatMoment(new Date(row.decidedAt), timeZone) : undefined),
      cell: (row) =>
        row.decidedAt && (
          <time dateTime={row.decidedAt} suppressHydrationWarning>
            {formatDistance(new Date(row.decidedAt), new Date())}
          </time>
        ),
    },
    { id: 'subject', header: 'Of', width: 136, priority: 3, defaultHidden: true, cell: (row) => subjectLabels[row.subject] },
    {
      id: 'template',
      header: 'Template',
      width: 180,
      priority: 3,
      defaultHidden: true,
      title: (row) => row.templateName,
      cell: (row) => row.templateName,
    },
    {
      id: 'stage',
      header: 'Stage',
      width: 150,
      priority: 3,
      defaultHidden: true,
      cell: (row) => row.stage && (row.subject === 'transition' ? `to ${stageLabels[row.stage]}` : stageLabels[row.stage]),
    },
  ],
  filters: [
    {
      id: 'status',
      label: 'Status',
      icon: <ListChecks />,
      type: 'options',
      options: reviewStates.map((value) => ({ value, label: stateLabels[value] })),
    },
    { id: 'reviewer', label: 'Asked', icon: <UserCheck />, type: 'search-options', options: [] },
    { id: 'overdue', label: 'Overdue', icon: <Timer />, type: 'options', options: yesAndNo('Overdue', 'In time') },
    {
      id: 'due',
      label: 'Due within',
      icon: <CalendarClock />,
      type: 'date',
      dayLabel: 'Due by',
      options: [
        { value: '1d', label: 'a day' },
        { value: '7d', label: '7 days' },
        { value: '30d', label: '30 days' },
      ],
    },
    { id: 'subject', label: 'Of', icon: <ClipboardCheck />, type: 'options', options: optionsOf(subjectLabels) },
    { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
    {
      id: 'kind',
      label: 'Kind',
      icon: <Box />,
      type: 'options',
      options: kinds.map((kind) => ({ value: kind, label: kindLabels[kind], mark: <KindIcon kind={kind} /> })),
    },
    { id: 'stage', label: 'Stage', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    { id: 'template', label: 'Template', icon: <FileStack />, type: 'search-options' },
    { id: 'requester', label: 'Requested by', icon: <CircleUser />, type: 'search-options' },
    { id: 'asset', label: 'Asset', icon: <Package />, type: 'search-options' },
    { id: 'cause', label: 'Asked for', icon: <Hand />, type: 'options', options: optionsOf(causeLabels) },
    {
      id: 'breakGlass',
      label: 'Break-glass',
      icon: <Flame />,
      type: 'options',
      options: yesAndNo('Decided by break-glass', 'The ordinary way'),
    },
  ],
};
