import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface KeyValue {
  label: string;
  /** Absent or empty is drawn as a dash: that nothing is known is a fact too. */
  value: ReactNode;
}

/** Facts about one thing. `side` stacks label over value, for narrow columns. */
export function KeyValueList({ items, side = false }: { items: readonly KeyValue[]; side?: boolean }) {
  return (
    <dl
      className={classNames(
        'grid text-sm',
        side ? 'gap-y-3' : 'grid-cols-[minmax(7rem,max-content)_1fr] gap-x-6 gap-y-2 max-sm:grid-cols-1',
      )}
    >
      {items.map((item) => (
        <div key={item.label} className={side ? 'flex flex-col gap-0.5' : 'col-span-full grid grid-cols-subgrid items-baseline'}>
          <dt className={classNames('text-muted', side && 'text-xs')}>{item.label}</dt>
          <dd className="min-w-0 break-words">
            {item.value === null || item.value === undefined || item.value === '' ? <span className="text-faint">–</span> : item.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
