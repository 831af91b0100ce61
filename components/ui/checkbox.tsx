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
    <label className={classNames('inline-flex min-h-6 min-w-6 items-center gap-2 text-sm', !label && 'justify-center', className)}>
      <input
        {...rest}
        type="checkbox"
        ref={(element) => {
          if (element) element.indeterminate = indeterminate;
        }}
        className="checkbox-box focus-ring"
      />
      {label}
    </label>
  );
}
