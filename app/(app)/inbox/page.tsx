import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { InboxList } from '#components/inbox/inbox-list.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { inboxOperations } from '#lib/access/notices/inbox/procedures.ts';
import { pageContext } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { which: wanted } = await searchParams;
  const which = wanted === 'unread' ? 'unread' : 'all';
  const first = await call(inboxOperations.list, { which }, { context: await pageContext() });
  return (
    <>
      <PageHeader
        title="Inbox"
        actions={
          <LinkButton href="/settings/notifications" size="sm" variant="quiet">
            Notification settings
          </LinkButton>
        }
      />
      <InboxList key={`${which} ${first.notifications[0]?.id}`} first={first} which={which} />
    </>
  );
}
