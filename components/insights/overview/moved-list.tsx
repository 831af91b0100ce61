import { ArrowRight } from 'lucide-react';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Movement } from '#lib/insights/overview/schema.ts';
import { whyWords } from './findings.ts';

/** The greatest movements: what, from where to where, why, through whom and when. */
export function MovedList({ moved }: { moved: readonly Movement[] }) {
  if (moved.length === 0) return <p className="text-muted text-sm">No risk moved by two levels or more in the last seven days.</p>;
  return (
    <ol className="-mx-2 flex flex-col text-sm">
      {moved.map((each) => (
        <li key={`${each.riskId}${each.at}`}>
          <a
            href={each.count === 1 ? `/risks/${each.riskId}` : `/assets/${each.assetId}/risks`}
            className="focus-ring-inset block rounded-md px-2 py-1.5 hover:bg-hover"
          >
            <span className="flex flex-wrap items-center gap-x-2">
              <span className="min-w-0 truncate font-medium">{each.assetName}</span>
              <span className="inline-flex items-center gap-1">
                <LevelMark state={each.from} />
                <ArrowRight aria-hidden="true" className="size-3.5 text-faint" />
                <span className="sr-only">to</span>
                <LevelMark state={each.to} />
              </span>
            </span>
            <span className="block text-muted text-xs">
              {whyWords(each)} · <RelativeTime value={each.at} />
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
}
