import { BadgeCheck, ClipboardCheck, FileCheck2, ListChecks, ShieldAlert, ShieldCheck, Ticket } from 'lucide-react';
import type { ComponentType } from 'react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { type WorkThing, workThingLabels } from '#lib/insights/work/rules.ts';
import type { WorkItem } from '#lib/insights/work/schema.ts';

const pictures: Record<WorkThing, ComponentType<{ className?: string }>> = {
  review: ClipboardCheck,
  task: ListChecks,
  acceptance: FileCheck2,
  waiver: Ticket,
  approval: BadgeCheck,
  risk: ShieldAlert,
  safeguard: ShieldCheck,
};

/** What a thing is: a quiet picture, with its word beside it or for those who do not see it. */
export function ThingMark({ thing, wordless = false }: { thing: WorkThing; wordless?: boolean }) {
  const Picture = pictures[thing];
  return (
    <span className="inline-flex items-center gap-1.5 text-muted">
      <Picture className="size-4 shrink-0 text-faint" aria-hidden="true" />
      <span className={wordless ? 'sr-only' : undefined}>{workThingLabels[thing]}</span>
    </span>
  );
}

/** Until when, told as a distance; red where it has passed. */
export function DueTime({ item }: { item: Pick<WorkItem, 'dueAt' | 'overdue'> }) {
  if (item.dueAt === null) return <span className="text-faint">No day</span>;
  return (
    <span className={item.overdue ? 'font-medium text-critical-ink' : 'text-muted'}>
      <RelativeTime value={item.dueAt} />
    </span>
  );
}
