'use client';

import { useEffect, useId, useRef } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Input } from '#components/ui/input.tsx';

/** The one time that a token is seen. */
export function MadeTokenNotice({ token }: { token: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // What was focused went with the form: the work goes on here.
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="flex flex-col gap-3">
      <Callout tone="warning" title="Copy it now: it is not shown again.">
        Gatehouse stores only its digest. Keep the token in a secret store, not in code or a chat.
      </Callout>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          Token
        </label>
        <div className="flex items-center gap-2">
          <Input
            ref={field}
            id={id}
            mono
            readOnly
            value={token}
            onFocus={(event) => event.currentTarget.select()}
            spellCheck={false}
            autoComplete="off"
          />
          <CopyButton text={token} what="token" />
        </div>
      </div>
    </div>
  );
}
