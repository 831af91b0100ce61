'use client';

import { ArrowBigUpDash, Eye, EyeOff } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Input, type InputProps } from '#components/ui/input.tsx';

export interface PasswordInputProps extends Omit<InputProps, 'type' | 'icon' | 'autoComplete'> {
  /** Tells password managers which one it is. */
  autoComplete: 'current-password' | 'new-password';
}

/** A password, hidden until shown, that says when caps lock is on. */
export function PasswordInput({ className, ...rest }: PasswordInputProps) {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const watch = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <span className="block">
      <span className="relative block">
        <Input
          {...rest}
          type={shown ? 'text' : 'password'}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          onKeyDown={watch}
          onKeyUp={watch}
          onBlur={() => setCapsLock(false)}
          className={classNames('pr-10!', className)}
        />
        <button
          type="button"
          aria-label={shown ? 'Hide the password' : 'Show the password'}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="focus-ring-inset absolute inset-y-0 right-0 grid w-10 place-items-center rounded-md text-muted hover:text-ink [&_svg]:size-4"
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </button>
      </span>
      <span role="status" className="block text-muted text-xs">
        {capsLock && (
          <span className="mt-1 flex items-center gap-1.5">
            <ArrowBigUpDash className="size-3.5" aria-hidden="true" />
            Caps lock is on.
          </span>
        )}
      </span>
    </span>
  );
}
