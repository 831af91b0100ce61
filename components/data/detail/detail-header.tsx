import type { ReactNode } from 'react';
import { Breadcrumbs, type Crumb } from '#components/layout/page-header.tsx';
import { type TabLink, Tabs } from '#components/ui/tabs.tsx';

export interface DetailFact {
  label: string;
  value: ReactNode;
}

export interface DetailHeaderProps {
  title: string;
  crumbs: readonly Crumb[];
  /** Before the title: the kind's icon. */
  icon?: ReactNode;
  /** After the title: retired, imported. */
  badges?: ReactNode;
  /** The strip under the title: owner, team, stage, level, staleness. */
  facts: readonly DetailFact[];
  /** One primary action, and a menu for the rest. */
  actions?: ReactNode;
  tabs: readonly TabLink[];
}

/** The head of a page about one thing: what it is, how it stands, what one can do, and its parts. */
export function DetailHeader({ title, crumbs, icon, badges, facts, actions, tabs }: DetailHeaderProps) {
  return (
    <header className="flex flex-col gap-3 pt-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 px-4 md:px-6">
        <div className="min-w-0 flex-1 basis-64">
          <Breadcrumbs crumbs={crumbs} />
          <div className="mt-0.5 flex min-w-0 items-center gap-2">
            {icon && (
              <span aria-hidden="true" className="shrink-0 text-muted [&_svg]:size-5">
                {icon}
              </span>
            )}
            <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
            {badges}
          </div>
        </div>
        {actions && (
          <div className="flex flex-wrap items-center gap-2" data-print="hide">
            {actions}
          </div>
        )}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 px-4 text-sm md:px-6">
        {facts.map((fact) => (
          <div key={fact.label} className="min-w-0">
            <dt className="text-muted text-xs">{fact.label}</dt>
            <dd className="flex min-h-7 min-w-0 items-center">{fact.value}</dd>
          </div>
        ))}
      </dl>
      <Tabs label={`Parts of ${title}`} tabs={tabs} className="px-2 md:px-4" />
    </header>
  );
}

/** What stands under the header: the part, and facts beside it where there is room. */
export function DetailBody({ children, side }: { children: ReactNode; side?: ReactNode }) {
  return (
    <div className="flex flex-col gap-8 px-4 py-5 md:px-6 lg:flex-row">
      <div className="min-w-0 flex-1">{children}</div>
      {side && <aside className="shrink-0 lg:w-72">{side}</aside>}
    </div>
  );
}

/** A titled part of a detail page. Divided by space, not by boxes. */
export function DetailSection({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="mb-8 last:mb-0">
      <div className="mb-2.5 flex min-h-7 items-center justify-between gap-3">
        <h2 className="font-semibold text-base">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
