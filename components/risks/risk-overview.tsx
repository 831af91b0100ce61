'use client';

import { type ReactNode, useState } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Person } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { harmLabels } from '#lib/risks/catalogue/rules.ts';
import type { Risk } from '#lib/risks/register/page/schema.ts';
import { impactLabels, levelOfSeverity, likelihoodLabels, treatmentLabels, treatmentMeanings } from '#lib/risks/register/rules.ts';
import { type RiskDialog, RiskDialogs } from './risk-actions.tsx';
import { RiskControls } from './risk-controls.tsx';
import { RiskMatrix } from './risk-matrix.tsx';
import { WhyLevel } from './why-level.tsx';

/** One risk on one page: what was judged, why the level is what it is, what reduces it, and what is done. */
export function RiskOverview({ risk, acceptance }: { risk: Risk; acceptance: ReactNode }) {
  const [open, setOpen] = useState<RiskDialog | null>(null);
  const editing = risk.may.assess && risk.computed !== null;
  return (
    <DetailBody side={<Plan risk={risk} edit={editing ? setOpen : null} />}>
      <DetailSection title="Assessment">
        <p className="mb-4 max-w-[72ch] text-muted text-sm">{risk.threatSummary}</p>
        {risk.applies && !risk.assessedAt && (
          <div className="mb-4 max-w-3xl">
            <Callout tone="warning" title="Nobody has assessed this risk">
              What stands below is computed. Until somebody confirms or corrects it, it counts as unknown, never as low.
            </Callout>
          </div>
        )}
        {risk.inherent && risk.residual && (
          <div className="flex flex-wrap items-start gap-x-10 gap-y-6">
            <RiskMatrix matrix={risk.matrix} inherent={risk.inherent} residual={risk.residual} />
            <ValueTable risk={risk} />
          </div>
        )}
      </DetailSection>
      <DetailSection title="Why this level?">
        <WhyLevel risk={risk} />
      </DetailSection>
      <DetailSection title="Controls against it">
        <RiskControls risk={risk} />
      </DetailSection>
      {acceptance}
      <RiskDialogs risk={risk} open={open} onClose={() => setOpen(null)} />
    </DetailBody>
  );
}

const bare = (label: string | undefined) => label ?? '–';

function ValueTable({ risk }: { risk: Risk }) {
  const { computed, set, inherent, residual } = risk;
  if (!computed || !inherent || !residual) return null;
  const rows = [
    { name: 'Likelihood', labels: likelihoodLabels, computed: computed.likelihood, set: set.likelihood, residual: residual.likelihood },
    { name: 'Impact', labels: impactLabels, computed: computed.impact, set: set.impact, residual: residual.impact },
  ];
  return (
    <div className="min-w-0 flex-1 basis-80 overflow-x-auto">
      <table className="w-full max-w-xl text-sm">
        <thead>
          <tr className="border-b text-left text-muted text-xs">
            <th scope="col" className="py-1.5 pr-4 font-normal">
              <span className="sr-only">Value</span>
            </th>
            <th scope="col" className="py-1.5 pr-4 font-normal">
              Computed
            </th>
            <th scope="col" className="py-1.5 pr-4 font-normal">
              Set by hand
            </th>
            <th scope="col" className="py-1.5 font-normal">
              Residual
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-b">
              <th scope="row" className="py-1.5 pr-4 text-left font-normal text-muted">
                {row.name}
              </th>
              <td className={`whitespace-nowrap py-1.5 pr-4 ${row.set === null ? '' : 'text-muted line-through'}`}>
                {bare(row.labels[row.computed])}
              </td>
              <td className="whitespace-nowrap py-1.5 pr-4">
                {row.set === null ? (
                  <span className="text-faint">–</span>
                ) : (
                  <span className="font-medium">{bare(row.labels[row.set])}</span>
                )}
              </td>
              <td className="whitespace-nowrap py-1.5">{bare(row.labels[row.residual])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="py-1.5 pr-4 text-left font-normal text-muted">
              By the matrix
            </th>
            <td colSpan={2} className="py-1.5 pr-4">
              <LevelMark state={levelOfSeverity(inherent.severity)} /> <span className="text-muted text-xs">inherent</span>
            </td>
            <td className="py-1.5">
              <LevelMark state={levelOfSeverity(residual.severity)} />
            </td>
          </tr>
        </tbody>
      </table>
      {set.reason && (
        <blockquote className="mt-2 max-w-xl break-words border-l-2 pl-3 text-sm">
          {set.reason}
          {risk.assessedByName && <footer className="text-muted text-xs">{risk.assessedByName}</footer>}
        </blockquote>
      )}
    </div>
  );
}

function Plan({ risk, edit }: { risk: Risk; edit: ((dialog: RiskDialog) => void) | null }) {
  const affects = risk.affects.map((harm) => harmLabels[harm as keyof typeof harmLabels] ?? harm).join(', ');
  return (
    <div className="flex flex-col gap-6">
      <SideSection title="Treatment" onEdit={edit && (() => edit('treat'))}>
        <KeyValueList
          side
          items={[
            {
              label: 'What is done',
              value: risk.treatment && (
                <>
                  {treatmentLabels[risk.treatment]}
                  <span className="block text-muted text-xs">{treatmentMeanings[risk.treatment]}</span>
                </>
              ),
            },
            { label: 'Level to aim for', value: risk.target && <LevelMark state={levelOfSeverity(risk.target)} /> },
          ]}
        />
      </SideSection>
      <SideSection title="Plan" onEdit={edit && (() => edit('plan'))}>
        <KeyValueList
          side
          items={[
            { label: 'Owner', value: <Person name={risk.owner?.name ?? null} /> },
            { label: 'Due', value: risk.dueAt && <DayTime value={risk.dueAt} /> },
            { label: 'Notes', value: risk.notes && <span className="whitespace-pre-line">{risk.notes}</span> },
          ]}
        />
      </SideSection>
      <SideSection title="Facts">
        <KeyValueList
          side
          items={[
            {
              label: 'Threat',
              value: (
                <Link href={`/catalogue/threats/${risk.threat}`} className="focus-ring rounded-sm text-accent-ink hover:underline">
                  {risk.threatName}
                </Link>
              ),
            },
            { label: 'Affects', value: affects },
            {
              label: 'Assessed',
              value: risk.assessedAt && (
                <>
                  <RelativeTime value={risk.assessedAt} />
                  {risk.assessedByName && ` by ${risk.assessedByName}`}
                </>
              ),
            },
            {
              label: 'Assessment holds until',
              value: risk.assessedUntil && <DayTime value={risk.assessedUntil} />,
            },
            { label: 'Open since', value: risk.applies ? <RelativeTime value={risk.openedAt} /> : null },
          ]}
        />
      </SideSection>
    </div>
  );
}

function SideSection({ title, onEdit, children }: { title: string; onEdit?: (() => void) | null; children: ReactNode }) {
  return (
    <section>
      <div className="mb-2 flex min-h-7 items-center justify-between gap-3">
        <h2 className="font-semibold text-sm">{title}</h2>
        {onEdit && (
          <Button size="sm" variant="quiet" className="-mr-2" onClick={onEdit}>
            Edit<span className="sr-only"> {title.toLowerCase()}</span>
          </Button>
        )}
      </div>
      {children}
    </section>
  );
}
