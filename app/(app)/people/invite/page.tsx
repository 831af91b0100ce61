import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { InviteScreen } from '#components/people/invite-screen.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Invite people', referrer: 'no-referrer' };

export default async function InvitePage() {
  const may = canEverywhere(await requireActor(), 'person.manage');
  return (
    <>
      <PageHeader
        title="Invite people"
        crumbs={[{ label: 'People', href: '/people' }]}
        description={may && 'Each person gets a link to choose a name and password. It works once and expires after 24 hours.'}
      />
      {may ? <InviteScreen /> : <DeniedState action="invite people" />}
    </>
  );
}
