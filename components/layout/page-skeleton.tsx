import { Skeleton } from '#components/ui/skeleton.tsx';

/** The outline of a page on its way: a title, a line of controls, rows. */
export function PageSkeleton() {
  return (
    <div className="flex flex-col gap-4 px-4 pt-5 md:px-6" aria-busy="true">
      <p role="status" className="sr-only">
        Loading…
      </p>
      <Skeleton className="h-6 w-40" />
      <Skeleton className="h-8 w-full max-w-96" />
      <div className="flex flex-col gap-3 pt-2">
        {['w-full', 'w-11/12', 'w-10/12', 'w-9/12', 'w-8/12', 'w-7/12'].map((width) => (
          <Skeleton key={width} className={`h-5 ${width}`} />
        ))}
      </div>
    </div>
  );
}
