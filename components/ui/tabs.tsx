import { classNames } from './class-names.ts';
import { Link } from './link.tsx';

export interface TabLink {
  href: string;
  label: string;
  /** Words where it is not exact: "1,000+". */
  count?: number | string;
  current: boolean;
}

/** Parts of one page, each with an address of its own: links, so that a tab can be shared, opened beside, and gone back from. */
export function Tabs({ label, tabs, className }: { label: string; tabs: readonly TabLink[]; className?: string }) {
  return (
    <nav aria-label={label} data-print="hide" className={classNames('flex gap-1 overflow-x-auto border-b', className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.current ? 'page' : undefined}
          className={classNames(
            'focus-ring-inset -mb-px flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-2.5 text-sm transition-colors duration-100',
            tab.current ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
          )}
        >
          {tab.label}
          {tab.count !== undefined && <span className="rounded-sm bg-sunken px-1 text-muted text-xs">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
