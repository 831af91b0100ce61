import type { ReactNode } from 'react';

/** A titled part. Short ones are kept on one page. */
export function Part({ title, children, whole }: { title: string; children: ReactNode; whole?: boolean }) {
  return (
    <section data-whole={whole ? '' : undefined}>
      <h2 className="mb-2.5 font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}
