'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { SingleSignOn } from '#lib/access/sso/schema.ts';
import { request } from '#lib/client.ts';

type Standing = Pick<SingleSignOn, 'required' | 'version' | 'withoutIdentity'> & { usable: boolean };

/** Whether passwords are for administrators alone, with whom it would lock out. */
export function RequirementSwitch({ required, version, withoutIdentity, usable }: Standing) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);

  async function set(wanted: boolean) {
    await request('PUT /settings/single-sign-on/requirement', { required: wanted, version });
    showToast(wanted ? 'Single sign-on is now required.' : 'Single sign-on is no longer required.', {
      tone: 'good',
    });
    router.refresh();
  }

  return (
    <div className="flex flex-col gap-3">
      <Switch
        checked={required}
        disabled={!usable && !required}
        onChange={() => setAsking(true)}
        label="Require single sign-on for everyone except administrators"
      />
      {!usable && <p className="text-muted text-sm">Add and turn on a provider first.</p>}
      {required && usable && withoutIdentity > 0 && (
        <Callout tone="warning">
          {locked(withoutIdentity, 'now')} A provider that makes accounts does not help those who have one already.
        </Callout>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={required ? 'Stop requiring single sign-on?' : 'Require single sign-on?'}
        confirmLabel={required ? 'Stop requiring' : 'Require'}
        onConfirm={() => set(!required)}
      >
        <p>
          {required
            ? 'Everyone who has a password or a passkey can sign in with it again.'
            : 'Nobody but administrators can sign in with a password or a passkey from now on. Sessions that are open stay open.'}
        </p>
        {!required && withoutIdentity > 0 && <Callout tone="warning">{locked(withoutIdentity, 'then')}</Callout>}
      </ConfirmDialog>
    </div>
  );
}

const locked = (people: number, when: 'now' | 'then') =>
  people === 1
    ? `One active person has linked no identity and cannot sign in ${when}.`
    : `${people} active people have linked no identity and cannot sign in ${when}.`;
