import { Activity, CalendarClock, KeyRound, ShieldCheck, Users } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { PersonRow } from '#lib/access/users/list/schema.ts';
import { factorLabels, personStatusLabels, seenLabels } from '#lib/access/users/rules.ts';
import { StatusBadge } from './status-badge.tsx';

const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

function teamsOf({ teams }: PersonRow): string {
  return teams.map(({ name, role }) => `${name} (${role})`).join(', ');
}

/** The list of people: its columns and filters are named as the API names them. */
export const personDefinition: ListDefinition<PersonRow> = {
  path: '/people',
  one: 'person',
  many: 'people',
  defaultSort: 'name',
  searchPlaceholder: 'Name or email address…',
  rowHref: (row) => `/people/${row.id}`,
  rowLabel: (row) => row.name,
  empty: {
    icon: <Users />,
    title: 'Nobody here yet',
    body: 'Everyone who can sign in is listed here with their roles and when they were last seen. Invite the first person.',
  },
  columns: [
    {
      id: 'name',
      header: 'Name',
      sortKey: 'name',
      width: 240,
      priority: 1,
      title: (row) => `${row.name} (${row.email})`,
      cell: (row) => (
        <span className="inline-flex min-w-0 max-w-full items-center gap-2 align-middle">
          <Avatar name={row.name} />
          <span className="truncate">
            {row.name}
            <span className="ml-2 font-normal text-faint text-xs">{row.email}</span>
          </span>
        </span>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      width: 108,
      priority: 1,
      cell: (row) => (row.status === 'active' ? personStatusLabels.active : <StatusBadge status={row.status} />),
    },
    { id: 'role', header: 'Organisation role', width: 144, priority: 2, title: (row) => row.orgRole.name, cell: (row) => row.orgRole.name },
    {
      id: 'teams',
      header: 'Teams',
      width: 220,
      priority: 3,
      title: teamsOf,
      cell: (row) => (row.teams.length > 0 ? row.teams.map((team) => team.name).join(', ') : <span className="text-faint">None</span>),
    },
    {
      id: 'factor',
      header: 'Second factor',
      width: 120,
      priority: 3,
      cell: (row) => (row.secondFactor ? 'Yes' : <span className="text-muted">No</span>),
    },
    {
      id: 'seen',
      header: 'Last seen',
      sortKey: 'seen',
      sortFirst: 'desc',
      width: 120,
      priority: 2,
      cell: (row) => (row.lastSeenAt ? <RelativeTime value={row.lastSeenAt} /> : <span className="text-faint">Never</span>),
    },
    {
      id: 'created',
      header: 'Created',
      sortKey: 'created',
      sortFirst: 'desc',
      width: 112,
      priority: 3,
      defaultHidden: true,
      cell: (row) => <DayTime value={row.createdAt} />,
    },
  ],
  filters: [
    { id: 'status', label: 'Status', icon: <Activity />, type: 'options', options: optionsOf(personStatusLabels) },
    { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
    { id: 'role', label: 'Role', icon: <KeyRound />, type: 'options' },
    { id: 'seen', label: 'Last seen', icon: <CalendarClock />, type: 'options', options: optionsOf(seenLabels) },
    { id: 'factor', label: 'Second factor', icon: <ShieldCheck />, type: 'options', options: optionsOf(factorLabels) },
  ],
};
