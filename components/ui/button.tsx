import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong active:bg-accent-strong',
  secondary: 'bg-surface text-ink ring-1 ring-inset ring-line-strong hover:bg-hover active:bg-pressed aria-expanded:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-ink active:bg-pressed aria-expanded:bg-hover aria-expanded:text-ink',
  danger: 'bg-danger text-white hover:opacity-90 active:opacity-90',
};

const sizes: Record<ButtonSize, string> = { sm: 'h-7 px-2 gap-1.5', md: 'h-8 px-3 gap-2' };

/** The classes of a button, for what must look like one and is another element. */
export function buttonClasses(variant: ButtonVariant = 'secondary', size: ButtonSize = 'md', className?: string): string {
  return classNames(
    'focus-ring inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium text-sm transition-colors duration-100',
    'disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  );
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** While true the button says so, keeps its width and ignores presses, yet stays focusable. */
  busy?: boolean;
  icon?: ReactNode;
  /** On narrow screens only the icon is seen. */
  compact?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button. Its type is `button` unless said otherwise, so that it never submits a form by accident. */
export function Button({ variant, size, busy = false, icon, compact, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(busy ? { type: 'button' } : { onClick })}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={buttonClasses(variant, size, classNames(busy && 'relative', className))}
    >
      {icon}
      {busy || compact ? <span className={classNames(busy && 'opacity-0', compact && 'max-sm:sr-only')}>{children}</span> : children}
      {busy && (
        <span className="absolute inset-0 grid place-items-center" aria-hidden="true">
          <span className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent" />
        </span>
      )}
    </button>
  );
}
