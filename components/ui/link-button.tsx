import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClasses } from './button.tsx';
import { Link } from './link.tsx';

export interface LinkButtonProps extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** On narrow screens only the icon is seen. */
  compact?: boolean;
}

/** A link that looks like a button: for what goes somewhere rather than changes something. */
export function LinkButton({ variant, size, icon, compact, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={buttonClasses(variant, size, className)}>
      {icon}
      {compact ? <span className="max-sm:sr-only">{children}</span> : children}
    </Link>
  );
}
