'use client';

import { Ellipsis, Eraser, KeyRound, MailX, Pencil, RotateCcw, ShieldOff, UserRoundCheck, UserRoundX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { BelongingsOutput } from '#lib/access/users/leaving/schema.ts';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';

const EditDialog = lazily(() => import('./edit-dialog.tsx'));
const RoleDialog = lazily(() => import('./role-dialog.tsx'));
const LeavingDialog = lazily(() => import('./leaving-dialog.tsx'));
const LinkDialog = lazily(() => import('./link-dialog.tsx'));
const EraseDialog = lazily(() => import('./erase-dialog.tsx'));

type Open = 'edit' | 'role' | 'reset' | 'renew' | 'cancel' | 'factors' | 'deactivate' | 'reactivate' | 'erase';

export interface PersonActionsProps {
  person: PersonDetail;
  belongings: BelongingsOutput | null;
}

/** What the viewer may do with the account: one main action, the rest in a menu. What would be refused is not offered. */
export function PersonActions({ person, belongings }: PersonActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<Open | null>(null);
  const { account, may, id, name } = person;
  if (!account || !may.manage || account.erased) return null;
  const close = () => setOpen(null);
  const entry = (key: Open, label: string, icon: React.ReactNode, danger = false): MenuEntry => ({
    id: key,
    label,
    icon,
    danger,
    onSelect: () => setOpen(key),
  });
  const entries: MenuEntry[] = [];
  if (account.status !== 'deactivated') {
    if (may.take) entries.push(entry('role', 'Change organisation role…', <KeyRound aria-hidden="true" />));
    if (account.status === 'active' && may.standIn) entries.push(entry('reset', 'Reset password…', <RotateCcw aria-hidden="true" />));
    if (account.status === 'active' && may.standIn && account.secondFactor)
      entries.push(entry('factors', 'Reset second factors…', <ShieldOff aria-hidden="true" />));
    if (account.status === 'invited' && may.standIn) entries.push(entry('renew', 'Renew invitation…', <RotateCcw aria-hidden="true" />));
    if (account.status === 'invited' && may.take) entries.push(entry('cancel', 'Cancel invitation…', <MailX aria-hidden="true" />, true));
    else if (may.take && !may.self)
      entries.push({ type: 'separator', id: 'before' }, entry('deactivate', 'Deactivate…', <UserRoundX aria-hidden="true" />, true));
  } else if (may.take) entries.push(entry('erase', 'Erase personal data…', <Eraser aria-hidden="true" />, true));

  async function resetFactors() {
    await request('POST /people/{id}/factors/reset', { id });
    showToast(`${name} now signs in without a second factor.`, { tone: 'good' });
    router.refresh();
  }
  async function cancel() {
    await request('POST /people/{id}/invitation/cancel', { id });
    showToast('The invitation was cancelled.', { tone: 'good' });
    router.refresh();
  }

  return (
    <>
      {account.status === 'deactivated' ? (
        <Button variant="primary" icon={<UserRoundCheck aria-hidden="true" />} onClick={() => setOpen('reactivate')}>
          Reactivate
        </Button>
      ) : (
        <Button variant="primary" icon={<Pencil aria-hidden="true" />} onClick={() => setOpen('edit')}>
          Edit
        </Button>
      )}
      {entries.length > 0 && (
        <Menu
          label={`More actions on ${name}`}
          align="end"
          entries={entries}
          trigger={(trigger) => (
            <Button {...trigger} aria-label="More actions" className="!px-2">
              <Ellipsis aria-hidden="true" />
            </Button>
          )}
        />
      )}
      <ConfirmDialog
        open={open === 'cancel'}
        onOpenChange={close}
        title={`Cancel the invitation of ${name}?`}
        confirmLabel="Cancel invitation"
        danger
        onConfirm={cancel}
      >
        Their link stops working at once, and their account is listed as deactivated. You can invite them again.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'factors'}
        onOpenChange={close}
        title={`Reset the second factors of ${name}?`}
        confirmLabel="Reset"
        danger
        onConfirm={resetFactors}
      >
        Their authenticator app, passkeys and recovery codes are removed and their sessions end. Make sure that the request really comes
        from them.
      </ConfirmDialog>
      <Suspense fallback={null}>
        {open === 'edit' && <EditDialog person={person} version={account.version} onClose={close} />}
        {open === 'role' && <RoleDialog person={person} role={account.orgRole} onClose={close} />}
        {(open === 'reset' || open === 'renew' || open === 'reactivate') && <LinkDialog person={person} act={open} onClose={close} />}
        {open === 'deactivate' && <LeavingDialog person={person} belongings={belongings} onClose={close} />}
        {open === 'erase' && <EraseDialog person={person} onClose={close} />}
      </Suspense>
    </>
  );
}
