import Link from 'next/link';
import { classNames } from '#components/ui/class-names.ts';

export interface Figure {
  label: string;
  /** Null where there are too many to count. */
  value: number | null;
  /** The value is "at least". */
  more?: boolean | undefined;
  href: string;
  hint: string;
}

/** Numbers that matter, each a link to the very assets it counts. */
export function InventoryFigures({ figures }: { figures: readonly Figure[] }) {
  return (
    <ul className="grid grid-cols-2 border-y lg:grid-cols-4">
      {figures.map((figure, index) => (
        <li
          key={figure.label}
          className={classNames('flex', index % 2 === 1 && 'border-l', index > 1 && 'max-lg:border-t', index === 2 && 'lg:border-l')}
        >
          <Link
            href={figure.href}
            prefetch={false}
            className={classNames('focus-ring-inset group flex-1 px-4 py-3.5 hover:bg-hover', index === 0 && 'lg:pl-6', 'md:px-6')}
          >
            <span className="block text-muted text-sm">{figure.label}</span>
            <span className="mt-0.5 block font-semibold text-xl tracking-tight">
              {figure.value?.toLocaleString('en-GB') ?? 'Not counted'}
              {figure.more && '+'}
            </span>
            <span className="mt-0.5 block text-muted text-xs">{figure.hint}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
