import { call } from '@orpc/server';
import { ShieldQuestion } from 'lucide-react';
import type { Metadata } from 'next';
import { ExplanationView } from '#components/access/explanation-view.tsx';
import { SubjectChoice } from '#components/access/subject-choice.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { can, canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { personOperations } from '#lib/access/users/page/procedures.ts';
import { teamToBeginWith } from '#lib/access/users/page/rules.ts';
import { accessOperations } from '#lib/composition.ts';

export const metadata: Metadata = { title: 'Why can they?' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const one = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);

export default async function AccessPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const actor = await requireActor();
  const context = await pageContext();
  const principalId = one(parameters['who']) ?? actor.id;
  const assetId = one(parameters['asset']);
  const other = principalId === actor.id ? null : await call(personOperations.get, { id: principalId }, { context }).catch(() => null);
  const first = other ? teamToBeginWith(other) : principalId === actor.id ? actor.memberships[0]?.teamId : undefined;
  const teamId = assetId ? undefined : (one(parameters['team']) ?? first);
  const input = { principalId, assetId, teamId, tokenId: one(parameters['token']) };
  const found =
    assetId || teamId
      ? await call(accessOperations.explain, input, { context }).then(
          (explanation) => ({ explanation, error: null }),
          (error: unknown) => ({ explanation: null, error: toAppError(error, context.requestId).message }),
        )
      : { explanation: null, error: null };
  const { explanation, error } = found;
  const chosen = {
    who: explanation
      ? explanation.principal
      : { id: principalId, name: principalId === actor.id ? actor.name : (other?.name ?? 'Somebody') },
    asset: explanation?.asset ?? null,
    team: explanation && !explanation.asset ? explanation.team : null,
    token: explanation?.token ?? null,
  };
  return (
    <>
      <SubjectChoice chosen={chosen} tokens={explanation?.tokens} others={canSomewhere(actor, 'access.explain')} />
      {error && (
        <div className="mt-6 max-w-2xl">
          <Callout tone="warning">{error}</Callout>
        </div>
      )}
      {explanation && (
        <ExplanationView
          explanation={explanation}
          isViewer={explanation.principal.id === actor.id}
          mayAskBack={can(actor, 'access.explain', { teamId: explanation.team.id })}
        />
      )}
      {!explanation && !error && (
        <EmptyState icon={<ShieldQuestion />} title="Choose an asset or a team">
          See what they may do, through which role, and why not the rest.
        </EmptyState>
      )}
    </>
  );
}
