import { Check, Minus } from 'lucide-react';
import type { InputHTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  /** Seen beside the box. Without it pass `aria-label`. */
  label?: ReactNode;
  /** Some, not all, of what the box stands for. */
  indeterminate?: boolean;
}

/** The browser's checkbox, drawn in our way. The pressable area is 24 px even where the box is 16. */
export function Checkbox({ label, indeterminate = false, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={classNames(
        'inline-flex min-h-6 min-w-6 cursor-pointer items-center gap-2 text-sm has-disabled:cursor-not-allowed',
        className,
      )}
    >
      <span className={classNames('relative grid size-4 shrink-0 place-items-center', !label && 'm-1')}>
        <input
          {...rest}
          type="checkbox"
          ref={(element) => {
            if (element) element.indeterminate = indeterminate;
          }}
          className="peer focus-ring size-4 appearance-none rounded-sm bg-surface ring-1 ring-line-control ring-inset checked:bg-accent checked:ring-accent indeterminate:bg-accent indeterminate:ring-accent disabled:bg-sunken disabled:opacity-60"
        />
        {indeterminate ? (
          <Minus className="pointer-events-none absolute size-3 stroke-3 text-on-accent" aria-hidden="true" />
        ) : (
          <Check className="pointer-events-none absolute hidden size-3 stroke-3 text-on-accent peer-checked:block" aria-hidden="true" />
        )}
      </span>
      {label && <span className="has-disabled:text-muted">{label}</span>}
    </label>
  );
}
