'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { AccessRequest } from '#lib/access/requests/schema.ts';
import { request as call } from '#lib/client.ts';
import { ApproveDialog } from './approve-dialog.tsx';
import { RefuseDialog } from './refuse-dialog.tsx';

export interface RequestListProps {
  requests: readonly AccessRequest[];
  /** The viewer decides on them; otherwise they are the viewer's own, or decided. */
  deciding?: boolean;
  /** They are the viewer's own. */
  own?: boolean;
  /** The page is about their team. */
  withoutTeam?: boolean;
}

const states: Record<AccessRequest['status'], { label: string; tone: Tone }> = {
  open: { label: 'Waiting', tone: 'accent' },
  approved: { label: 'Approved', tone: 'good' },
  refused: { label: 'Refused', tone: 'danger' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
};

/** Requests for access: who asks for what and why, and what came of it or can be done. */
export function RequestList({ requests, deciding = false, own = false, withoutTeam = false }: RequestListProps) {
  const router = useRouter();
  const [open, setOpen] = useState<{ what: 'approve' | 'refuse' | 'withdraw'; request: AccessRequest } | null>(null);
  const close = () => setOpen(null);

  async function withdraw(id: string) {
    await call('POST /access/requests/{id}/withdraw', { id });
    showToast('Withdrawn.', { tone: 'good' });
    router.refresh();
  }

  return (
    <>
      <ul className="divide-y border-y">
        {requests.map((request) => (
          <li key={request.id} className="flex flex-wrap items-start gap-x-6 gap-y-2 py-3 text-sm">
            <div className="flex min-w-0 flex-1 basis-72 gap-2.5">
              <Avatar name={request.person.name} />
              <div className="min-w-0">
                <p>
                  {own ? (
                    'You'
                  ) : (
                    <Link
                      href={`/people/${request.person.id}`}
                      className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2"
                    >
                      {request.person.name}
                    </Link>
                  )}{' '}
                  {own ? 'asked for' : request.held ? `, ${request.held.name} now, asks for` : 'asks for'}{' '}
                  <span className="font-medium">{request.role.name}</span>
                  {!withoutTeam && (
                    <>
                      {' '}
                      in <span className="font-medium">{request.team.name}</span>
                    </>
                  )}
                  {request.until && (
                    <>
                      {' '}
                      until <DayTime value={request.until} />
                    </>
                  )}
                  {request.roleRetired && request.status === 'open' && <Badge className="ml-2">Role retired since</Badge>}
                  <span className="text-muted">
                    {' · '}
                    <RelativeTime value={request.createdAt} />
                  </span>
                </p>
                <p className="max-w-[72ch] whitespace-pre-line break-words text-muted">{request.reason}</p>
                {request.status !== 'open' && (
                  <p className="mt-1 flex flex-wrap items-center gap-x-2 text-muted">
                    <Badge tone={states[request.status].tone}>{states[request.status].label}</Badge>
                    {request.decidedBy && request.decidedAt && (
                      <span>
                        by {request.decidedBy}, <RelativeTime value={request.decidedAt} />
                      </span>
                    )}
                    {request.note && <span className="basis-full break-words">{request.note}</span>}
                  </p>
                )}
              </div>
            </div>
            {request.status === 'open' && (
              <div className="flex shrink-0 gap-2 max-sm:pl-7.5">
                {deciding && (
                  <>
                    <Button size="sm" onClick={() => setOpen({ what: 'refuse', request })}>
                      Refuse…
                      <span className="sr-only"> the request of {request.person.name}</span>
                    </Button>
                    <Button size="sm" variant="primary" onClick={() => setOpen({ what: 'approve', request })}>
                      Approve…
                      <span className="sr-only"> the request of {request.person.name}</span>
                    </Button>
                  </>
                )}
                {own && (
                  <>
                    <Badge tone="accent">Waiting for a decision</Badge>
                    <Button size="sm" variant="quiet" onClick={() => setOpen({ what: 'withdraw', request })}>
                      Withdraw
                    </Button>
                  </>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {open?.what === 'approve' && <ApproveDialog request={open.request} onClose={close} />}
      {open?.what === 'refuse' && <RefuseDialog request={open.request} onClose={close} />}
      <ConfirmDialog
        open={open?.what === 'withdraw'}
        onOpenChange={close}
        title={`Withdraw your request for ${open?.request.team.name ?? ''}?`}
        confirmLabel="Withdraw"
        onConfirm={async () => {
          if (open) await withdraw(open.request.id);
        }}
      >
        You can ask again at any time.
      </ConfirmDialog>
    </>
  );
}
