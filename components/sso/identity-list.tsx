'use client';

import { Fingerprint } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Identity, SignInProvider } from '#lib/access/sso/schema.ts';
import { request } from '#lib/client.ts';
import { begun } from './provider-buttons.tsx';

export interface IdentityListProps {
  identities: readonly Identity[];
  providers: readonly SignInProvider[];
  /** What came of a link that was just tried. */
  notice?: { tone: 'info' | 'danger'; text: string } | null;
}

/** The identities by which a person signs in through providers: linked by themselves, never by a mail address. */
export function IdentityList({ identities, providers, notice }: IdentityListProps) {
  const router = useRouter();
  const [going, setGoing] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [asking, setAsking] = useState<Identity | null>(null);
  const unlinked = providers.filter(({ name }) => identities.every((identity) => identity.provider !== name));

  async function link(provider: string) {
    setGoing(provider);
    setFailure(null);
    try {
      const { url } = await begun(request('POST /account/identities', { provider }));
      window.location.assign(url);
    } catch (error) {
      setGoing(null);
      setFailure(error instanceof Error ? error.message : 'That did not work. Try again.');
    }
  }

  async function unlink(identity: Identity) {
    await request('DELETE /account/identities/{id}', { id: identity.id });
    showToast(`${identity.provider} was unlinked.`, { tone: 'good' });
    router.refresh();
  }

  return (
    <div className="flex flex-col gap-3">
      {notice && <Callout tone={notice.tone}>{notice.text}</Callout>}
      {failure && <Callout tone="danger">{failure}</Callout>}
      {identities.length > 0 && (
        <ul className="divide-y rounded-md ring-1 ring-line ring-inset">
          {identities.map((identity) => (
            <li key={identity.id} className="flex items-center gap-3 px-3 py-2.5">
              <Fingerprint className="size-4 shrink-0 text-faint" aria-hidden="true" />
              <div className="min-w-0 flex-1 text-sm">
                <p className="truncate font-medium">{identity.provider}</p>
                <p className="truncate text-muted text-xs">
                  {identity.email && `${identity.email} · `}last used <RelativeTime value={identity.lastUsedAt} />
                </p>
              </div>
              <Button size="sm" onClick={() => setAsking(identity)} aria-label={`Unlink ${identity.provider}`}>
                Unlink
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {unlinked.map(({ key, name }) => (
          <Button key={key} busy={going === key} disabled={going !== null && going !== key} onClick={() => link(key)}>
            Link {name}
          </Button>
        ))}
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Unlink ${asking?.provider ?? ''}?`}
        confirmLabel="Unlink"
        danger
        onConfirm={async () => {
          if (asking) await unlink(asking);
        }}
      >
        <p>You can no longer sign in with it. Roles given by its groups end now.</p>
      </ConfirmDialog>
    </div>
  );
}
