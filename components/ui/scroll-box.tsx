import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A box that scrolls is reached by Tab, or its end would be out of reach without a mouse. */
const reached = { tabIndex: 0 };

/** Room for a table that may be wider than the screen: it scrolls sideways by itself, by keyboard, too, and the page does not. */
export function ScrollBox({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <section aria-label={label} {...reached} className={classNames('focus-ring relative overflow-x-auto rounded-sm', className)}>
      {children}
    </section>
  );
}
