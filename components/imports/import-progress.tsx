import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { byteSize } from '#components/versions/byte-size.ts';
import type { ImportView } from '#lib/exchange/imports/schema.ts';

/** How far the job has come; said aloud as it changes. */
export function ImportProgress({ view }: { view: Pick<ImportView, 'status' | 'progress' | 'fileName'> }) {
  const { progress, status } = view;
  const step = progress?.step ?? (status === 'applying' ? 'Writing to the inventory' : 'Waiting to be read');
  const known = progress !== null && progress.total > 0 && progress.done < progress.total;
  return (
    <div className="flex max-w-2xl flex-col gap-2">
      <p className="flex justify-between gap-4 text-sm" aria-live="polite">
        <span className="font-medium">{step}</span>
        {known && (
          <span className="text-muted tabular-nums">
            {byteSize(progress.done)} of {byteSize(progress.total)}
          </span>
        )}
      </p>
      <ProgressBar label={`${step}: ${view.fileName}`} value={known ? progress.done / progress.total : undefined} />
      <p className="text-muted text-sm">
        {status === 'applying'
          ? 'All of it is written at once, or nothing. You can leave this page; it goes on by itself.'
          : 'Nothing is written yet. You can leave this page; it goes on by itself.'}
      </p>
    </div>
  );
}
