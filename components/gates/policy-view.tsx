'use client';

import { Suspense, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { differencesBetween } from '#lib/gates/policies/rules.ts';
import type { Policy } from '#lib/gates/policies/schema.ts';
import { type Names, type Requirement, titleOf } from '#lib/gates/rules.ts';

const PolicyEditor = lazily(async () => ({ default: (await import('./policy-editor.tsx')).PolicyEditor }));

/** One gate: what it asks for, its earlier numbers with what each changed, and its editor. */
export function PolicyView({ policy }: { policy: Policy }) {
  const { kind, stage, versions, names } = policy;
  const [editing, setEditing] = useState(false);
  const [holds] = versions;
  return (
    <>
      <PageHeader
        title={`${kindLabels[kind]} before ${stageLabels[stage].toLowerCase()}`}
        crumbs={[
          { label: 'Gates', href: '/gates' },
          { label: 'Policies', href: '/gates/policies' },
        ]}
        aside={holds && <Badge>Number {holds.number}</Badge>}
        description="What an asset of this kind must have before it goes on to this stage."
        actions={
          policy.mayEdit &&
          !editing && (
            <Button variant="primary" onClick={() => setEditing(true)}>
              Edit
            </Button>
          )
        }
      />
      <div className="px-4 py-4 md:px-6">
        {editing ? (
          <Suspense fallback={null}>
            <PolicyEditor policy={policy} onClose={() => setEditing(false)} />
          </Suspense>
        ) : (
          <>
            <DetailSection title="It asks for">
              <RequirementList requirements={holds?.requirements ?? []} names={names} />
            </DetailSection>
            <DetailSection title="Numbers">
              <ol className="flex max-w-3xl flex-col divide-y">
                {versions.map((version, at) => (
                  <li key={version.number} className="py-2.5 text-sm">
                    <p>
                      <span className="font-medium">Number {version.number}</span>{' '}
                      <span className="text-muted">
                        {version.builtIn ? 'came with Gatehouse' : `by ${version.createdByName ?? 'somebody'}`},{' '}
                        <DayTime value={version.createdAt} />
                      </span>
                    </p>
                    <Differences before={versions[at + 1]?.requirements} after={version.requirements} names={names} />
                  </li>
                ))}
              </ol>
            </DetailSection>
          </>
        )}
      </div>
    </>
  );
}

export function RequirementList({ requirements, names }: { requirements: readonly Requirement[]; names: Names }) {
  if (requirements.length === 0) return <p className="text-muted text-sm">Nothing: everything passes.</p>;
  return (
    <ul className="flex max-w-3xl list-disc flex-col gap-1 pl-5 text-sm">
      {requirements.map((requirement) => (
        <li key={requirement.key} className="break-words">
          {titleOf(requirement, names)}
        </li>
      ))}
    </ul>
  );
}

type DifferencesProps = { before: readonly Requirement[] | undefined; after: readonly Requirement[]; names: Names };

function Differences({ before, after, names }: DifferencesProps) {
  if (!before) return <p className="text-muted">{after.length === 1 ? 'One requirement' : `${after.length} requirements`}</p>;
  return (
    <ul className="mt-0.5 flex flex-col gap-0.5">
      {differencesBetween(before, after).map((difference) => (
        <li key={difference.key} className="break-words">
          {difference.before && (
            <>
              <span className="sr-only">Before: </span>
              <del className="text-muted">{titleOf(difference.before, names)}</del>{' '}
            </>
          )}
          {difference.after && (
            <>
              <span className="sr-only">Now: </span>
              <ins className="no-underline">{titleOf(difference.after, names)}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
