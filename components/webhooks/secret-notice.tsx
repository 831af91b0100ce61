'use client';

import { useEffect, useId, useRef } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Input } from '#components/ui/input.tsx';

/** The one time that a webhook's secret is seen. */
export function SecretNotice({ secret, rotated }: { secret: string; rotated?: boolean }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // What was focused went with the form: the work goes on here.
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="flex flex-col gap-3">
      <Callout tone="warning" title="Copy it now: it is not shown again.">
        The receiver checks signatures with it, as Standard Webhooks defines them; libraries for most languages take it as it is.
        {rotated && ' The secret before signs as well for 24 hours.'}
      </Callout>
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          Signing secret
        </label>
        <div className="flex items-center gap-2">
          <Input
            ref={field}
            id={id}
            mono
            readOnly
            value={secret}
            onFocus={(event) => event.currentTarget.select()}
            spellCheck={false}
            autoComplete="off"
          />
          <CopyButton text={secret} what="secret" />
        </div>
      </div>
    </div>
  );
}
