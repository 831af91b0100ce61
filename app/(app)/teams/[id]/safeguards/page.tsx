import { call } from '@orpc/server';
import { TeamOffers } from '#components/safeguards/team-offers.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { heldTeamOperations } from '#lib/composition.ts';
import { safeguardOperations } from '#lib/risks/safeguards/procedures.ts';

export default async function TeamSafeguardsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const context = await pageContext();
  const team = await call(heldTeamOperations.get, { id }, { context }).catch(missing);
  if (!can(actor, 'asset.read', { teamId: id })) return <DeniedState action="see the safeguards of this team" />;
  const found = await call(safeguardOperations.offers, { id }, { context }).catch(missing);
  return <TeamOffers teamId={id} archived={team.archivedAt !== null} found={found} />;
}
