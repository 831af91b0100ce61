import { Archive, Users } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { Badge } from '#components/ui/badge.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { TeamRow } from '#lib/access/teams/schema.ts';

/** The list of teams: its columns and filters are named as the API names them. */
export const teamDefinition: ListDefinition<TeamRow> = {
  path: '/teams',
  one: 'team',
  many: 'teams',
  defaultSort: 'name',
  searchPlaceholder: 'Name or key…',
  rowHref: (row) => `/teams/${row.id}`,
  rowLabel: (row) => row.name,
  empty: {
    icon: <Users />,
    title: 'You are not in a team yet',
    body: 'Everything belongs to a team, and what you may do follows from your role in it. Ask for access to a team you work with.',
  },
  columns: [
    {
      id: 'name',
      header: 'Name',
      sortKey: 'name',
      width: 240,
      priority: 1,
      title: (row) => `${row.name} (${row.key})`,
      cell: (row) => (
        <>
          {row.name}
          <span className="ml-2 font-mono font-normal text-faint text-xs">{row.key}</span>
          {row.archivedAt && <Badge className="ml-2">Archived</Badge>}
        </>
      ),
    },
    {
      id: 'leads',
      header: 'Led by',
      width: 260,
      priority: 2,
      title: (row) => row.leads.join(', ') || undefined,
      cell: (row) => (row.leads.length > 0 ? row.leads.join(', ') : <span className="text-medium-ink">Nobody</span>),
    },
    { id: 'members', header: 'Members', width: 96, priority: 2, align: 'end', cell: (row) => row.members.toLocaleString('en-GB') },
    {
      id: 'assets',
      header: 'Assets',
      width: 96,
      priority: 2,
      align: 'end',
      title: (row) => (row.assets === null ? 'You cannot see them' : undefined),
      cell: (row) => (row.assets === null ? <span className="text-faint">–</span> : row.assets.toLocaleString('en-GB')),
    },
    { id: 'role', header: 'Your role', width: 160, priority: 3, cell: (row) => row.role ?? <span className="text-faint">–</span> },
    {
      id: 'created',
      header: 'Created',
      sortKey: 'created',
      sortFirst: 'desc',
      width: 120,
      priority: 3,
      cell: (row) => <DayTime value={row.createdAt} />,
    },
  ],
  filters: [
    {
      id: 'state',
      label: 'State',
      icon: <Archive />,
      type: 'options',
      options: [
        { value: 'active', label: 'Active' },
        { value: 'archived', label: 'Archived' },
      ],
    },
  ],
};

/** The same for whoever sees every team and may make one: none to see means that there is none. */
export const everyTeamDefinition: ListDefinition<TeamRow> = {
  ...teamDefinition,
  empty: {
    icon: <Users />,
    title: 'No teams yet',
    body: 'Assets, imports and service accounts belong to a team, and what people may do follows from their role in it. Create the first one.',
  },
};
