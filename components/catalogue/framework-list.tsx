import { Library } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import type { FrameworkRow } from '#lib/risks/catalogue/schema.ts';

/** Frameworks, with how many of their items something in the catalogue serves. */
export function FrameworkList({ frameworks }: { frameworks: readonly FrameworkRow[] }) {
  if (frameworks.length === 0)
    return (
      <EmptyState icon={<Library />} title="No frameworks">
        Public vocabularies and rule books, and policies of your own, that threats and controls refer to belong here.
      </EmptyState>
    );
  return (
    <ul className="max-w-5xl divide-y border-y">
      {frameworks.map(({ key, name, edition, publisher, builtIn, enabled, items, served }) => (
        <li key={key} className="relative flex flex-wrap items-center gap-x-6 gap-y-1 py-3 text-sm hover:bg-hover">
          <div className={`min-w-0 flex-1 basis-72 ${enabled ? '' : 'text-muted'}`}>
            <Link href={`/catalogue/frameworks/${key}`} className="focus-ring rounded-sm font-medium after:absolute after:inset-0">
              {name}
            </Link>
            {!builtIn && (
              <Badge tone="accent" className="ml-2">
                Your own
              </Badge>
            )}
            {!enabled && <Badge className="ml-2">Switched off</Badge>}
            <p className="text-muted">
              {publisher} · {edition}
            </p>
          </div>
          <div className="w-56 max-sm:w-full">
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1.5 w-full rounded-full" aria-hidden="true">
              <rect width="100" height="4" className="fill-pressed" />
              <rect width={items === 0 ? 0 : (served / items) * 100} height="4" className="fill-line-control" />
            </svg>
            <p className="mt-1 text-muted text-xs">
              {served.toLocaleString('en-GB')} of {items.toLocaleString('en-GB')} items referred to
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
