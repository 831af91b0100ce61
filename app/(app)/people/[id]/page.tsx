import { call } from '@orpc/server';
import { PersonOverview } from '#components/people/person-overview.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { personOperations } from '#lib/access/users/page/procedures.ts';
import { leavingOperations } from '#lib/composition.ts';

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const context = await pageContext();
  const person = await call(personOperations.get, { id }, { context }).catch(missing);
  const owned = person.account ? await call(leavingOperations.belongings, { id }, { context }) : null;
  return (
    <PersonOverview
      person={person}
      belongings={owned?.belongings ?? null}
      mayExplain={person.may.self || canSomewhere(actor, 'access.explain')}
    />
  );
}
