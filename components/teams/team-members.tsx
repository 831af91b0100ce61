'use client';

import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { RequestList } from '#components/access/request-list.tsx';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Member } from '#lib/access/memberships/schema.ts';
import type { AccessRequest } from '#lib/access/requests/schema.ts';
import type { TeamDetail } from '#lib/access/teams/schema.ts';
import { MemberDialog } from './member-dialog.tsx';
import { MemberTable } from './member-table.tsx';

export interface TeamMembersProps {
  team: TeamDetail;
  members: readonly Member[];
  requests: readonly AccessRequest[];
  viewerId: string;
  mayAsk: boolean;
}

/** Who is in the team, and who would like to be. */
export function TeamMembers({ team, members, requests, viewerId, mayAsk }: TeamMembersProps) {
  const [adding, setAdding] = useState(false);
  const led = members.some((member) => member.leads && member.status === 'active');
  const add = (
    <Button size="sm" icon={<UserPlus aria-hidden="true" />} onClick={() => setAdding(true)}>
      Add member
    </Button>
  );
  return (
    <div className="px-4 py-5 md:px-6">
      {team.archivedAt && (
        <div className="mb-6">
          <Callout title="This team is archived">
            Its members keep their place but hold nothing through it. They do again once it is restored.
          </Callout>
        </div>
      )}
      {!led && !team.archivedAt && (
        <div className="mb-6">
          <Callout tone="warning" title="Nobody leads this team">
            Administrators decide on its members and requests. Give somebody the role Lead to change that.
          </Callout>
        </div>
      )}
      {requests.length > 0 && (
        <DetailSection title={requests.length === 1 ? '1 request waiting' : `${requests.length} requests waiting`}>
          <RequestList requests={requests} deciding withoutTeam />
        </DetailSection>
      )}
      <DetailSection
        title="Members"
        actions={
          team.may.members
            ? add
            : !team.archivedAt && (
                <LinkButton size="sm" href={`/access/requests/new?team=${team.id}`}>
                  {team.role ? 'Ask for another role' : 'Ask for access'}
                </LinkButton>
              )
        }
      >
        {members.length > 0 ? (
          <MemberTable
            team={team}
            members={members}
            viewerId={viewerId}
            mayExplain={team.may.explain}
            mayAsk={mayAsk && !team.archivedAt}
          />
        ) : (
          <EmptyState icon={<Users />} title="No members yet" actions={team.may.members && add}>
            Members and their roles decide who may do what to the team’s assets.
          </EmptyState>
        )}
      </DetailSection>
      {adding && <MemberDialog team={team} onClose={() => setAdding(false)} />}
    </div>
  );
}
