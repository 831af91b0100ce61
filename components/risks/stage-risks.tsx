'use client';

import { Gauge } from 'lucide-react';
import type { CSSProperties } from 'react';
import { Person } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import { type Level, type Stage, stageLabels } from '#lib/assets/rules.ts';
import type { AssetRisk } from '#lib/risks/register/page/schema.ts';
import { coverageLabels, isOverdue, product, treatmentLabels } from '#lib/risks/register/rules.ts';
import { LevelWithWhy } from './why-popover.tsx';

export interface StageRisksProps {
  stage: Stage;
  level: Level;
  risks: readonly AssetRisk[];
  current: boolean;
  /** Absent where the viewer may not assess. */
  onAssess?: (risk: AssetRisk) => void;
}

const head = 'h-8 border-b px-2.5 text-left font-normal text-muted text-xs';
const rowHeight: CSSProperties & Record<'--row-height', string> = { '--row-height': '2.5rem' };

/** The risks of an asset at one stage, the worst first. */
export function StageRisks({ stage, level, risks, current, onAssess }: StageRisksProps) {
  return (
    <section className="mb-7" id={stage}>
      <div className="mb-1 flex flex-wrap items-center gap-x-3 px-4 md:px-6">
        <h2 className="font-semibold text-base">
          {stageLabels[stage]}
          {current && <span className="font-normal text-muted text-sm"> · the asset stands here</span>}
        </h2>
        <LevelWithWhy risks={risks} level={level} of={stageLabels[stage]} />
      </div>
      <div className="@container">
        <RiskTable label={`Risks at ${stageLabels[stage]}`} risks={risks} onAssess={onAssess} />
      </div>
    </section>
  );
}

/** Risks as a table whose rows the list's keys move through. */
export function RiskTable({
  label,
  risks,
  onAssess,
}: {
  label: string;
  risks: readonly AssetRisk[];
  onAssess?: (risk: AssetRisk) => void;
}) {
  return (
    <table aria-label={label} style={rowHeight} className="list-cells w-full table-fixed border-separate border-spacing-0 text-sm">
      <thead>
        <tr>
          <th scope="col" className={head}>
            Threat
          </th>
          <th scope="col" className={`${head} w-36`}>
            Level
          </th>
          <th scope="col" className={`${head} from-middle w-16`} title="Likelihood × impact, after safeguards and signals">
            L × I
          </th>
          <th scope="col" className={`${head} from-middle w-28`}>
            Safeguards
          </th>
          <th scope="col" className={`${head} from-wide w-28`}>
            Treatment
          </th>
          <th scope="col" className={`${head} from-wide w-40`}>
            Owner
          </th>
          <th scope="col" className={`${head} from-middle w-28`}>
            Due
          </th>
          {onAssess && (
            <th scope="col" className={`${head} w-40 max-sm:w-16`}>
              <span className="sr-only">Assess</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {risks.map((risk) => (
          <RiskLine key={risk.id} risk={risk} onAssess={onAssess} />
        ))}
      </tbody>
    </table>
  );
}

function RiskLine({ risk, onAssess }: { risk: AssetRisk; onAssess?: (risk: AssetRisk) => void }) {
  const { timeZone, locale } = useViewing();
  const until = risk.level === 'accepted' && risk.acceptedUntil ? formatDay(new Date(risk.acceptedUntil), timeZone, locale) : undefined;
  const absent = (text: string) => <span className="text-faint">{text}</span>;
  return (
    <tr data-row={risk.id}>
      <td>
        <a
          href={`/risks/${risk.id}`}
          data-row-link=""
          className="focus-ring block truncate rounded-sm font-medium hover:underline"
          title={risk.threatName}
        >
          {risk.threatName}
        </a>
      </td>
      <td>
        <LevelMark state={risk.level} stale={risk.stale} acceptedUntil={until} />
      </td>
      <td className="from-middle tabular-nums">{risk.likelihood ? product(risk.likelihood, risk.impact) : absent('–')}</td>
      <td className="from-middle">{risk.coverage === 'none' ? absent('None') : coverageLabels[risk.coverage]}</td>
      <td className="from-wide">{risk.treatment ? treatmentLabels[risk.treatment] : absent('Not chosen')}</td>
      <td className="from-wide">
        <Person name={risk.ownerName} />
      </td>
      <td className={classNames('from-middle', isOverdue(risk, new Date()) && 'font-medium text-critical-ink')}>
        {risk.dueAt ? <DayTime value={risk.dueAt} /> : absent('No date')}
      </td>
      {onAssess && (
        <td className="text-clip text-right">
          <Button
            size="sm"
            variant={risk.assessedAt ? 'quiet' : 'secondary'}
            compact
            icon={<Gauge aria-hidden="true" />}
            onClick={() => onAssess(risk)}
          >
            {risk.assessedAt ? 'Assess again' : 'Assess'}
            <span className="sr-only"> {risk.threatName}</span>
          </Button>
        </td>
      )}
    </tr>
  );
}
