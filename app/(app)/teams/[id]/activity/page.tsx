import { call } from '@orpc/server';
import { TeamActivityList } from '#components/teams/team-activity.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { teamOperations } from '#lib/access/teams/procedures.ts';

export default async function TeamActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const activity = await call(teamOperations.activity, { id }, { context: await pageContext() }).catch(missing);
  return <TeamActivityList key={activity.entries[0]?.id} id={id} first={activity} />;
}
