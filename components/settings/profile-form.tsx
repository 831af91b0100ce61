'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useHydrated } from '#components/access/use-hydrated.ts';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { formatMoment } from '#components/ui/time-format.ts';
import { showToast } from '#components/ui/toast.ts';
import { locales } from '#lib/access/users/rules.ts';
import type { Account } from '#lib/access/users/schema.ts';
import { RequestError, request } from '#lib/client.ts';

/** Name, time zone and language of dates. */
export function ProfileForm({ account }: { account: Pick<Account, 'name' | 'email' | 'timeZone' | 'locale'> }) {
  const router = useRouter();
  const [standing, setStanding] = useState({ name: account.name, timeZone: account.timeZone, locale: account.locale });
  const [typed, setTyped] = useState(standing);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RequestError | null>(null);
  const hydrated = useHydrated();
  const device = hydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : null;
  const zones = hydrated ? allZones(standing.timeZone) : [standing.timeZone];
  const changed = typed.name !== standing.name || typed.timeZone !== standing.timeZone || typed.locale !== standing.locale;
  const fields = failure?.details.fields ?? {};

  async function save(event: FormEvent) {
    event.preventDefault();
    if (busy || !changed) return;
    setBusy(true);
    setFailure(null);
    try {
      const { name, timeZone, locale } = await request('PATCH /account', typed);
      setStanding({ name, timeZone, locale });
      setTyped({ name, timeZone, locale });
      showToast('Your account was saved.', { tone: 'good' });
      router.refresh();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      {failure && !failure.details.fields && <Callout tone="danger">{failure.message}</Callout>}
      <Field label="Name" name="name" error={fields.name} hint="How others see you.">
        {(control) => (
          <Input
            {...control}
            autoComplete="name"
            maxLength={100}
            value={typed.name}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Email address" hint="You sign in with this. An administrator can change it.">
        {(control) => <Input {...control} type="email" value={account.email} readOnly />}
      </Field>
      <Field
        label="Time zone"
        name="timeZone"
        error={fields.timeZone}
        hint={
          device && device !== typed.timeZone ? (
            <>
              This device is in {device.replaceAll('_', ' ')}.{' '}
              <button
                type="button"
                onClick={() => setTyped({ ...typed, timeZone: device })}
                className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
              >
                Use it
              </button>
            </>
          ) : (
            'Used for all dates and times.'
          )
        }
      >
        {(control) => (
          <Select
            {...control}
            value={typed.timeZone}
            onChange={(event) => setTyped({ ...typed, timeZone: event.target.value })}
            options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          />
        )}
      </Field>
      <Field
        label="Language of dates"
        name="locale"
        error={fields.locale}
        hint={
          hydrated
            ? `A moment looks like this: ${formatMoment(new Date(), typed.timeZone, typed.locale)}.`
            : 'How dates and times are written.'
        }
      >
        {(control) => (
          <Select
            {...control}
            value={typed.locale}
            onChange={(event) => setTyped({ ...typed, locale: event.target.value })}
            options={Object.entries(locales).map(([value, label]) => ({ value, label }))}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={busy} disabled={!changed}>
          Save
        </Button>
        {changed && !busy && (
          <Button variant="quiet" onClick={() => setTyped(standing)}>
            Discard
          </Button>
        )}
      </div>
    </form>
  );
}

/** Every zone that this browser knows, the standing one among them, and UTC, which browsers leave out. */
function allZones(standing: string): string[] {
  return [...new Set(['UTC', standing, ...Intl.supportedValuesOf('timeZone')])].sort();
}
