import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/ui/link.tsx';

export interface Crumb {
  label: string;
  href: string;
}

/** The way here, without the page itself. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  if (crumbs.length === 0) return null;
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0" data-print="hide">
      <ol className="flex items-center gap-1 text-muted text-sm">
        {crumbs.map((crumb, at) => (
          <li key={crumb.href} className="flex min-w-0 items-center gap-1">
            {at > 0 && <ChevronRight className="size-3.5 shrink-0 text-faint" aria-hidden="true" />}
            <Link href={crumb.href} className="focus-ring truncate rounded-sm hover:text-ink hover:underline hover:underline-offset-2">
              {crumb.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface PageHeaderProps {
  title: string;
  crumbs?: readonly Crumb[];
  /** One line on what the page is for, where the title does not say it. */
  description?: ReactNode;
  actions?: ReactNode;
  /** Beside the title: a count, a state. */
  aside?: ReactNode;
}

/** The head of a page: where it stands, what it is called, what one does here. */
export function PageHeader({ title, crumbs = [], description, actions, aside }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 pb-3 md:px-6">
      {/* A description beside buttons would be a narrow column on a telephone: they go below it. */}
      <div className={description ? 'min-w-[min(100%,18rem)] flex-1' : 'min-w-0 flex-1'}>
        <Breadcrumbs crumbs={crumbs} />
        <div className="flex min-w-0 items-baseline gap-2.5">
          <h1 className="truncate font-semibold text-xl tracking-tight max-md:whitespace-normal max-md:break-words">{title}</h1>
          {aside && <span className="shrink-0 text-muted text-sm">{aside}</span>}
        </div>
        {description && <p className="max-w-[72ch] text-muted text-sm">{description}</p>}
      </div>
      {actions && (
        <div className="flex flex-wrap items-center gap-2" data-print="hide">
          {actions}
        </div>
      )}
    </header>
  );
}

/** The body of a page that is not a list: padded, and as wide as the window. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-6 px-4 pb-10 md:px-6">{children}</div>;
}
