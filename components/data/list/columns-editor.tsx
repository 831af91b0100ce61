'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import type { ListState } from './list-state.ts';

export interface ColumnsEditorProps {
  columns: readonly { id: string; header: string; defaultHidden?: boolean }[];
  state: ListState;
  onChange: (state: ListState) => void;
}

/** Which columns, in which order, how dense. The first column names the row and stays. */
export function ColumnsEditor({ columns, state, onChange }: ColumnsEditorProps) {
  const shown = state.columns ?? columns.filter((column) => !column.defaultHidden).map((column) => column.id);
  const first = columns[0]?.id ?? '';
  const order = [
    first,
    ...shown.filter((id) => id !== first),
    ...columns.map((column) => column.id).filter((id) => !shown.includes(id) && id !== first),
  ];
  const setColumns = (next: readonly string[]) => onChange({ ...state, columns: [first, ...next.filter((id) => id !== first)] });
  function move(id: string, by: -1 | 1) {
    const next = shown.filter((one) => one !== first);
    const from = next.indexOf(id);
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(from + by, 0, moved);
    setColumns(next);
  }
  return (
    <div className="w-64">
      <ul aria-label="Columns" className="flex max-h-80 flex-col overflow-y-auto p-1.5">
        {order.map((id) => {
          const column = columns.find((one) => one.id === id);
          if (!column) return null;
          const visible = shown.includes(id) || id === first;
          const position = shown.filter((one) => one !== first).indexOf(id);
          return (
            <li key={id} className="flex h-8 items-center rounded-sm px-1.5 hover:bg-highlight">
              <Checkbox
                label={column.header}
                checked={visible}
                disabled={id === first}
                onChange={() => setColumns(visible ? shown.filter((one) => one !== id) : [...shown, id])}
                className="flex-1"
              />
              {visible && id !== first && (
                <>
                  <IconButton label={`Move ${column.header} up`} disabled={position <= 0} onClick={() => move(id, -1)} className="!h-6">
                    <ArrowUp aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    label={`Move ${column.header} down`}
                    disabled={position >= shown.filter((one) => one !== first).length - 1}
                    onClick={() => move(id, 1)}
                    className="!h-6"
                  >
                    <ArrowDown aria-hidden="true" />
                  </IconButton>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <div className="flex items-end justify-between gap-2 border-t px-3 py-2.5">
        <RadioGroup
          name="density"
          legend="Rows"
          inline
          value={state.density}
          onChange={(density) => onChange({ ...state, density: density === 'compact' ? 'compact' : 'comfortable' })}
          options={[
            { value: 'comfortable', label: 'Roomy' },
            { value: 'compact', label: 'Compact' },
          ]}
        />
        {state.columns && (
          <Button size="sm" variant="quiet" onClick={() => onChange({ ...state, columns: null })}>
            Reset
          </Button>
        )}
      </div>
    </div>
  );
}

export default ColumnsEditor;
