import { call } from '@orpc/server';
import { Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { NoTeam } from '#components/access/no-team.tsx';
import { CatalogueNavigation } from '#components/catalogue/catalogue-navigation.tsx';
import { RecalculationProgress } from '#components/catalogue/recalculation-progress.tsx';
import { Link } from '#components/ui/link.tsx';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';
import { recalculationOperations } from '#lib/risks/posture/recalculation/procedures.ts';

export default async function CatalogueLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Catalogue" />;
  const context = await pageContext();
  const [{ newer }, { rows }] = await Promise.all([
    call(catalogueOperations.overview, {}, { context }),
    call(recalculationOperations.list, {}, { context }),
  ]);
  return (
    <>
      <CatalogueNavigation />
      <RecalculationProgress latest={rows[0] ?? null} />
      {newer && canEverywhere(actor, 'catalogue.manage') && (
        <p className="flex flex-wrap items-center gap-x-2 border-b bg-accent-wash px-4 py-2 text-sm md:px-6">
          <Sparkles className="size-4 text-accent-ink" aria-hidden="true" />
          Version {newer.version} of the built-in catalogue is here.
          <Link href="/catalogue/newer" className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
            See what would change
          </Link>
        </p>
      )}
      <div className="[--page-height:calc(100dvh-5.5rem)] md:[--page-height:calc(100dvh-2.5rem)]">{children}</div>
    </>
  );
}
