import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

/** The look shared by every box one types or chooses in. */
export const controlClasses =
  'w-full rounded-md bg-surface text-ink text-sm ring-1 ring-inset ring-line-control transition-shadow duration-100 placeholder:text-faint hover:ring-muted focus:outline-none focus:ring-2 focus:ring-accent aria-invalid:ring-critical aria-invalid:focus:ring-2 disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken';

export interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  /** Drawn inside, at the start. Decoration only. */
  icon?: ReactNode;
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** One line of text. Give it a name through `Field`, or `aria-label` where there is none to see. */
export function Input({ icon, mono, className, ...rest }: InputProps) {
  const box = (
    <input {...rest} className={classNames(controlClasses, 'h-8', icon ? 'pr-2.5 pl-8' : 'px-2.5', mono && 'font-mono', className)} />
  );
  if (!icon) return box;
  return (
    <span className="relative block">
      <span
        className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-faint [&_svg]:size-4"
        aria-hidden="true"
      >
        {icon}
      </span>
      {box}
    </span>
  );
}
