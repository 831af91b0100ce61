import type { ReactNode } from 'react';

/** One matter of the settings: what it is on the left, what one does about it on the right. */
export function Section({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-t py-7 first:border-t-0 first:pt-2 lg:grid-cols-[minmax(12rem,17rem)_minmax(0,34rem)]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        {description && <p className="mt-1 text-muted text-sm">{description}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
