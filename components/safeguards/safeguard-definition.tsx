import { Box, CalendarClock, FileCheck2, GitBranch, Shapes, ShieldCheck, ShieldHalf, TriangleAlert, UserRound, Users } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { formatDay, formatDistance, formatMoment } from '#components/ui/time-format.ts';
import { kindLabels } from '#lib/assets/rules.ts';
import type { SafeguardRow } from '#lib/risks/safeguards/list/schema.ts';
import {
  dueLabels,
  type EvidenceStanding,
  evidenceStandingLabels,
  safeguardStateLabels,
  safeguardStates,
  scopeLabels,
} from '#lib/risks/safeguards/rules.ts';
import { StateMark, StateShape } from './state-mark.tsx';

/** What a row of the list needs: flat, so that fifty of them travel light. */
export type ListedSafeguard = Omit<SafeguardRow, 'assetId'>;

const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

const evidenceLooks: Record<EvidenceStanding, string> = {
  none: 'text-muted',
  current: '',
  expiring: 'text-medium-ink',
  expired: 'text-critical-ink',
};

function evidenceCell(row: ListedSafeguard): string {
  if (row.state === 'not_applicable') return '–';
  if (row.evidenceStanding === 'none') return 'None';
  if (row.evidenceUntil === null) return row.scope === 'inherited' ? 'At its source' : 'Does not expire';
  const day = formatDay(new Date(row.evidenceUntil), 'UTC');
  return row.evidenceStanding === 'expired' ? `Expired ${day}` : `Until ${day}`;
}

/** The list of safeguards: its columns and filters are named as the API names them. */
export const safeguardDefinition: ListDefinition<ListedSafeguard> = {
  path: '/safeguards',
  one: 'safeguard',
  many: 'safeguards',
  defaultSort: 'control',
  searchPlaceholder: 'Control, asset, owner…',
  rowHref: (row) => `/safeguards/${row.id}`,
  rowLabel: (row) => `${row.controlName} on ${row.assetName ?? row.teamName}`,
  empty: {
    icon: <ShieldCheck />,
    title: 'No safeguards yet',
    body: 'A safeguard is a control on an asset: planned, implemented, and verified by somebody else on evidence. Each takes something off the risks of its asset.',
  },
  columns: [
    {
      id: 'control',
      header: 'Control',
      sortKey: 'control',
      width: 236,
      priority: 1,
      title: (row) => `${row.controlName}: ${row.assetName ?? row.teamName}`,
      cell: (row) => (
        <>
          <span className="@max-[36rem]:hidden">{row.controlName}</span>
          <span className="@min-[36rem]:hidden">
            {row.assetName ?? 'Offered to assets'}
            <small className="!ml-0 !font-sans !leading-4 block truncate">{row.controlName}</small>
          </span>
        </>
      ),
    },
    {
      id: 'asset',
      header: 'Asset',
      sortKey: 'asset',
      width: 208,
      priority: 2,
      title: (row) => row.assetName ?? undefined,
      look: (row) => (row.kind ? { className: `picture-before kind-${row.kind}` } : { className: 'text-muted' }),
      cell: (row) => row.assetName ?? 'Offered to assets',
    },
    {
      id: 'state',
      header: 'State',
      sortKey: 'state',
      sortFirst: 'desc',
      width: 128,
      priority: 1,
      cell: (row) => <StateMark state={row.state} />,
    },
    {
      id: 'evidence',
      header: 'Evidence',
      sortKey: 'evidence',
      width: 148,
      priority: 2,
      title: (row) =>
        row.scope === 'inherited' ? 'It follows another safeguard' : `${row.evidence} ${row.evidence === 1 ? 'piece' : 'pieces'}`,
      look: (row) => ({ className: evidenceLooks[row.evidenceStanding] }),
      cell: evidenceCell,
    },
    {
      id: 'due',
      header: 'Due',
      sortKey: 'due',
      width: 116,
      priority: 2,
      title: (row, timeZone) => (row.dueAt ? formatMoment(new Date(row.dueAt), timeZone) : undefined),
      look: (row) => ({ className: row.overdue ? 'text-critical-ink' : row.dueAt ? '' : 'text-faint' }),
      cell: (row) => (row.dueAt ? formatDay(new Date(row.dueAt), 'UTC') : '–'),
    },
    {
      id: 'owner',
      header: 'Owner',
      width: 152,
      priority: 3,
      title: (row) => row.ownerName ?? undefined,
      look: ({ ownerName }) => (ownerName ? { 'data-initials': initials(ownerName) } : { className: 'text-faint' }),
      cell: (row) => row.ownerName ?? (row.scope === 'inherited' ? 'Inherited' : 'Nobody'),
    },
    { id: 'team', header: 'Team', width: 140, priority: 3, title: (row) => row.teamName, cell: (row) => row.teamName },
    { id: 'scope', header: 'Where', width: 128, priority: 3, defaultHidden: true, cell: (row) => scopeLabels[row.scope] },
    { id: 'kind', header: 'Kind', width: 112, priority: 3, defaultHidden: true, cell: (row) => (row.kind ? kindLabels[row.kind] : '') },
    {
      id: 'changed',
      header: 'Changed',
      sortKey: 'changed',
      sortFirst: 'desc',
      width: 112,
      priority: 3,
      defaultHidden: true,
      title: (row, timeZone) => formatMoment(new Date(row.changedAt), timeZone),
      cell: (row) => (
        <time dateTime={row.changedAt} suppressHydrationWarning>
          {formatDistance(new Date(row.changedAt), new Date())}
        </time>
      ),
    },
  ],
  filters: [
    { id: 'control', label: 'Control', icon: <ShieldCheck />, type: 'search-options' },
    {
      id: 'state',
      label: 'State',
      icon: <ShieldHalf />,
      type: 'options',
      options: safeguardStates.map((value) => ({ value, label: safeguardStateLabels[value], mark: <StateShape state={value} /> })),
    },
    { id: 'evidence', label: 'Evidence', icon: <FileCheck2 />, type: 'options', options: optionsOf(evidenceStandingLabels) },
    { id: 'due', label: 'Due', icon: <CalendarClock />, type: 'options', options: optionsOf(dueLabels) },
    { id: 'owner', label: 'Owner', icon: <UserRound />, type: 'search-options' },
    { id: 'team', label: 'Team', icon: <Users />, type: 'search-options' },
    { id: 'kind', label: 'Kind', icon: <Shapes />, type: 'options', options: optionsOf(kindLabels) },
    { id: 'scope', label: 'Where', icon: <GitBranch />, type: 'options', options: optionsOf(scopeLabels) },
    { id: 'threat', label: 'Threat', icon: <TriangleAlert />, type: 'search-options' },
    { id: 'asset', label: 'Asset', icon: <Box />, type: 'search-options' },
  ],
};
