'use client';

import { Check, Ellipsis, Plus, Save, Users } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { SavedView } from './list-definition.ts';
import type { ViewDialog, ViewLoading } from './saved-views.tsx';

export interface SavedViewsPanelProps {
  many: string;
  items: readonly SavedView[];
  loading: ViewLoading;
  current: SavedView | null;
  edited: boolean;
  /** Null opens the list with nothing chosen. */
  onOpen: (view: SavedView | null) => void;
  onUpdate: (view: SavedView) => Promise<void>;
  onDialog: (dialog: ViewDialog) => void;
}

const rowClasses =
  'focus-ring-inset flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-highlight [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

/** The views one can open, the viewer's own first, and what can be done with the current one. */
export function SavedViewsPanel({ many, items, loading, current, edited, onOpen, onUpdate, onDialog }: SavedViewsPanelProps) {
  const [busy, setBusy] = useState(false);
  const byName = [...items].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const groups = [
    { id: 'private', label: 'Your views', views: byName.filter((view) => view.mine && !view.shared) },
    { id: 'shared', label: 'Shared views', views: byName.filter((view) => view.shared) },
  ];
  async function update(view: SavedView) {
    setBusy(true);
    try {
      await onUpdate(view);
      showToast(`“${view.name}” now shows this list.`, { tone: 'good' });
    } catch (error) {
      showToast('The view could not be changed.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="w-72">
      <div className="max-h-80 overflow-y-auto p-1">
        <button type="button" className={classNames(rowClasses, 'w-full')} onClick={() => onOpen(null)}>
          <span className="flex-1">All {many}</span>
          {!current && <Check aria-hidden="true" />}
        </button>
        {groups.map(
          (group) =>
            group.views.length > 0 && (
              <section key={group.id} aria-label={group.label}>
                <p className="px-2 pt-2 pb-1 text-muted text-xs">{group.label}</p>
                <ul>
                  {group.views.map((view) => (
                    <li key={view.id} className="flex items-center gap-0.5">
                      <button type="button" className={rowClasses} onClick={() => onOpen(view)}>
                        <span className="min-w-0 flex-1 truncate" title={view.name}>
                          {view.name}
                        </span>
                        {view.shared && <Users role="img" aria-label="Shared" />}
                        {current?.id === view.id && <Check role="img" aria-label="Current" />}
                      </button>
                      {view.mine && (
                        <Menu
                          label={`Actions on ${view.name}`}
                          align="end"
                          entries={[
                            {
                              id: 'rename',
                              label: view.shared ? 'Rename or make private…' : 'Rename or share…',
                              onSelect: () => onDialog({ kind: 'rename', view }),
                            },
                            { id: 'delete', label: 'Delete…', danger: true, onSelect: () => onDialog({ kind: 'delete', view }) },
                          ]}
                          trigger={(trigger) => (
                            <IconButton {...trigger} label={`Actions on ${view.name}`}>
                              <Ellipsis aria-hidden="true" />
                            </IconButton>
                          )}
                        />
                      )}
                    </li>
                  ))}
                </ul>
              </section>
            ),
        )}
        {loading !== 'done' && (
          <p role="status" className="px-2 py-1.5 text-muted text-sm">
            {loading === 'failed' ? 'The views could not be loaded. Close this menu and open it again.' : 'Loading…'}
          </p>
        )}
      </div>
      <div className="flex flex-col border-t p-1">
        {current?.mine && edited && (
          <button type="button" className={rowClasses} disabled={busy} onClick={() => update(current)}>
            <Save aria-hidden="true" />
            <span className="truncate">Save changes to “{current.name}”</span>
          </button>
        )}
        <button type="button" className={rowClasses} onClick={() => onDialog({ kind: 'create' })}>
          <Plus aria-hidden="true" />
          Save as a new view…
        </button>
      </div>
    </div>
  );
}

export default SavedViewsPanel;
