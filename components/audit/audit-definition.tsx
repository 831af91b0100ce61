import { Box, CalendarClock, CalendarX2, GitCommitHorizontal, Hash, ScrollText, Target, UserRound, Users, Zap } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { initials } from '#components/ui/avatar.tsx';
import { formatDistance, formatMoment } from '#components/ui/time-format.ts';
import { eventLabel, fieldLabel, targetLabel } from '#lib/access/audit/rules.ts';
import type { AuditRow } from '#lib/access/audit/schema.ts';
import { actorWords, whatWords } from './sentence.ts';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const days = [
  { value: '1d', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
];

/** The audit log: its columns and filters are named as the API names them. */
export const auditDefinition: ListDefinition<AuditRow> = {
  path: '/audit',
  one: 'audit event',
  many: 'audit events',
  title: 'Audit log',
  defaultSort: '-at',
  searchPlaceholder: 'Person, target, event or ID…',
  rowHref: (row) => `/audit/${row.id}`,
  rowLabel: (row) => `${actorWords(row)} ${whatWords(row)}`,
  empty: {
    icon: <ScrollText />,
    title: 'Nothing has happened yet',
    body: 'Every change, sign-in and export is recorded here: who did what, when and from where. Nothing can be changed or removed unnoticed.',
  },
  columns: [
    {
      id: 'what',
      header: 'What',
      width: 260,
      priority: 1,
      title: (row) => `${actorWords(row)} ${whatWords(row)}`,
      cell: (row) => (
        <>
          {capital(whatWords(row))}
          {row.fields.length > 0 && <span className="ml-2 font-normal text-faint text-xs">{row.fields.map(fieldLabel).join(', ')}</span>}
        </>
      ),
    },
    {
      id: 'actor',
      header: 'Who',
      width: 168,
      priority: 1,
      title: actorWords,
      look: (row) => ({ 'data-initials': initials(actorWords(row)) }),
      cell: actorWords,
    },
    { id: 'team', header: 'Team', width: 150, priority: 3, title: (row) => row.teamName ?? undefined, cell: (row) => row.teamName ?? '' },
    {
      id: 'address',
      header: 'Address',
      width: 136,
      priority: 3,
      title: (row) => (row.via === 'token' ? 'With an API token' : undefined),
      cell: (row) => row.address ?? '',
    },
    {
      id: 'at',
      header: 'When',
      sortKey: 'at',
      sortFirst: 'desc',
      width: 120,
      priority: 1,
      title: (row, timeZone) => formatMoment(new Date(row.at), timeZone),
      cell: (row) => (
        <time dateTime={row.at} suppressHydrationWarning>
          {formatDistance(new Date(row.at), new Date())}
        </time>
      ),
    },
    { id: 'event', header: 'Event', width: 168, priority: 3, defaultHidden: true, cell: (row) => row.event },
    { id: 'targetType', header: 'Target type', width: 128, priority: 3, defaultHidden: true, cell: (row) => targetLabel(row.targetType) },
    {
      id: 'via',
      header: 'Via',
      width: 104,
      priority: 3,
      defaultHidden: true,
      cell: (row) => (row.via === 'token' ? 'API token' : row.via === 'session' ? 'Browser' : ''),
    },
  ],
  filters: [
    { id: 'event', label: 'Event', icon: <Zap />, type: 'search-options' },
    { id: 'actor', label: 'Who', icon: <UserRound />, type: 'search-options' },
    { id: 'targetType', label: 'Target type', icon: <Box />, type: 'search-options' },
    { id: 'target', label: 'Target', icon: <Target />, type: 'search-options' },
    { id: 'team', label: 'Team', icon: <Users />, type: 'search-options' },
    { id: 'since', label: 'Since', icon: <CalendarClock />, type: 'date', options: days },
    {
      id: 'until',
      label: 'Until',
      icon: <CalendarX2 />,
      type: 'date',
      options: days.map((day) => ({ ...day, label: day.label.replace('Last ', 'Before the last ') })),
    },
    { id: 'operation', label: 'Operation', icon: <GitCommitHorizontal />, type: 'search-options' },
    { id: 'request', label: 'Request', icon: <Hash />, type: 'search-options' },
  ],
};

/** What the values of a filter are called, where the words are known without asking. */
export const wordsFor: Readonly<Record<string, (value: string) => string>> = { event: eventLabel, targetType: targetLabel };
