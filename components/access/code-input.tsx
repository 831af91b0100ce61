'use client';

import { classNames } from '#components/ui/class-names.ts';
import { Input, type InputProps } from '#components/ui/input.tsx';

/** Six digits of an authenticator app; phones and password managers offer to fill it. */
export function CodeInput({ className, ...rest }: Omit<InputProps, 'type' | 'icon' | 'autoComplete' | 'inputMode'>) {
  return (
    <Input
      {...rest}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={7}
      className={classNames('font-mono tracking-[0.3em]', className)}
    />
  );
}
