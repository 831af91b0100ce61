'use client';

import { Check } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { passwordProblem, shortestPassword } from '#lib/access/password-rules.ts';
import { request } from '#lib/client.ts';
import { signIn } from './authentication.ts';
import { entranceControl } from './entrance-control.ts';
import { PasswordInput } from './password-input.tsx';
import { useHydrated } from './use-hydrated.ts';
import { useRefusal } from './use-refusal.ts';

/** The first administrator's account, made with the link's token; then signed in. */
export function SetupForm({ token }: { token: string }) {
  const hydrated = useHydrated();
  const { form, busy, message, fields, refuse, attempt } = useRefusal();
  const [typed, setTyped] = useState({ name: '', email: '', password: '' });
  const strong = typed.password !== '' && passwordProblem(typed.password, typed) === null;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const field = (name: string) => String(given.get(name) ?? '');
    const person = { name: field('name').trim(), email: field('email').trim(), password: field('password') };
    const wrong: Record<string, string> = {};
    if (!person.name) wrong.name = 'Enter your name.';
    if (!person.email) wrong.email = 'Enter your email address.';
    const problem = passwordProblem(person.password, person);
    if (problem) wrong.password = person.password ? problem : 'Choose a password.';
    if (refuse(wrong)) return;
    await attempt(async () => {
      await request('POST /setup', { token, ...person });
      await signIn(person.email, person.password);
      window.location.assign('/');
    }, 'leaves');
  }

  const keep = (name: keyof typeof typed) => (event: FormEvent<HTMLInputElement>) =>
    setTyped({ ...typed, [name]: event.currentTarget.value });
  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {message && <Callout tone="danger">{message}</Callout>}
      <Field label="Name" name="name" error={fields.name}>
        {(control) => (
          <Input {...control} autoComplete="name" autoFocus maxLength={100} onInput={keep('name')} className={entranceControl} />
        )}
      </Field>
      <Field label="Email address" name="email" error={fields.email} hint={fields.email ? undefined : 'You sign in with it.'}>
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
        error={fields.password}
        hint={
          fields.password && !strong ? undefined : strong ? (
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
