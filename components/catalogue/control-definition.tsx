import { Bug, Library, PackageCheck, Power, ShieldCheck } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import type { ControlRow } from '#lib/risks/catalogue/schema.ts';
import { originOptions, stateOptions } from './threat-definition.tsx';

export type ListedControl = Omit<ControlRow, 'reduces' | 'frameworks'> & { id: string };

const share = ({ coverage: { assets, verified, implemented } }: ListedControl) =>
  assets === 0 ? '–' : `${Math.floor(((verified + implemented) / assets) * 100)} %`;

/** The list of controls: its columns and filters are named as the API names them. */
export const controlDefinition: ListDefinition<ListedControl> = {
  path: '/catalogue/controls',
  one: 'control',
  many: 'controls',
  title: 'Controls',
  defaultSort: 'name',
  searchPlaceholder: 'Name or words…',
  rowHref: (row) => `/catalogue/controls/${row.key}`,
  rowLabel: (row) => row.name,
  empty: {
    icon: <ShieldCheck />,
    title: 'No controls',
    body: 'What is done against threats belongs here, each with what proves that it is there.',
  },
  columns: [
    {
      id: 'name',
      header: 'Control',
      sortKey: 'name',
      width: 300,
      priority: 1,
      title: (row) => row.summary,
      look: (row) => ({ className: row.enabled ? undefined : 'text-muted' }),
      cell: (row) => (
        <>
          {row.name}
          {!row.enabled && <span className="ml-2 font-normal text-muted text-xs">off</span>}
          {!row.builtIn && <span className="ml-2 font-normal text-accent-ink text-xs">own</span>}
        </>
      ),
    },
    {
      id: 'threats',
      header: 'Reduces',
      width: 92,
      priority: 2,
      align: 'end',
      title: () => 'Threats that it reduces',
      cell: (row) => row.threats,
    },
    {
      id: 'assets',
      header: 'Of use on',
      sortKey: 'assets',
      sortFirst: 'desc',
      width: 100,
      priority: 2,
      align: 'end',
      title: () => 'Your active assets on which a threat bears that it reduces',
      cell: (row) => row.coverage.assets.toLocaleString('en-GB'),
    },
    {
      id: 'place',
      header: 'In place',
      sortKey: 'place',
      sortFirst: 'desc',
      width: 96,
      priority: 1,
      align: 'end',
      title: (row) => `${row.coverage.verified} verified, ${row.coverage.implemented} implemented of ${row.coverage.assets}`,
      cell: share,
    },
    {
      id: 'verified',
      header: 'Verified',
      width: 88,
      priority: 3,
      align: 'end',
      cell: (row) => row.coverage.verified.toLocaleString('en-GB'),
    },
    {
      id: 'implemented',
      header: 'Implemented',
      width: 108,
      priority: 3,
      align: 'end',
      cell: (row) => row.coverage.implemented.toLocaleString('en-GB'),
    },
    { id: 'planned', header: 'Planned', width: 88, priority: 3, align: 'end', cell: (row) => row.coverage.planned.toLocaleString('en-GB') },
    {
      id: 'evidence',
      header: 'Evidence',
      width: 164,
      priority: 3,
      cell: ({ coverage: { evidence } }) =>
        evidence.current + evidence.expired === 0
          ? ''
          : `${evidence.current} current${evidence.expired > 0 ? `, ${evidence.expired} expired` : ''}`,
    },
  ],
  filters: [
    { id: 'threat', label: 'Threat', icon: <Bug />, type: 'search-options' },
    { id: 'framework', label: 'Framework', icon: <Library />, type: 'search-options' },
    { id: 'state', label: 'State', icon: <Power />, type: 'options', options: stateOptions },
    { id: 'origin', label: 'Origin', icon: <PackageCheck />, type: 'options', options: originOptions },
  ],
};
