import { Box, CalendarClock, CircleUser, Gauge, Handshake, Layers, ListChecks, Stamp, Users } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { formatDistance, formatMoment } from '#components/ui/time-format.ts';
import { kindLabels, kinds, levelLabels, stageLabels } from '#lib/assets/rules.ts';
import { acceptanceStates, stateLabels } from '#lib/risks/acceptances/rules.ts';
import type { AcceptanceRow } from '#lib/risks/acceptances/schema.ts';

/** What a row of the list needs: flat, so that fifty of them travel light. */
export type ListedAcceptance = Omit<AcceptanceRow, 'riskId' | 'assetId'> & {
  /** The last day on which it holds, in the viewer's zone: it ends with a day, and a day elsewhere may be another. */
  untilDay: string;
};

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
const ladder = ['low', 'medium', 'high', 'critical'];

/** What it covers, and whether the risk has risen past it. */
function coverWords({ severity, riskSeverity, status }: ListedAcceptance): string {
  const risen = status === 'granted' && riskSeverity !== null && ladder.indexOf(riskSeverity) > ladder.indexOf(severity);
  return risen ? `${levelLabels[severity]}, now ${riskSeverity}` : levelLabels[severity];
}

/** The list of acceptances: its columns and filters are named as the API names them. */
export const acceptanceDefinition: ListDefinition<ListedAcceptance> = {
  path: '/acceptances',
  one: 'acceptance',
  many: 'acceptances',
  defaultSort: '-requested',
  searchPlaceholder: 'Asset, threat or reason…',
  rowHref: (row) => `/acceptances/${row.id}`,
  rowLabel: (row) => `${row.threatName} of ${row.assetName} at ${stageLabels[row.stage]}`,
  empty: {
    icon: <Handshake />,
    title: 'No acceptances yet',
    body: 'A risk that cannot be treated now may be borne until a day. It is asked for on the risk’s page, with a reason; somebody else decides, and it ends by itself.',
  },
  columns: [
    {
      id: 'risk',
      header: 'Risk',
      width: 200,
      priority: 1,
      title: (row) => `${row.threatName}: ${row.assetName}`,
      cell: (row) => row.threatName,
    },
    { id: 'asset', header: 'Asset', width: 168, priority: 2, title: (row) => row.assetName, cell: (row) => row.assetName },
    {
      id: 'status',
      header: 'Status',
      width: 124,
      priority: 1,
      cell: (row) => (row.mayDecide ? <b className="font-medium text-accent-ink">Yours to decide</b> : stateLabels[row.status]),
    },
    {
      id: 'severity',
      header: 'Covers up to',
      width: 132,
      priority: 3,
      look: (row) => ({ className: `level-before ${row.severity}` }),
      cell: coverWords,
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
    { id: 'stage', header: 'Stage', width: 136, priority: 3, defaultHidden: true, cell: (row) => stageLabels[row.stage] },
  ],
  filters: [
    {
      id: 'status',
      label: 'Status',
      icon: <ListChecks />,
      type: 'options',
      options: acceptanceStates.map((value) => ({ value, label: stateLabels[value] })),
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
    { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
    {
      id: 'kind',
      label: 'Kind',
      icon: <Box />,
      type: 'options',
      options: kinds.map((kind) => ({ value: kind, label: kindLabels[kind], mark: <KindIcon kind={kind} /> })),
    },
    { id: 'stage', label: 'Stage', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    {
      id: 'severity',
      label: 'Covers',
      icon: <Gauge />,
      type: 'options',
      options: (['critical', 'high', 'medium', 'low'] as const).map((value) => ({
        value,
        label: levelLabels[value],
        mark: <LevelShape state={value} />,
      })),
    },
    { id: 'requester', label: 'Requested by', icon: <CircleUser />, type: 'search-options' },
    { id: 'asset', label: 'Asset', icon: <Box />, type: 'search-options' },
  ],
};
