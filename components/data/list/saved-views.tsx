'use client';

import { Bookmark, ChevronDown } from 'lucide-react';
import { Suspense, useState } from 'react';
import { lazily } from '#components/ui/lazily.tsx';
import { Popover } from '#components/ui/popover.tsx';
import type { ListDefinition, ListRow, SavedView, SavedViews } from './list-definition.ts';
import { type ListState, listQuery, parseListState } from './list-state.ts';

const loadPanel = () => import('./saved-views-panel.tsx');
const SavedViewsPanel = lazily(loadPanel);

/** How far the views have come from the server. */
export type ViewLoading = 'not-yet' | 'under-way' | 'done' | 'failed';

export type ViewDialog = { kind: 'create' } | { kind: 'rename' | 'delete'; view: SavedView };
const SavedViewDialog = lazily(() => import('./saved-view-dialog.tsx'));

export interface SavedViewsMenuProps<Row extends ListRow> {
  definition: ListDefinition<Row>;
  state: ListState;
  views: SavedViews;
  go: (state: ListState) => void;
}

/** The state a saved view opens. */
export function stateOfView<Row extends ListRow>(view: SavedView, definition: ListDefinition<Row>): ListState {
  return { ...parseListState(new URLSearchParams(view.query), definition), cursor: null, view: view.id };
}

/** Whether the list differs from the view it was opened from. */
export function isEdited<Row extends ListRow>(state: ListState, view: SavedView, definition: ListDefinition<Row>): boolean {
  return listQuery(state, definition, 'view') !== listQuery(stateOfView(view, definition), definition, 'view');
}

/** The list's name is the view's name: a menu of views, with "edited" beside it once the list differs from the one it was opened from. */
export function SavedViewsMenu<Row extends ListRow>({ definition, state, views, go }: SavedViewsMenuProps<Row>) {
  const [items, setItems] = useState(views.items);
  const [given, setGiven] = useState(views.items);
  const [loading, setLoading] = useState<ViewLoading>(views.load ? 'not-yet' : 'done');
  const [dialog, setDialog] = useState<ViewDialog | null>(null);
  if (given !== views.items) {
    setGiven(views.items);
    setItems(views.items);
    setLoading(views.load ? 'not-yet' : 'done');
  }
  function reach() {
    void loadPanel();
    if (!views.load || loading === 'under-way' || loading === 'done') return;
    setLoading('under-way');
    views.load().then(
      (all) => {
        setItems(all);
        setLoading('done');
      },
      () => setLoading('failed'),
    );
  }
  const current = items.find((view) => view.id === state.view) ?? null;
  const edited = current !== null && isEdited(state, current, definition);
  return (
    <>
      <Popover
        label="Views"
        trigger={(trigger) => (
          <button
            type="button"
            {...trigger}
            onPointerEnter={() => {
              trigger.onPointerEnter();
              reach();
            }}
            onFocus={() => {
              trigger.onFocus();
              reach();
            }}
            className="focus-ring -mx-1.5 flex h-8 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-sm hover:bg-hover aria-expanded:bg-hover"
          >
            <Bookmark className="size-4 shrink-0 text-muted" aria-hidden="true" />
            <span className="truncate">{current?.name ?? `All ${definition.many}`}</span>
            {edited && <span className="shrink-0 text-faint">edited</span>}
            <ChevronDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
          </button>
        )}
      >
        {(close) => (
          <SavedViewsPanel
            many={definition.many}
            items={items}
            loading={loading}
            current={current}
            edited={edited}
            onOpen={(view) => {
              close();
              go(view ? stateOfView(view, definition) : parseListState({}, definition));
            }}
            onUpdate={async (view) => {
              const updated = await views.update(view.id, { query: listQuery(state, definition, 'view') });
              setItems(items.map((one) => (one.id === view.id ? updated : one)));
              close();
            }}
            onDialog={(next) => {
              close();
              setDialog(next);
            }}
          />
        )}
      </Popover>
      {dialog && (
        <Suspense fallback={null}>
          <SavedViewDialog
            dialog={dialog}
            views={views}
            query={listQuery(state, definition, 'view')}
            onClose={() => setDialog(null)}
            onSaved={(view) => {
              setItems([...items.filter((one) => one.id !== view.id), view]);
              if (dialog.kind === 'create') go({ ...state, view: view.id });
            }}
            onRemoved={(id) => {
              setItems(items.filter((one) => one.id !== id));
              if (state.view === id) go({ ...state, view: null });
            }}
          />
        </Suspense>
      )}
    </>
  );
}
