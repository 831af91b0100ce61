'use client';

import { ArrowLeft, Ban, Pencil, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { ServiceAccount } from '#lib/access/service-accounts/schema.ts';
import { request } from '#lib/client.ts';
import { type RoleOption, ServiceAccountDialog } from './service-account-dialog.tsx';

/** What a service account is, and what can be done with it. */
export function ServiceAccountHeader({ account, roles }: { account: ServiceAccount; roles: readonly RoleOption[] }) {
  const router = useRouter();
  const [asking, setAsking] = useState<'edit' | 'turn' | null>(null);
  const active = account.status === 'active';
  const close = () => setAsking(null);

  async function turn() {
    const { id } = account;
    if (active) await request('POST /service-accounts/{id}/deactivate', { id });
    else await request('POST /service-accounts/{id}/reactivate', { id });
    showToast(active ? `${account.name} was deactivated.` : `${account.name} is active again.`, { tone: 'good' });
    router.refresh();
  }

  return (
    <section>
      <Link
        href={`/teams/${account.teamId}/service-accounts`}
        className="focus-ring inline-flex items-center gap-1 rounded-sm text-muted text-sm hover:text-ink"
      >
        <ArrowLeft className="size-3.5" aria-hidden="true" />
        All service accounts
      </Link>
      <div className="mt-2 mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="break-words font-semibold text-base">{account.name}</h2>
            {!active && <Badge>Deactivated</Badge>}
          </div>
          {account.description && <p className="mt-1 max-w-[72ch] break-words text-muted text-sm">{account.description}</p>}
        </div>
        <div className="flex gap-2">
          <Button icon={<Pencil aria-hidden="true" />} onClick={() => setAsking('edit')}>
            Edit
          </Button>
          <Button icon={active ? <Ban aria-hidden="true" /> : <RotateCcw aria-hidden="true" />} onClick={() => setAsking('turn')}>
            {active ? 'Deactivate' : 'Activate'}
          </Button>
        </div>
      </div>
      <KeyValueList
        items={[
          { label: 'Role', value: `${account.role.name} in ${account.teamName}` },
          { label: 'Last used', value: account.lastUsedAt ? <RelativeTime value={account.lastUsedAt} /> : 'Never' },
          {
            label: 'Created',
            value: (
              <>
                <DayTime value={account.createdAt} />
                {account.createdBy && ` by ${account.createdBy}`}
              </>
            ),
          },
        ]}
      />
      {asking === 'edit' && (
        <ServiceAccountDialog
          teamId={account.teamId}
          roles={roles}
          account={account}
          onClose={close}
          onDone={() => {
            showToast('Saved.', { tone: 'good' });
            router.refresh();
            close();
          }}
        />
      )}
      <ConfirmDialog
        open={asking === 'turn'}
        onOpenChange={close}
        title={active ? `Deactivate ${account.name}?` : `Activate ${account.name}?`}
        confirmLabel={active ? 'Deactivate' : 'Activate'}
        danger={active}
        onConfirm={turn}
      >
        <p>
          {active
            ? 'All its tokens are revoked: whatever uses one is refused from the next request on.'
            : 'It gets its role back. Its tokens stay revoked: make it a new one.'}
        </p>
      </ConfirmDialog>
    </section>
  );
}
