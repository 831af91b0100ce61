'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { PasswordInput } from '#components/access/password-input.tsx';
import { useHydrated } from '#components/access/use-hydrated.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { showToast } from '#components/ui/toast.ts';
import { passwordProblem, shortestBesideFactor, shortestPassword } from '#lib/access/password-rules.ts';
import { RequestError, request } from '#lib/client.ts';

type Failure = { message: string | null; fields: Record<string, string> };

/** Current password, new password. Every other browser is signed out by it. Beside a second factor a shorter one will do. */
export function PasswordForm({ person, besideFactor }: { person: { name: string; email: string }; besideFactor: boolean }) {
  const least = besideFactor ? shortestBesideFactor : shortestPassword;
  const router = useRouter();
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const currentPassword = String(given.get('currentPassword') ?? '');
    const newPassword = String(given.get('newPassword') ?? '');
    const fields: Record<string, string> = {};
    if (!currentPassword) fields.currentPassword = 'Enter your current password.';
    const problem = newPassword ? passwordProblem(newPassword, person, least) : 'Choose a new password.';
    if (problem) fields.newPassword = problem;
    if (Object.keys(fields).length > 0) return refuse({ message: null, fields });
    setBusy(true);
    setFailure(null);
    try {
      await request('POST /account/password', { currentPassword, newPassword });
      form.current?.reset();
      showToast('Your password was changed.', { tone: 'good', detail: 'All your other sessions have ended.' });
      router.refresh();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const named = error.details.fields ?? {};
      refuse({ message: Object.keys(named).length > 0 ? null : error.message, fields: named });
    } finally {
      setBusy(false);
    }
  }

  function refuse(next: Failure) {
    setFailure(next);
    const control = form.current?.elements.namedItem(Object.keys(next.fields)[0] ?? '');
    if (control instanceof HTMLInputElement) control.focus();
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {failure?.message && <Callout tone="danger">{failure.message}</Callout>}
      <input type="text" autoComplete="username" value={person.email} readOnly hidden />
      <Field label="Current password" name="currentPassword" error={failure?.fields.currentPassword}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </Field>
      <Field
        label="New password"
        name="newPassword"
        error={failure?.fields.newPassword}
        hint={failure?.fields.newPassword ? undefined : `At least ${least} characters. A few words in a row work well.`}
      >
        {(control) => <PasswordInput {...control} autoComplete="new-password" />}
      </Field>
      <Button type="submit" busy={busy} disabled={!hydrated} className="self-start">
        Change password
      </Button>
    </form>
  );
}
