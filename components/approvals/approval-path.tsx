import { ChevronRight, EyeOff } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { Link } from '#components/ui/link.tsx';
import type { PathVersion } from '#lib/reviews/approvals/schema.ts';
import { shownStops } from './shown-stops.ts';

/** The way from what changed to what was approved, as a chain of links; of a long one, both its ends. */
export function ApprovalPath({ path }: { path: readonly PathVersion[] }) {
  return (
    <ol aria-label="From what changed to what was approved" className="mt-1.5 flex flex-wrap items-center gap-x-1 gap-y-1 text-xs">
      {shownStops(path).map((each, at) => (
        <li key={each.key} className="flex min-w-0 items-center gap-1">
          {at > 0 && <ChevronRight className="size-3.5 shrink-0 text-muted" aria-hidden="true" />}
          {each.between ? <span className="text-muted">{each.between} more between</span> : <Stop stop={each.stop} />}
        </li>
      ))}
    </ol>
  );
}

function Stop({ stop }: { stop: PathVersion }) {
  if (!stop)
    return (
      <span className="inline-flex h-6 items-center gap-1 rounded-sm px-1.5 text-muted outline-1 outline-line-strong outline-dashed -outline-offset-1">
        <EyeOff className="size-3.5" aria-hidden="true" />
        An asset of another team
      </span>
    );
  const { id, label, asset } = stop;
  return (
    <Link
      href={`/assets/${asset.id}/versions/${id}`}
      className="focus-ring inline-flex h-6 min-w-0 max-w-64 items-center gap-1 rounded-sm px-1.5 ring-1 ring-line-strong ring-inset hover:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0"
    >
      <KindIcon kind={asset.kind} />
      <span className="truncate">{asset.name}</span>
      <span className="shrink-0 text-muted">{label}</span>
    </Link>
  );
}
