'use client';

import { type FormEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RequestError } from '#lib/client.ts';
import { signIn } from './authentication.ts';
import { entranceControl } from './entrance-control.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { PasswordInput } from './password-input.tsx';
import { inShort, useCountdown } from './use-countdown.ts';
import { useHydrated } from './use-hydrated.ts';

type Failure = { message: string | null; fields: Record<string, string> };

/** Mail and password. `next` is a path of this site, checked by the page. What was typed stays, whatever happens. */
export function SignInForm({ next }: { next: string }) {
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [wait, setWait] = useCountdown();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy || wait > 0) return;
    const given = new FormData(event.currentTarget);
    const email = String(given.get('email') ?? '').trim();
    const password = String(given.get('password') ?? '');
    const fields = missing({ email: [email, 'Enter your email address.'], password: [password, 'Enter your password.'] });
    if (Object.keys(fields).length > 0) return refuse({ message: null, fields });
    setBusy(true);
    setFailure(null);
    try {
      const done = await signIn(email, password);
      window.location.assign(done ? next : `/sign-in/verify?next=${encodeURIComponent(next)}`);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof RequestError)) throw error;
      const { retryAfter = 0, fields: named = {} } = error.details;
      setWait(retryAfter);
      const message = retryAfter > 0 ? 'Too many failed attempts. You can try again in a while.' : error.message;
      refuse({ message: Object.keys(named).length > 0 ? null : message, fields: named });
    }
  }

  function refuse(next: Failure) {
    setFailure(next);
    const name = Object.keys(next.fields)[0] ?? 'password';
    const control = form.current?.elements.namedItem(name);
    if (control instanceof HTMLInputElement) control.focus();
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure?.message && <Callout tone="danger">{failure.message}</Callout>}
      <Field label="Email address" name="email" error={failure?.fields.email}>
        {(control) => (
          <Input
            {...control}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className={entranceControl}
          />
        )}
      </Field>
      <Field label="Password" name="password" error={failure?.fields.password}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" className={entranceControl} />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} disabled={!hydrated || wait > 0} className="mt-1 h-10! w-full">
        {wait > 0 ? `Wait ${inShort(wait)}` : 'Sign in'}
      </Button>
      <PasskeyButton next={next} onFailure={(message) => setFailure({ message, fields: {} })} />
    </form>
  );
}

function missing(given: Record<string, [string, string]>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, [value, message]]) => (value ? [] : [[name, message]])));
}
