import { call } from '@orpc/server';
import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import { RequestList } from '#components/access/request-list.tsx';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { requestOperations } from '#lib/access/requests/procedures.ts';

export const metadata: Metadata = { title: 'Requests for access' };

const ask = (
  <LinkButton href="/access/requests/new" size="sm">
    Ask for access
  </LinkButton>
);

export default async function RequestsPage() {
  const actor = await requireActor();
  const context = await pageContext();
  const decides = canSomewhere(actor, 'member.manage');
  const listed = async (which: 'mine' | 'waiting' | 'decided') => (await call(requestOperations.list, { which }, { context })).requests;
  const [mine, waiting, decided] = await Promise.all([listed('mine'), decides ? listed('waiting') : [], decides ? listed('decided') : []]);
  return (
    <div className="max-w-5xl">
      {decides && (
        <DetailSection title="Waiting for your decision">
          {waiting.length > 0 ? (
            <RequestList requests={waiting} deciding />
          ) : (
            <p className="text-muted text-sm">Nobody is waiting. Requests for the teams you manage appear here.</p>
          )}
        </DetailSection>
      )}
      <DetailSection title="Your requests" actions={mine.length > 0 && ask}>
        {mine.length > 0 ? (
          <RequestList requests={mine} own />
        ) : (
          <EmptyState icon={<Inbox />} title="No requests yet" actions={ask}>
            Choose a team and a role, and say what you need it for. The team’s lead or an administrator decides.
          </EmptyState>
        )}
      </DetailSection>
      {decided.length > 0 && (
        <DetailSection title="Past requests">
          <RequestList requests={decided} />
        </DetailSection>
      )}
    </div>
  );
}
