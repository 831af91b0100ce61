'use client';

import { KeyRound } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RequestError } from '#lib/client.ts';
import { takeSecondStep, takeSecondStepByPasskey } from './authentication.ts';
import { CodeInput } from './code-input.tsx';
import { entranceControl } from './entrance-control.ts';
import { PasskeyDeclined } from './passkey.ts';
import { inShort, useCountdown } from './use-countdown.ts';
import { useHydrated } from './use-hydrated.ts';

type Way = 'passkey' | 'totp' | 'recovery';

const others: Record<Way, string> = {
  passkey: 'Use a passkey',
  totp: 'Use a code from the app',
  recovery: 'Use a recovery code',
};

/** The second step, by the first of the ways that the person has; the others a press away. */
export function SecondStepForm({ ways, next }: { ways: readonly Way[]; next: string }) {
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const [way, setWay] = useState<Way>(ways[0] ?? 'recovery');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ message: string; atCode: boolean } | null>(null);
  const [wait, setWait] = useCountdown();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    const code = String(new FormData(event.currentTarget).get('code') ?? '');
    setBusy(true);
    setFailure(null);
    try {
      await (way === 'passkey' ? takeSecondStepByPasskey() : takeSecondStep(way, code));
      window.location.assign(next);
    } catch (error) {
      setBusy(false);
      if (error instanceof PasskeyDeclined) return;
      if (!(error instanceof Error)) throw error;
      const details = error instanceof RequestError ? error.details : {};
      setWait(details.retryAfter ?? 0);
      setFailure({ message: details.fields?.code ?? error.message, atCode: details.fields?.code !== undefined });
      const control = form.current?.elements.namedItem('code');
      if (control instanceof HTMLInputElement) control.focus();
    }
  }

  const error = failure?.atCode ? failure.message : null;
  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure && !failure.atCode && <Callout tone="danger">{failure.message}</Callout>}
      {way === 'totp' && (
        <Field label="Code from your authenticator app" name="code" error={error}>
          {(control) => <CodeInput key="totp" {...control} autoFocus className={entranceControl} />}
        </Field>
      )}
      {way === 'recovery' && (
        <Field label="Recovery code" name="code" error={error} hint={error ? undefined : 'One of the ten you saved. Each works once.'}>
          {(control) => (
            <Input
              key="recovery"
              {...control}
              mono
              autoFocus
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className={entranceControl}
            />
          )}
        </Field>
      )}
      {way === 'passkey' && (
        <p className="text-center text-muted text-sm">Your browser asks for your fingerprint, your face or the PIN of this device.</p>
      )}
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        disabled={!hydrated || wait > 0}
        icon={way === 'passkey' ? <KeyRound aria-hidden="true" /> : undefined}
        className="mt-1 h-10! w-full"
      >
        {wait > 0 ? `Wait ${inShort(wait)}` : way === 'passkey' ? 'Use a passkey' : 'Continue'}
      </Button>
      <p className="flex flex-wrap justify-center gap-x-4 gap-y-1 text-sm">
        {ways
          .filter((each) => each !== way)
          .map((each) => (
            <button
              key={each}
              type="button"
              onClick={() => {
                setWay(each);
                setFailure(null);
              }}
              className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
            >
              {others[each]}
            </button>
          ))}
        <a href={`/sign-in?next=${encodeURIComponent(next)}`} className="focus-ring rounded-sm text-muted underline underline-offset-2">
          Start again
        </a>
      </p>
    </form>
  );
}
