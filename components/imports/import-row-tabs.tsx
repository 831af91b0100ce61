import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type ImportStatus, type RowAction, rowActionLabels, rowActions } from '#lib/exchange/imports/rules.ts';
import type { ImportCounts, ImportRowPage } from '#lib/exchange/imports/schema.ts';
import { ImportRows } from './import-rows.tsx';

export type ShownRows = { action?: RowAction | undefined; only?: 'duplicates' | 'remarks' | undefined; after?: number | undefined };

export interface ImportRowTabsProps {
  view: { id: string; status: ImportStatus; counts: ImportCounts; mayGoOn: boolean };
  shown: ShownRows;
  page: ImportRowPage;
}

/** The rows of an import by what becomes of them, a page at a time; each choice has an address. */
export function ImportRowTabs({ view, shown, page }: ImportRowTabsProps) {
  const { counts } = view;
  const total = Object.values(counts.rows).reduce((sum, count) => sum + count, 0);
  const href = (more: ShownRows) => {
    const search = new URLSearchParams(
      Object.entries(more).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );
    return `/imports/${view.id}${search.size > 0 ? `?${search}` : ''}`;
  };
  const tabs = [
    { href: href({}), label: 'All', count: total, current: !shown.action && !shown.only },
    ...rowActions.map((action) => ({
      href: href({ action }),
      label: rowActionLabels[action],
      count: counts.rows[action],
      current: shown.action === action,
    })),
    ...(counts.duplicates > 0
      ? [
          {
            href: href({ only: 'duplicates' }),
            label: 'Possible duplicates',
            count: counts.duplicates,
            current: shown.only === 'duplicates',
          },
        ]
      : []),
    { href: href({ only: 'remarks' }), label: 'Remarks', current: shown.only === 'remarks' },
  ];
  return (
    <section aria-label="Rows">
      <Tabs label="Rows by what becomes of them" tabs={tabs} className="px-4 md:px-6" />
      {page.rows.length > 0 ? (
        <ImportRows
          importId={view.id}
          rows={page.rows}
          deciding={view.status === 'preview' && view.mayGoOn}
          applied={view.status === 'done'}
        />
      ) : (
        <EmptyState title="No such rows">
          {view.status === 'done'
            ? 'Rows of an import that is over are dropped after a week, except rejected ones.'
            : 'This file has none of them.'}
        </EmptyState>
      )}
      {(page.next !== null || shown.after !== undefined) && (
        <p className="flex gap-2 px-4 pt-3 md:px-6">
          {shown.after !== undefined && <LinkButton href={href({ action: shown.action, only: shown.only })}>From the start</LinkButton>}
          {page.next !== null && <LinkButton href={href({ ...shown, after: page.next })}>More rows</LinkButton>}
        </p>
      )}
    </section>
  );
}
