import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps {
  /** The form name, shared by the options; unique in the page. */
  name: string;
  legend: ReactNode;
  /** Keeps the legend for those who listen, where the page already says it. */
  legendHidden?: boolean;
  options: readonly RadioOption[];
  value: string | null;
  onChange: (value: string) => void;
  inline?: boolean;
}

/** One of a few, all in sight, each with room for a line that explains it. */
export function RadioGroup({ name, legend, legendHidden, options, value, onChange, inline }: RadioGroupProps) {
  return (
    <fieldset>
      <legend className={legendHidden ? 'sr-only' : 'mb-1.5 font-medium text-sm'}>{legend}</legend>
      <div className={classNames('flex gap-x-5 gap-y-1.5', inline ? 'flex-wrap' : 'flex-col')}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-6 cursor-pointer items-start gap-2 text-sm has-disabled:cursor-not-allowed has-disabled:text-muted"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className="focus-ring mt-0.5 size-4 shrink-0 appearance-none rounded-full bg-surface ring-1 ring-line-control ring-inset checked:bg-on-accent checked:ring-[5px] checked:ring-accent disabled:opacity-60"
            />
            <span>
              {option.label}
              {option.hint && <span className="block text-muted text-xs">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
