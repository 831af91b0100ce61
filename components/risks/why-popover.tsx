'use client';

import { CircleHelp } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { LevelMark, LevelShape } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { levelLabels, stageLabels } from '#lib/assets/rules.ts';
import type { AssetRisk } from '#lib/risks/register/page/schema.ts';
import { whyOf } from './why-words.ts';

const shownWorst = 6;

/** Opens the level of an asset or of a stage to the risks that make it. */
export function WhyPopover({
  of,
  risks,
  withStage = false,
  lead,
}: {
  of: string;
  risks: readonly AssetRisk[];
  withStage?: boolean;
  lead?: string;
}) {
  const { sentence, worst, counts } = whyOf(risks);
  return (
    <Popover
      label={`Why is ${of} at this level?`}
      className="w-80 p-3"
      trigger={(trigger) => (
        <Button {...trigger} size="sm" variant="quiet" icon={<CircleHelp aria-hidden="true" />} aria-label={`Why is ${of} at this level?`}>
          {lead ? 'Why is the asset at this level?' : 'Why?'}
        </Button>
      )}
    >
      {() => (
        <div className="flex flex-col gap-2.5 text-sm">
          <p>
            {lead && `${lead} `}
            {sentence}
          </p>
          {worst.length > 0 && (
            <ul className="flex flex-col gap-1">
              {worst.slice(0, shownWorst).map((risk) => (
                <li key={risk.id} className="flex items-baseline gap-1.5">
                  <LevelShape state={risk.level} className="self-center" />
                  <Link href={`/risks/${risk.id}`} className="focus-ring min-w-0 rounded-sm text-accent-ink hover:underline">
                    {risk.threatName}
                  </Link>
                  {withStage && <span className="shrink-0 text-muted text-xs">{stageLabels[risk.stage]}</span>}
                </li>
              ))}
              {worst.length > shownWorst && <li className="text-muted">and {worst.length - shownWorst} more</li>}
            </ul>
          )}
          {counts.length > 1 && (
            <p className="flex flex-wrap gap-x-3 gap-y-1 border-t pt-2 text-muted text-xs">
              {counts.map(({ level, count }) => (
                <span key={level} className="inline-flex items-center gap-1">
                  <LevelShape state={level} /> {count} {levelLabels[level].toLowerCase()}
                </span>
              ))}
            </p>
          )}
        </div>
      )}
    </Popover>
  );
}

/** The level with why beside it. */
export function LevelWithWhy({ risks, level, of }: { risks: readonly AssetRisk[]; level: AssetRisk['level']; of: string }) {
  return (
    <span className="inline-flex items-center gap-1 text-sm">
      <LevelMark state={level} />
      {risks.length > 0 && <WhyPopover of={of} risks={risks} />}
    </span>
  );
}
