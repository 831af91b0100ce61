'use client';

import { KeyRound, Smartphone } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { EnrolPasskey } from '#components/access/enrol-passkey.tsx';
import { EnrolTotp } from '#components/access/enrol-totp.tsx';
import { RecoveryCodes } from '#components/access/recovery-codes.tsx';
import { useHydrated } from '#components/access/use-hydrated.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Added, Factors } from '#lib/access/factors/schema.ts';
import { freshProof, request } from '#lib/client.ts';
import { RenamePasskey } from './rename-passkey.tsx';

type Passkey = Factors['passkeys'][number];
type Doing = 'totp' | 'passkey' | { remove: Passkey | 'totp' } | { rename: Passkey } | null;

/** The person's factors, and the ways to add and remove them. What is sensitive asks for a fresh proof first. */
export function SecondFactors({ factors }: { factors: Factors }) {
  const router = useRouter();
  const hydrated = useHydrated();
  const [doing, setDoing] = useState<Doing>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const count = factors.passkeys.length + (factors.totp ? 1 : 0);

  async function begin(what: Doing) {
    try {
      if (await freshProof()) setDoing(what);
    } catch (error) {
      showToast('That could not be started.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    }
  }

  function added(what: string, result: Added | null) {
    setDoing(null);
    if (!result) return;
    showToast(`${what} was added.`, { tone: 'good', detail: result.recoveryCodes ? 'Your other sessions have ended.' : undefined });
    setCodes(result.recoveryCodes);
    router.refresh();
  }

  async function remove(what: Passkey | 'totp') {
    if (what === 'totp') await request('DELETE /account/totp', {});
    else await request('DELETE /account/passkeys/{id}', { id: what.id });
    showToast(what === 'totp' ? 'The authenticator app was removed.' : `${what.name} was removed.`, { tone: 'good' });
    router.refresh();
  }

  const removed = doing !== null && typeof doing === 'object' && 'remove' in doing ? doing.remove : null;
  return (
    <div className="flex flex-col gap-4">
      {count === 0 && (
        <Callout tone={factors.required ? 'warning' : 'info'} title="Your password is all that protects your account">
          With a second factor, a stolen password is not enough to get in.
        </Callout>
      )}
      {count > 0 && (
        <ul className="divide-y rounded-md ring-1 ring-line ring-inset" aria-label="Second factors">
          {factors.totp && (
            <Factor
              icon={<Smartphone />}
              name="Authenticator app"
              facts={
                <>
                  Codes of six digits · <AddedAt at={factors.totp.addedAt} />
                </>
              }
            >
              <Button size="sm" disabled={!hydrated} onClick={() => begin('totp')} aria-label="Replace the authenticator app">
                Replace
              </Button>
              <Button size="sm" disabled={!hydrated} onClick={() => begin({ remove: 'totp' })} aria-label="Remove the authenticator app">
                Remove
              </Button>
            </Factor>
          )}
          {factors.passkeys.map((passkey) => (
            <Factor
              key={passkey.id}
              icon={<KeyRound />}
              name={passkey.name}
              badge={passkey.backedUp ? 'Synced' : undefined}
              facts={
                <>
                  Passkey · <AddedAt at={passkey.addedAt} /> ·{' '}
                  {passkey.lastUsedAt ? (
                    <>
                      last used <RelativeTime value={passkey.lastUsedAt} />
                    </>
                  ) : (
                    'not used yet'
                  )}
                </>
              }
            >
              <Button size="sm" disabled={!hydrated} onClick={() => setDoing({ rename: passkey })} aria-label={`Rename ${passkey.name}`}>
                Rename
              </Button>
              <Button size="sm" disabled={!hydrated} onClick={() => begin({ remove: passkey })} aria-label={`Remove ${passkey.name}`}>
                Remove
              </Button>
            </Factor>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button disabled={!hydrated} onClick={() => begin('passkey')} icon={<KeyRound aria-hidden="true" />}>
          Add a passkey
        </Button>
        {!factors.totp && (
          <Button disabled={!hydrated} onClick={() => begin('totp')} icon={<Smartphone aria-hidden="true" />}>
            Add an authenticator app
          </Button>
        )}
      </div>
      {doing === 'totp' && <EnrolTotp onEnd={(result) => added('The authenticator app', result)} />}
      {doing === 'passkey' && <EnrolPasskey onEnd={(result) => added('The passkey', result)} />}
      {doing !== null && typeof doing === 'object' && 'rename' in doing && (
        <RenamePasskey passkey={doing.rename} onEnd={() => setDoing(null)} />
      )}
      {codes && <RecoveryCodes codes={codes} onEnd={() => setCodes(null)} />}
      <ConfirmDialog
        open={removed !== null}
        onOpenChange={() => setDoing(null)}
        title={removed === 'totp' ? 'Remove the authenticator app?' : `Remove ${removed?.name ?? 'it'}?`}
        confirmLabel="Remove"
        danger
        onConfirm={async () => {
          if (removed) await remove(removed);
        }}
      >
        <p>You will no longer be able to sign in with it.</p>
        {count === 1 && <p>It is your last one: your password alone will be enough to sign in, and your recovery codes stop working.</p>}
      </ConfirmDialog>
    </div>
  );
}

const AddedAt = ({ at }: { at: string }) => (
  <>
    added <RelativeTime value={at} />
  </>
);

function Factor({
  icon,
  name,
  badge,
  facts,
  children,
}: {
  icon: ReactNode;
  name: string;
  badge?: string;
  facts: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
      <span className="text-faint [&_svg]:size-4" aria-hidden="true">
        {icon}
      </span>
      <div className="min-w-40 flex-1 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className="break-words">{name}</span>
          {badge && <Badge>{badge}</Badge>}
        </p>
        <p className="text-muted text-xs">{facts}</p>
      </div>
      <div className="flex gap-2">{children}</div>
    </li>
  );
}
