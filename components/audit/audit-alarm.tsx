import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/ui/link.tsx';

/** The banner of a broken audit log, over every page of those who may read it. The page below keeps its whole window. */
export function AuditAlarm({ problem, children }: { problem: string | null; children: ReactNode }) {
  if (problem === null) return children;
  return (
    <>
      <div role="alert" className="flex h-10 items-center gap-2 bg-critical-wash px-4 text-sm md:px-6" data-print="exact">
        <CircleAlert className="size-4 shrink-0 text-critical-ink" aria-hidden="true" />
        <p className="min-w-0 flex-1 truncate" title={problem}>
          <span className="font-medium">The audit log is broken.</span> {problem}
        </p>
        <Link href="/audit/integrity" className="focus-ring shrink-0 rounded-sm font-medium underline underline-offset-2">
          See details
        </Link>
      </div>
      <div className="[--page-height:calc(100dvh-5.5rem)] md:[--page-height:calc(100dvh-2.5rem)]">{children}</div>
    </>
  );
}
