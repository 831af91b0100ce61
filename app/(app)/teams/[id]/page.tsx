import { call } from '@orpc/server';
import { TeamMembers } from '#components/teams/team-members.tsx';
import { membershipOperations } from '#lib/access/memberships/procedures.ts';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { requestOperations } from '#lib/access/requests/procedures.ts';
import { heldTeamOperations } from '#lib/composition.ts';

export default async function TeamPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const context = await pageContext();
  const [team, { members }] = await Promise.all([
    call(heldTeamOperations.get, { id }, { context }),
    call(membershipOperations.list, { id }, { context }),
  ]).catch(missing);
  const { requests } = team.may.members
    ? await call(requestOperations.list, { which: 'waiting', teamId: id }, { context })
    : { requests: [] };
  return (
    <TeamMembers
      team={team}
      members={members}
      requests={requests}
      viewerId={actor.id}
      mayAsk={can(actor, 'review.request', { teamId: id })}
    />
  );
}
