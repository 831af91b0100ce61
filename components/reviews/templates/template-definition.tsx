import { ClipboardList, Layers, PackageCheck, Power, Tag, Target } from 'lucide-react';
import type { ListDefinition } from '#components/data/list/list-definition.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { subjectLabels } from '#lib/reviews/rules.ts';
import type { TemplateRow } from '#lib/reviews/templates/schema.ts';
import { kindWords, stageWords } from './words.ts';

export type ListedTemplate = TemplateRow & { id: string };

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** The list of templates: its columns and filters are named as the API names them. */
export const templateDefinition: ListDefinition<ListedTemplate> = {
  path: '/reviews/templates',
  one: 'template',
  many: 'templates',
  title: 'Review templates',
  defaultSort: 'name',
  searchPlaceholder: 'Name or words…',
  rowHref: (row) => `/reviews/templates/${row.key}`,
  rowLabel: (row) => row.name,
  empty: {
    icon: <ClipboardList />,
    title: 'No templates',
    body: 'What a kind of review asks, of whom and by when belongs here. A review keeps the version it began with.',
  },
  columns: [
    {
      id: 'name',
      header: 'Template',
      sortKey: 'name',
      width: 300,
      priority: 1,
      title: (row) => row.description,
      look: (row) => ({ className: row.enabled ? undefined : 'text-muted' }),
      cell: (row) => (
        <>
          {row.name}
          {!row.enabled && <span className="ml-2 font-normal text-muted text-xs">off</span>}
          {!row.builtIn && <span className="ml-2 font-normal text-accent-ink text-xs">own</span>}
          {row.edited && <span className="ml-2 font-normal text-accent-ink text-xs">edited</span>}
          {row.newer && <span className="ml-2 font-normal text-medium-ink text-xs">newer built-in</span>}
        </>
      ),
    },
    { id: 'subject', header: 'About', width: 140, priority: 2, cell: (row) => subjectLabels[row.subject] },
    { id: 'kinds', header: 'Kinds', width: 170, priority: 2, title: (row) => kindWords(row.kinds), cell: (row) => kindWords(row.kinds) },
    {
      id: 'stages',
      header: 'Stages',
      width: 220,
      priority: 3,
      title: (row) => stageWords(row.stages),
      cell: (row) => stageWords(row.stages),
    },
    { id: 'questions', header: 'Questions', width: 92, priority: 3, align: 'end', cell: (row) => row.questions },
    {
      id: 'quorum',
      header: 'Approvals',
      width: 92,
      priority: 3,
      align: 'end',
      title: () => 'So many different people have to approve',
      cell: (row) => row.quorum,
    },
    {
      id: 'days',
      header: 'Days',
      sortKey: 'days',
      width: 92,
      priority: 3,
      align: 'end',
      title: () => 'Working days until it is due',
      cell: (row) => row.days,
    },
    {
      id: 'open',
      header: 'Open',
      sortKey: 'open',
      sortFirst: 'desc',
      width: 92,
      priority: 1,
      align: 'end',
      title: () => 'Reviews by it that wait in your teams',
      cell: (row) => row.open.toLocaleString('en-GB'),
    },
  ],
  filters: [
    { id: 'subject', label: 'About', icon: <Target />, type: 'options', options: optionsOf(subjectLabels) },
    { id: 'kind', label: 'Kind', icon: <Tag />, type: 'options', options: optionsOf(kindLabels) },
    { id: 'stage', label: 'Stage', icon: <Layers />, type: 'options', options: optionsOf(stageLabels) },
    {
      id: 'state',
      label: 'State',
      icon: <Power />,
      type: 'options',
      options: [
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Switched off' },
      ],
    },
    {
      id: 'origin',
      label: 'Origin',
      icon: <PackageCheck />,
      type: 'options',
      options: [
        { value: 'built-in', label: 'Built in' },
        { value: 'own', label: 'Your own' },
      ],
    },
  ],
};
