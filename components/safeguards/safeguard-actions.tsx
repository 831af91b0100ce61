'use client';

import { BadgeCheck, Ban, CircleDashed, Ellipsis, GitBranch, Pencil, ShieldHalf, Trash2, Undo2, Unlink } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Safeguard } from '#lib/risks/safeguards/schema.ts';

const EditDialog = lazily(() => import('./edit-dialog.tsx'));
const ReasonDialog = lazily(() => import('./reason-dialog.tsx'));
const InheritDialog = lazily(() => import('./inherit-dialog.tsx'));

type Open = 'edit' | 'exclude' | 'take-back' | 'reopen' | 'inherit' | 'release' | 'remove';

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : 'Try again.');

/** What can be done with a safeguard now: one step as the button, the rest in a menu. */
export function SafeguardActions({ safeguard }: { safeguard: Safeguard }) {
  const router = useRouter();
  const [open, setOpen] = useState<Open | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, version, state, may, source } = safeguard;
  const close = () => setOpen(null);

  async function run(work: () => Promise<unknown>, done: string) {
    setBusy(true);
    try {
      await work();
      showToast(done, { tone: 'good' });
      router.refresh();
    } catch (error) {
      showToast('Nothing was changed.', { tone: 'danger', detail: reasonOf(error) });
    } finally {
      setBusy(false);
    }
  }
  const become = (to: 'planned' | 'implemented', done: string) =>
    run(() => request('POST /safeguards/{id}/state', { id, version, state: to }), done);
  const verify = () => run(() => request('POST /safeguards/{id}/verify', { id, version }), 'Verified.');
  const release = async () => {
    await request('POST /safeguards/{id}/release', { id, version });
    showToast('It follows no other any more, and is planned.', { tone: 'good' });
    router.refresh();
  };
  const remove = async () => {
    await request('DELETE /safeguards/{id}', { id, version });
    showToast('Removed.', { tone: 'good' });
    router.push(safeguard.asset ? `/assets/${safeguard.asset.id}/safeguards` : `/teams/${safeguard.team.id}/safeguards`);
  };

  const entries: MenuEntry[] = [];
  const offer = (entry: Exclude<MenuEntry, { type: string }> | false) => entry && entries.push(entry);
  const own = may.edit && !source;
  offer(may.edit && { id: 'edit', label: 'Edit…', icon: <Pencil aria-hidden="true" />, onSelect: () => setOpen('edit') });
  offer(
    own &&
      safeguard.sources.length > 0 && {
        id: 'inherit',
        label: 'Follow another safeguard…',
        icon: <GitBranch aria-hidden="true" />,
        onSelect: () => setOpen('inherit'),
      },
  );
  offer(
    state === 'verified' &&
      !source &&
      (may.edit || may.takeBack) && {
        id: 'take-back',
        label: 'Take the verification back…',
        icon: <Undo2 aria-hidden="true" />,
        onSelect: () => setOpen('take-back'),
      },
  );
  offer(
    own &&
      (state === 'implemented' || state === 'verified') && {
        id: 'reopen',
        label: state === 'implemented' ? 'Back to planned' : 'Back to planned…',
        icon: <CircleDashed aria-hidden="true" />,
        onSelect: () => (state === 'implemented' ? become('planned', 'Planned again.') : setOpen('reopen')),
      },
  );
  offer(
    own &&
      state !== 'not_applicable' && {
        id: 'exclude',
        label: 'Not applicable…',
        icon: <Ban aria-hidden="true" />,
        onSelect: () => setOpen('exclude'),
      },
  );
  offer(
    may.edit &&
      source !== null && {
        id: 'release',
        label: 'End the inheritance…',
        icon: <Unlink aria-hidden="true" />,
        onSelect: () => setOpen('release'),
      },
  );
  offer(
    may.remove && { id: 'remove', label: 'Remove…', icon: <Trash2 aria-hidden="true" />, danger: true, onSelect: () => setOpen('remove') },
  );

  return (
    <>
      {own && state === 'planned' && (
        <Button
          variant="primary"
          busy={busy}
          icon={<ShieldHalf aria-hidden="true" />}
          onClick={() => become('implemented', 'Implemented. Somebody else verifies it.')}
        >
          Mark implemented
        </Button>
      )}
      {own && state === 'not_applicable' && (
        <Button
          variant="primary"
          busy={busy}
          icon={<CircleDashed aria-hidden="true" />}
          onClick={() => become('planned', 'Planned again.')}
        >
          Plan again
        </Button>
      )}
      {may.verify && (
        <Button variant="primary" busy={busy} icon={<BadgeCheck aria-hidden="true" />} onClick={verify}>
          {state === 'verified' ? 'Verify again' : 'Verify'}
        </Button>
      )}
      {entries.length > 0 && (
        <Menu
          label={`More actions on ${safeguard.control.name}`}
          align="end"
          entries={entries}
          trigger={(trigger) => (
            <Button {...trigger} aria-label="More actions" className="!px-2">
              <Ellipsis aria-hidden="true" />
            </Button>
          )}
        />
      )}
      <Suspense fallback={null}>
        {open === 'edit' && <EditDialog safeguard={safeguard} onClose={close} />}
        {open === 'inherit' && <InheritDialog safeguard={safeguard} onClose={close} />}
        {(open === 'exclude' || open === 'take-back' || open === 'reopen') && (
          <ReasonDialog safeguard={safeguard} step={open} onClose={close} />
        )}
      </Suspense>
      <ConfirmDialog open={open === 'release'} onOpenChange={close} title="End the inheritance?" confirmLabel="End it" onConfirm={release}>
        It is planned again and counts for nothing until it is implemented here. Its own evidence, if it has any, is still there.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={close}
        title="Remove this safeguard?"
        confirmLabel="Remove"
        danger
        onConfirm={remove}
      >
        Nobody has worked on it, so it goes as if it had not been planned. The audit log keeps that it was.
      </ConfirmDialog>
    </>
  );
}
