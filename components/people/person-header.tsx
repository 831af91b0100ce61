'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { DetailHeader } from '#components/data/detail/detail-header.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { StatusBadge } from './status-badge.tsx';

export interface PersonHeaderProps {
  person: PersonDetail;
  /** Whether the viewer may go back to the list. */
  listed: boolean;
  actions?: ReactNode;
}

/** The head of a person's pages: who they are, how they stand, and what can be done. */
export function PersonHeader({ person, listed, actions }: PersonHeaderProps) {
  const path = usePathname();
  const home = `/people/${person.id}`;
  const { account } = person;
  const mail = {
    label: 'Email address',
    value: (
      <span className="inline-flex min-w-0 items-center gap-0.5">
        <span className="min-w-0 break-all">{account?.erased ? 'Erased' : person.email}</span>
        {!account?.erased && <CopyButton text={person.email} what="email address" />}
      </span>
    ),
  };
  return (
    <DetailHeader
      title={person.name}
      crumbs={listed ? [{ label: 'People', href: '/people' }] : []}
      icon={<Avatar name={person.name} size="md" />}
      badges={account && <StatusBadge status={account.status} />}
      actions={actions}
      facts={
        account
          ? [
              mail,
              { label: 'Organisation role', value: account.orgRole.name },
              { label: 'Last seen', value: account.lastSeenAt ? <RelativeTime value={account.lastSeenAt} /> : 'Never' },
              { label: 'Second factor', value: account.secondFactor ? 'Yes' : 'No' },
              ...(account.sessions === null ? [] : [{ label: 'Sessions', value: String(account.sessions) }]),
              ...(account.tokens === null ? [] : [{ label: 'Tokens', value: String(account.tokens) }]),
            ]
          : [mail]
      }
      tabs={[
        { href: home, label: 'Overview', current: path === home },
        ...(account ? [{ href: `${home}/activity`, label: 'Activity', current: path === `${home}/activity` }] : []),
      ]}
    />
  );
}
