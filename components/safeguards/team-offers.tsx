'use client';

import { Plus, ShieldCheck } from 'lucide-react';
import { Suspense, useState } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Person } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Link } from '#components/ui/link.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { evidenceStanding } from '#lib/risks/safeguards/rules.ts';
import type { Offers } from '#lib/risks/safeguards/schema.ts';
import { EvidenceWords } from './evidence-words.tsx';
import { StateMark } from './state-mark.tsx';

const AddDialog = lazily(() => import('./add-dialog.tsx'));

/** What a team does once for all of its assets. */
export function TeamOffers({ teamId, archived, found }: { teamId: string; archived: boolean; found: Offers }) {
  const timeZone = useViewerTimeZone();
  const [adding, setAdding] = useState(false);
  const { offers } = found;
  const add = found.may.edit && !archived && (
    <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => setAdding(true)}>
      Offer a control
    </Button>
  );
  return (
    <DetailBody>
      <DetailSection title="Safeguards offered to assets" actions={offers.length > 0 && add}>
        {offers.length === 0 ? (
          <EmptyState icon={<ShieldCheck />} title="Nothing is offered yet" actions={add}>
            What the team does once for all of its assets — one registry with signatures, one way to grant access — is implemented and
            verified here, and its assets inherit it.
          </EmptyState>
        ) : (
          <div className="overflow-x-auto">
            <table className="w-full min-w-2xl text-left text-sm">
              <thead className="text-muted text-xs">
                <tr className="border-b [&>th]:h-8 [&>th]:pr-4 [&>th]:font-medium">
                  <th scope="col">Control</th>
                  <th scope="col">State</th>
                  <th scope="col">Evidence</th>
                  <th scope="col">Owner</th>
                  <th scope="col">Inherited by</th>
                </tr>
              </thead>
              <tbody>
                {offers.map((offer) => (
                  <tr key={offer.id} className="border-b last:border-0 [&>td]:h-10 [&>td]:pr-4">
                    <td>
                      <Link href={`/safeguards/${offer.id}`} className="focus-ring rounded-sm font-medium text-ink hover:underline">
                        {offer.name}
                      </Link>
                    </td>
                    <td>
                      <StateMark state={offer.state} />
                    </td>
                    <td>
                      <EvidenceWords
                        standing={evidenceStanding(offer.evidence, offer.evidenceUntil ? new Date(offer.evidenceUntil) : null, new Date())}
                        pieces={offer.evidence}
                        until={offer.evidenceUntil}
                        timeZone={timeZone}
                      />
                    </td>
                    <td>
                      <Person name={offer.ownerName} />
                    </td>
                    <td className="tabular-nums">
                      {offer.heirs} {offer.heirs === 1 ? 'asset' : 'assets'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </DetailSection>
      {adding && (
        <Suspense fallback={null}>
          <AddDialog place={{ teamId }} without={offers.map(({ control }) => control)} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </DetailBody>
  );
}
