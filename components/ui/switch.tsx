import type { InputHTMLAttributes, ReactNode } from 'react';

export interface SwitchProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'checked'> {
  checked: boolean;
  label: ReactNode;
}

/** On or off, taking effect at once. In a form that is sent later, use `Checkbox`. */
export function Switch({ label, ...rest }: SwitchProps) {
  return (
    <label className="inline-flex min-h-6 cursor-pointer items-center gap-2.5 text-sm has-disabled:cursor-not-allowed has-disabled:text-muted">
      <input
        {...rest}
        type="checkbox"
        role="switch"
        aria-checked={rest.checked}
        className="focus-ring relative h-4.5 w-8 shrink-0 appearance-none rounded-full bg-line-control transition-colors duration-100 before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-white before:transition-transform before:duration-100 checked:bg-accent checked:before:translate-x-3.5 disabled:opacity-60"
      />
      {label}
    </label>
  );
}
