'use client';

import { Ellipsis, X } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu } from '#components/ui/menu.tsx';
import type { BoundBulkAction } from './bulk-dialog.tsx';
import type { BulkAction, BulkActions, ListRow } from './list-definition.ts';

const loadDialog = () => import('./bulk-dialog.tsx');
const BulkDialog = lazily(loadDialog);

export interface BulkBarProps<Row extends ListRow> {
  definition: { path: string; one: string; many: string };
  /** Those that are selected. */
  rows: readonly Row[];
  actions: BulkActions<Row>;
  onClear: () => void;
  /** Called when rows may have changed. */
  onChanged: () => void;
}

const actionsInBar = 4;

function bind<Row extends ListRow>(action: BulkAction<Row>, rows: readonly Row[]): BoundBulkAction {
  const { Form, run } = action;
  return {
    ...action,
    count: rows.length,
    form: (values, setValue) => Form && <Form rows={rows} values={values} setValue={setValue} />,
    run: (values, onProgress) => run(rows, values, onProgress),
  };
}

/** The actions, brought first where they are not there yet. */
function useActions<Row extends ListRow>(given: BulkActions<Row>): readonly BulkAction<Row>[] {
  const [brought, setBrought] = useState<readonly BulkAction<Row>[]>([]);
  useEffect(() => {
    let wanted = true;
    if (typeof given === 'function') void given().then((actions) => wanted && setBrought(actions));
    return () => {
      wanted = false;
    };
  }, [given]);
  return typeof given === 'function' ? brought : given;
}

/** What can be done with the selected rows; floats over the list's end and goes with the selection. Escape lets go. */
export function BulkBar<Row extends ListRow>({ definition, rows, actions: given, onClear, onChanged }: BulkBarProps<Row>) {
  const [running, setRunning] = useState<BoundBulkAction | null>(null);
  const count = rows.length;
  const actions = useActions(given).map((action) => bind(action, rows));
  useShortcuts(count > 0 ? [{ keys: 'Escape', label: 'Let go of the selection', group: 'Lists', run: onClear }] : []);
  const start = setRunning;
  const rest = actions.slice(actionsInBar);
  return (
    <>
      {count > 0 && (
        <section
          data-floats="bottom"
          aria-label="Selection"
          data-print="hide"
          onPointerEnter={() => void loadDialog()}
          className="absolute inset-x-3 bottom-13 z-20 mx-auto flex w-fit max-w-[calc(100%-1.5rem)] animate-float-in items-center gap-1 rounded-lg bg-raised py-1.5 pr-1.5 pl-3.5 shadow-float"
        >
          <p className="whitespace-nowrap pr-2 font-medium text-sm" aria-live="polite">
            {count} selected
          </p>
          {actions.slice(0, actionsInBar).map((action) => (
            <Button
              key={action.id}
              size="sm"
              variant="quiet"
              icon={action.icon}
              onClick={() => start(action)}
              className={classNames('max-sm:hidden', action.danger && '!text-critical-ink')}
            >
              {action.label}
            </Button>
          ))}
          <span className={rest.length === 0 ? 'sm:hidden' : undefined}>
            <Menu
              label="Actions on the selection"
              side="top"
              align="end"
              entries={actions.map((action) => ({
                id: action.id,
                label: action.label,
                icon: action.icon,
                danger: action.danger,
                onSelect: () => start(action),
              }))}
              trigger={(trigger) => (
                <Button {...trigger} size="sm" variant="quiet" icon={<Ellipsis aria-hidden="true" />}>
                  <span className="sm:hidden">Actions</span>
                  <span className="max-sm:hidden">More</span>
                </Button>
              )}
            />
          </span>
          <IconButton label="Let go of the selection" shortcut="Escape" onClick={onClear}>
            <X aria-hidden="true" />
          </IconButton>
        </section>
      )}
      {running && (
        <Suspense fallback={null}>
          <BulkDialog definition={definition} action={running} onClose={() => setRunning(null)} onChanged={onChanged} onDone={onClear} />
        </Suspense>
      )}
    </>
  );
}

export default BulkBar;
