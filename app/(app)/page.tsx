import { call } from '@orpc/server';
import { Boxes, FileInput, FileText, Plus, ShieldQuestion } from 'lucide-react';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { summary } from '#components/insights/overview/findings.ts';
import { OverviewParts } from '#components/insights/overview/overview-parts.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { totalOf } from '#lib/insights/history/rules.ts';
import { focusOf } from '#lib/insights/overview/policy.ts';
import { overviewOperations } from '#lib/insights/overview/procedures.ts';
import { now } from '#lib/platform/clock.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Overview" />;
  const overview = await call(overviewOperations.overview, {}, { context: await pageContext() });
  const { assets, risks, firstStep } = overview;
  if (assets.levels.every((n) => n === 0))
    return <NoAssets mayImport={canSomewhere(actor, 'asset.import')} mayCreate={canSomewhere(actor, 'asset.create')} />;
  return (
    <>
      <PageHeader
        title="Overview"
        description={firstStep ? 'Nothing is assessed yet: what is not known is not safe.' : summary(risks.levels, risks.week)}
        actions={
          <LinkButton href="/reports/posture" icon={<FileText aria-hidden="true" />}>
            Report
          </LinkButton>
        }
      />
      {firstStep && <FirstStep step={firstStep} only={totalOf(assets.levels) === 1} mayAssess={canSomewhere(actor, 'risk.assess')} />}
      <OverviewParts overview={overview} focus={focusOf(actor)} personId={actor.id} at={now().getTime()} />
    </>
  );
}

type FirstStepProps = { step: { assetId: string; assetName: string; risks: number }; only: boolean; mayAssess: boolean };

/** Where nothing is assessed: the asset to begin with, which may be the only one. */
function FirstStep({ step, only, mayAssess }: FirstStepProps) {
  return (
    <div className="mx-4 mb-5 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md bg-accent-wash px-4 py-3 md:mx-6">
      <ShieldQuestion aria-hidden="true" className="size-5 shrink-0 text-accent-ink" />
      <p className="min-w-0 flex-1 basis-72 text-sm">
        {mayAssess ? (
          <>
            Threats have been found for every asset, and nobody has judged any of them. Begin with{' '}
            {only ? '' : 'your most critical asset, '}
            <strong className="font-medium">{step.assetName}</strong>.
          </>
        ) : (
          'Threats have been found for every asset, and nobody has judged any of them yet.'
        )}
      </p>
      {mayAssess && (
        <LinkButton href={`/assets/${step.assetId}/risks`} variant="primary">
          {`Assess the ${step.risks === 1 ? 'risk' : `${step.risks} risks`} of ${step.assetName}`}
        </LinkButton>
      )}
    </div>
  );
}

function NoAssets({ mayImport, mayCreate }: { mayImport: boolean; mayCreate: boolean }) {
  return (
    <EmptyState
      size="page"
      icon={<Boxes />}
      title="Your inventory is empty"
      actions={
        <>
          {mayImport && (
            <LinkButton href="/imports/new" variant="primary" icon={<FileInput aria-hidden="true" />}>
              Import a file
            </LinkButton>
          )}
          {mayCreate && (
            <LinkButton href="/assets/new" icon={<Plus aria-hidden="true" />}>
              New asset
            </LinkButton>
          )}
        </>
      }
    >
      {mayImport || mayCreate
        ? 'Import an ML bill of materials (CycloneDX, SPDX) or a CSV, or register the first asset by hand.'
        : 'As soon as your teams register assets, this page shows where they stand.'}
    </EmptyState>
  );
}
