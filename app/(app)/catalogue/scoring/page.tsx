import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ScoringForm } from '#components/catalogue/scoring-form.tsx';
import { ScoringMatrix } from '#components/catalogue/scoring-matrix.tsx';
import { ScoringWords } from '#components/catalogue/scoring-words.tsx';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'Scoring' };

export default async function ScoringPage() {
  const actor = await requireActor();
  const scoring = await call(catalogueOperations.scoring, {}, { context: await pageContext() });
  return (
    <>
      <PageHeader title="Scoring" description="Which level a likelihood and an impact give, and for how long an assessment holds." />
      <DetailBody
        side={
          <DetailSection title="How a level comes about">
            <ScoringWords />
          </DetailSection>
        }
      >
        {canEverywhere(actor, 'catalogue.manage') ? (
          <ScoringForm scoring={scoring} />
        ) : (
          <>
            <ScoringMatrix matrix={scoring.matrix} />
            <p className="mt-5 text-sm">
              An assessment holds for {scoring.assessmentDays} days. After that a low or medium risk is stale until somebody looks again.
            </p>
          </>
        )}
      </DetailBody>
    </>
  );
}
