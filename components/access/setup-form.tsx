'use client';

import { Check } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { passwordProblem, shortestPassword } from '#lib/access/password-rules.ts';
import { RequestError, request } from '#lib/client.ts';
import { signIn } from './authentication.ts';
import { entranceControl } from './entrance-control.ts';
import { PasswordInput } from './password-input.tsx';
import { useHydrated } from './use-hydrated.ts';

type Failure = { message: string | null; fields: Record<string, string> };

/** The first administrator's account, made with the link's token; then signed in. */
export function SetupForm({ token }: { token: string }) {
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [typed, setTyped] = useState({ name: '', email: '', password: '' });
  const strong = typed.password !== '' && passwordProblem(typed.password, typed) === null;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const field = (name: string) => String(given.get(name) ?? '');
    const person = { name: field('name').trim(), email: field('email').trim(), password: field('password') };
    const fields: Record<string, string> = {};
    if (!person.name) fields.name = 'Enter your name.';
    if (!person.email) fields.email = 'Enter your email address.';
    const problem = passwordProblem(person.password, person);
    if (problem) fields.password = person.password ? problem : 'Choose a password.';
    if (Object.keys(fields).length > 0) return refuse({ message: null, fields });
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /setup', { token, ...person });
      await signIn(person.email, person.password);
      window.location.assign('/');
    } catch (error) {
      setBusy(false);
      if (!(error instanceof RequestError)) throw error;
      const named = error.details.fields ?? {};
      refuse({ message: Object.keys(named).length > 0 ? null : error.message, fields: named });
    }
  }

  function refuse(next: Failure) {
    setFailure(next);
    const control = form.current?.elements.namedItem(Object.keys(next.fields)[0] ?? '');
    if (control instanceof HTMLInputElement) control.focus();
  }

  const keep = (name: keyof typeof typed) => (event: FormEvent<HTMLInputElement>) =>
    setTyped({ ...typed, [name]: event.currentTarget.value });
  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure?.message && <Callout tone="danger">{failure.message}</Callout>}
      <Field label="Name" name="name" error={failure?.fields.name}>
        {(control) => (
          <Input {...control} autoComplete="name" autoFocus maxLength={100} onInput={keep('name')} className={entranceControl} />
        )}
      </Field>
      <Field
        label="Email address"
        name="email"
        error={failure?.fields.email}
        hint={failure?.fields.email ? undefined : 'You sign in with it.'}
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            onInput={keep('email')}
            className={entranceControl}
          />
        )}
      </Field>
      <Field
        label="Password"
        name="password"
        error={failure?.fields.password}
        hint={
          failure?.fields.password && !strong ? undefined : strong ? (
            <span className="flex items-center gap-1.5">
              <Check className="size-3.5 text-low-ink" aria-hidden="true" />
              Long enough.
            </span>
          ) : (
            `At least ${shortestPassword} characters. A few words in a row work well.`
          )
        }
      >
        {(control) => <PasswordInput {...control} autoComplete="new-password" onInput={keep('password')} className={entranceControl} />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} disabled={!hydrated} className="mt-1 h-10! w-full">
        Create the administrator
      </Button>
    </form>
  );
}
