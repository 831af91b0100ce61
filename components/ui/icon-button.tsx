import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { classNames } from './class-names.ts';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  /** What the button does: its accessible name and its tooltip. */
  label: string;
  /** Shown in the tooltip beside the label: "/", "g a". */
  shortcut?: string;
  children: ReactNode;
}

/** A square button with an icon alone; 28 or 32 px, so above the 24 px that WCAG 2.2 asks for. */
export function IconButton({ label, shortcut, size = 'sm', variant = 'quiet', className, children, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      size={size}
      variant={variant}
      aria-label={label}
      aria-keyshortcuts={shortcut?.includes(' ') ? undefined : shortcut}
      data-tooltip={label}
      data-tooltip-keys={shortcut}
      className={classNames('aspect-square !px-0', className)}
    >
      {children}
    </Button>
  );
}
