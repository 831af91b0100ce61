import { Bug, Layers, Library, PackageCheck, Power, ShieldQuestion, Tag } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { kindLabels, kinds, stageLabels, stages } from '#lib/assets/rules.ts';
import { harmLabels, likelihoodWords } from '#lib/risks/catalogue/rules.ts';
import type { ThreatRow } from '#lib/risks/catalogue/schema.ts';

export type ListedThreat = Omit<ThreatRow, 'applies' | 'frameworks'> & { id: string };

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
export const stateOptions = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Switched off' },
];
export const originOptions = [
  { value: 'built-in', label: 'Built in' },
  { value: 'own', label: 'Your own' },
];
const all = (labels: readonly string[], most: number) => (labels.length === most ? 'All' : labels.join(', '));

/** The list of threats: its columns and filters are named as the API names them. */
export const threatDefinition: ListDefinition<ListedThreat> = {
  path: '/catalogue',
  one: 'threat',
  many: 'threats',
  title: 'Threats',
  defaultSort: 'name',
  searchPlaceholder: 'Name or words…',
  rowHref: (row) => `/catalogue/threats/${row.key}`,
  rowLabel: (row) => row.name,
  empty: { icon: <Bug />, title: 'No threats', body: 'What can go wrong with your assets belongs here, each with what reduces it.' },
  columns: [
    {
      id: 'name',
      header: 'Threat',
      sortKey: 'name',
      width: 264,
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
      id: 'affects',
      header: 'Affects',
      width: 190,
      priority: 3,
      cell: (row) =>
        all(
          row.affects.map((harm, index) => (index === 0 ? harmLabels[harm] : harmLabels[harm].toLowerCase())),
          3,
        ),
    },
    {
      id: 'kinds',
      header: 'Kinds',
      width: 170,
      priority: 2,
      cell: (row) =>
        all(
          row.kinds.map((kind) => kindLabels[kind]),
          kinds.length,
        ),
    },
    {
      id: 'stages',
      header: 'Stages',
      width: 200,
      priority: 3,
      title: (row) => row.stages.map((stage) => stageLabels[stage]).join(', '),
      cell: (row) =>
        all(
          row.stages.map((stage) => stageLabels[stage]),
          stages.length,
        ),
    },
    {
      id: 'likelihood',
      header: 'Base',
      sortKey: 'likelihood',
      sortFirst: 'desc',
      width: 124,
      priority: 3,
      title: (row) => `Base likelihood ${row.likelihood} of 5`,
      cell: (row) => `${row.likelihood} · ${likelihoodWords[row.likelihood - 1]}`,
    },
    { id: 'controls', header: 'Controls', width: 84, priority: 2, align: 'end', cell: (row) => row.controls },
    {
      id: 'assets',
      header: 'Assets',
      sortKey: 'assets',
      sortFirst: 'desc',
      width: 92,
      priority: 1,
      align: 'end',
      title: () => 'Your active assets on which it bears',
      cell: (row) => (row.enabled ? row.assets.toLocaleString('en-GB') : '–'),
    },
  ],
  filters: [
    { id: 'kind', label: 'Kind', icon: <Tag />, type: 'options', options: optionsOf(kindLabels) },
    { id: 'stage', label: 'Stage', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    { id: 'affects', label: 'Affects', icon: <ShieldQuestion />, type: 'options', options: optionsOf(harmLabels) },
    { id: 'framework', label: 'Framework', icon: <Library />, type: 'search-options' },
    { id: 'state', label: 'State', icon: <Power />, type: 'options', options: stateOptions },
    { id: 'origin', label: 'Origin', icon: <PackageCheck />, type: 'options', options: originOptions },
  ],
};
