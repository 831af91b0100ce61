import { FileJson, FileSpreadsheet, FileText } from 'lucide-react';
import { type ListState, listQuery } from '#components/data/list/list-state.ts';
import { visibleColumns } from '#components/data/list/visible-columns.ts';
import type { MenuLink } from '#components/ui/menu.tsx';
import { assetDefinition } from './asset-definition.tsx';

/** The list's columns as a CSV names them; the others have the same name in both. The first column shows two facts. */
const csvNames: Readonly<Record<string, readonly string[]>> = { name: ['key', 'name'], changed: ['updatedAt'] };

/** The CSV's columns that say what the list's columns show, in their order. */
export function csvColumns(state: Pick<ListState, 'columns'>): readonly string[] {
  return visibleColumns(assetDefinition.columns, state.columns).flatMap((column) => csvNames[column.id] ?? [column.id]);
}

/** Files of this very list: all its filters and its order; the first with its columns. */
export function exportLinks(state: ListState): readonly MenuLink[] {
  const rows = listQuery(state, assetDefinition, 'rows');
  const sort = state.sort === assetDefinition.defaultSort ? '' : `sort=${state.sort}`;
  const href = (format: string, columns?: string) =>
    `/api/v1/assets/export?${[`format=${format}`, rows, sort, columns && `columns=${columns}`].filter(Boolean).join('&')}`;
  return [
    {
      type: 'link',
      id: 'csv',
      label: 'CSV, the columns shown',
      icon: <FileSpreadsheet aria-hidden="true" />,
      href: href('csv', csvColumns(state).join(',')),
      download: true,
    },
    {
      type: 'link',
      id: 'complete',
      label: 'CSV, all columns',
      icon: <FileSpreadsheet aria-hidden="true" />,
      href: href('csv', 'complete'),
      download: true,
    },
    { type: 'link', id: 'json', label: 'JSON', icon: <FileJson aria-hidden="true" />, href: href('json'), download: true },
    {
      type: 'link',
      id: 'cyclonedx',
      label: 'CycloneDX 1.6',
      icon: <FileText aria-hidden="true" />,
      href: href('cyclonedx'),
      download: true,
    },
  ];
}
