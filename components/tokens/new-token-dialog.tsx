'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Permission } from '#lib/access/permissions.ts';
import { usualLifetime } from '#lib/access/tokens/rules.ts';
import { RequestError } from '#lib/client.ts';
import { LifetimeSelect } from './lifetime-select.tsx';
import { MadeTokenNotice } from './made-token.tsx';
import { ScopeChoice } from './scope-choice.tsx';
import { tokenCalls } from './token-calls.ts';

export interface NewTokenDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Null for one's own token. */
  serviceAccountId: string | null;
  grantable: readonly Permission[];
  /** Why other permissions cannot be chosen. */
  why: string;
}

/** Asks for name, expiry and scopes, makes the token, and shows it once. */
export function NewTokenDialog({ open, onOpenChange, ...rest }: NewTokenDialogProps) {
  // A new key at each opening: nothing of the last token stays in the page.
  const [round, setRound] = useState(0);
  const change = (next: boolean) => {
    if (!next) setRound(round + 1);
    onOpenChange(next);
  };
  return <Steps key={round} open={open} onOpenChange={change} {...rest} />;
}

function Steps({ open, onOpenChange, serviceAccountId, grantable, why }: NewTokenDialogProps) {
  const router = useRouter();
  const formId = useId();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number>(usualLifetime);
  const [scopes, setScopes] = useState<Permission[]>(grantable.includes('asset.read') ? ['asset.read'] : []);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestError | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failure) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [failure]);
  const fields = failure?.details.fields ?? {};
  const loose = failure && !['name', 'days', 'scopes'].some((field) => field in fields);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      setMade((await tokenCalls(serviceAccountId).make({ name, scopes, days })).token);
      router.refresh();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const close = (next: boolean) => {
    if (!busy) onOpenChange(next);
  };
  if (made)
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={`“${name.trim()}” is ready`}
        footer={
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        }
      >
        <MadeTokenNotice token={made} />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="New token"
      footer={
        <>
          <Button onClick={() => close(false)} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy}>
            Create token
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {loose && <Callout tone="danger">{failure.message}</Callout>}
        <Field label="Name" name="name" error={fields.name} hint="What it is used for.">
          {(control) => (
            <Input {...control} value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <LifetimeSelect value={days} onChange={setDays} error={fields.days} />
        <ScopeChoice grantable={grantable} chosen={scopes} onChange={setScopes} why={why} error={fields.scopes} />
      </form>
    </Dialog>
  );
}
