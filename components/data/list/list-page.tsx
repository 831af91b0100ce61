'use client';

import { Columns3, Download, SearchX } from 'lucide-react';
import { Suspense, useMemo, useRef, useState } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type BulkBarOf from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { BulkActions, ListPageProps, ListRow } from './list-definition.ts';
import { ListFooter, useTotal } from './list-footer.tsx';
import { ListSearch } from './list-search.tsx';
import { isNarrowed, type ListState, withSearch } from './list-state.ts';
import { ListTable } from './list-table.tsx';
import { SavedViewsMenu } from './saved-views.tsx';
import { useListNavigation } from './use-list-navigation.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRowPointer } from './use-row-pointer.ts';
import { useSelection } from './use-selection.ts';
import { visibleColumns } from './visible-columns.ts';

const loadColumns = () => import('./columns-editor.tsx');
const ColumnsEditor = lazily(loadColumns);

const ErrorState = lazily(async () => ({ default: (await import('#components/ui/error-state.tsx')).ErrorState }));
const BulkBar = lazily(() => import('./bulk-bar.tsx')) as typeof BulkBarOf;

const noLabels = {};

const isSome = <Row extends ListRow>(actions: BulkActions<Row> | undefined) => typeof actions === 'function' || Boolean(actions?.length);

/**
 * The one list page. A noun gives its definition and what the server found; everything chosen lives in the address. Wrap it in a client
 * component of the noun that holds the definition and the callbacks: functions cannot come from a server component.
 *
 * Guarantees: real table, sort by `aria-sort` headers, every control by keyboard, controls follow at once while rows are on their way, and
 * nothing typed is lost when the server fails.
 */
export function ListPage<Row extends ListRow>(props: ListPageProps<Row>) {
  const { definition, rows, page, views, bulkActions, exports, error, valueLabels = noLabels } = props;
  const { shown, pending, go, refresh } = useListNavigation(definition.path, props.state, definition);
  const selection = useSelection(rows);
  const [everSelected, setEverSelected] = useState(false);
  if (!everSelected && selection.ids.size > 0) setEverSelected(true);
  const selectable = isSome(bulkActions) ? selection : null;
  const scroller = useRef<HTMLDivElement>(null);
  useRowKeys(scroller, selectable);
  const total = useTotal(props);
  const columns = useMemo(() => visibleColumns(definition.columns, shown.columns), [definition, shown.columns]);
  useRowPointer(scroller, { columns, rows, selectable: selectable !== null });
  const selectedRows = useMemo(() => rows.filter((row) => selection.ids.has(row.id)), [rows, selection.ids]);

  function change(next: ListState, how?: 'push' | 'replace') {
    scroller.current?.scrollTo({ top: 0 });
    go(next, how);
  }

  // Nothing there at all: no toolbar to narrow nothing with, and the first step stands in the middle.
  const blank = rows.length === 0 && !error && !isNarrowed(props.state) && props.state.cursor === null;

  return (
    <div className="relative flex h-(--page-height) flex-col" data-print="flow">
      <PageHeader
        title={definition.title ?? definition.many.charAt(0).toUpperCase() + definition.many.slice(1)}
        actions={
          !blank && (
            <>
              {props.secondaryActions}
              {exports && (
                <Menu
                  label="Export"
                  align="end"
                  entries={[{ type: 'heading', id: 'what', label: `These ${definition.many}, with all filters` }, ...exports(shown)]}
                  trigger={(trigger) => (
                    <Button {...trigger} compact icon={<Download aria-hidden="true" />}>
                      Export
                    </Button>
                  )}
                />
              )}
              {props.primaryAction}
            </>
          )
        }
      />
      {!blank && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2 px-4 pb-2.5 md:px-6" data-print="hide">
          <ListSearch
            label={`Search ${definition.many}`}
            placeholder={definition.searchPlaceholder ?? `Search ${definition.many}`}
            value={shown.q}
            onSearch={(q) => change(withSearch(shown, q), 'replace')}
          />
          <FilterBar filters={definition.filters} state={shown} labels={valueLabels} loadFacets={props.loadFacets} onChange={change} />
          <span className="flex-1" />
          <div className="flex items-center gap-2">
            {views && <SavedViewsMenu definition={definition} state={shown} views={views} go={change} />}
            <Popover
              label="Columns and rows"
              align="end"
              trigger={(trigger) => (
                <Button
                  {...trigger}
                  size="sm"
                  variant="quiet"
                  compact
                  icon={<Columns3 aria-hidden="true" />}
                  onPointerEnter={() => {
                    trigger.onPointerEnter();
                    void loadColumns();
                  }}
                >
                  Columns
                </Button>
              )}
            >
              {() => <ColumnsEditor columns={definition.columns} state={shown} onChange={(next) => change(next, 'replace')} />}
            </Popover>
          </div>
        </div>
      )}
      <div className="h-px shrink-0 overflow-hidden bg-line" aria-hidden={!pending}>
        {pending && <ProgressBar label={`Loading ${definition.many}`} />}
      </div>
      <div ref={scroller} className="@container min-h-0 flex-1 overflow-auto overscroll-contain" data-print="flow">
        {error && props.refused ? (
          <div role="alert">
            <EmptyState
              icon={<SearchX />}
              title="This list cannot be shown"
              actions={<Button onClick={() => change({ ...shown, q: '', filters: {}, cursor: null })}>Clear filters</Button>}
            >
              {error}
            </EmptyState>
          </div>
        ) : error ? (
          <Suspense fallback={null}>
            <ErrorState title={`The ${definition.many} could not be loaded`} onRetry={refresh}>
              {error}
            </ErrorState>
          </Suspense>
        ) : rows.length > 0 ? (
          <ListTable
            definition={definition}
            columns={columns}
            rows={rows}
            state={shown}
            pending={pending}
            selection={selectable}
            onSort={(sort) => change({ ...shown, sort, cursor: null })}
          />
        ) : !blank ? (
          <EmptyState
            icon={<SearchX />}
            title={`No ${definition.many} match`}
            actions={<Button onClick={() => change({ ...shown, q: '', filters: {}, cursor: null })}>Clear filters</Button>}
          >
            Nothing within your rights fits the search and all filters together.
          </EmptyState>
        ) : (
          <EmptyState
            icon={definition.empty.icon}
            title={definition.empty.title}
            actions={
              <>
                {props.secondaryActions}
                {props.primaryAction}
              </>
            }
          >
            {definition.empty.body}
          </EmptyState>
        )}
      </div>
      {!error && !blank && (
        <ListFooter definition={definition} state={shown} page={page} shownRows={rows.length} total={total} go={change} />
      )}
      {selectable && bulkActions && everSelected && (
        <Suspense fallback={null}>
          <BulkBar definition={definition} rows={selectedRows} actions={bulkActions} onClear={selection.clear} onChanged={refresh} />
        </Suspense>
      )}
    </div>
  );
}
