import { RelativeTime } from '#components/ui/relative-time.tsx';
import { type WorkThing, workThingLabels } from '#lib/insights/work/rules.ts';
import type { WorkItem } from '#lib/insights/work/schema.ts';

/** What a thing is: a quiet picture (thing-pictures.css), with its word beside it or for those who do not see it. */
export function ThingMark({ thing, wordless = false }: { thing: WorkThing; wordless?: boolean }) {
  if (!wordless) return <span className={`picture-before thing-${thing} text-muted before:text-faint`}>{workThingLabels[thing]}</span>;
  return (
    <span className={`flex picture-before thing-${thing} before:text-faint`}>
      <span className="sr-only">{workThingLabels[thing]}</span>
    </span>
  );
}

type Due = Pick<WorkItem, 'dueAt' | 'overdue'>;

/** Red where it has passed. */
export const dueTone = ({ dueAt, overdue }: Due): string =>
  dueAt === null ? 'text-faint' : overdue ? 'font-medium text-critical-ink' : 'text-muted';

/** Until when, told as a distance. */
export const DueTime = ({ item }: { item: Due }) => (item.dueAt === null ? 'No day' : <RelativeTime value={item.dueAt} />);
