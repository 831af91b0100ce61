'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { Button } from '#components/ui/button.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { kindLabels, levelLabels, stageLabels } from '#lib/assets/rules.ts';
import type { BoardCard as Card } from '#lib/gates/board/schema.ts';
import { isLifted } from '#lib/gates/verdict/rules.ts';

/** Named on a card; the dialog and the asset's gate tell all. */
const namedOnCard = 2;

/** An asset on the board: what it is, how exposed, and what holds it back from the next stage. */
export function BoardCardView({ card, onPromote }: { card: Card; onPromote: () => void }) {
  const { id, name, kind, teamName, ownerName, level, verdict, version } = card;
  return (
    <article className="flex flex-col gap-1.5 rounded-md border bg-surface p-2.5 text-sm" data-card={id}>
      <div className="flex items-start gap-1.5">
        <span className="mt-0.5 shrink-0 text-muted [&_svg]:size-4" title={kindLabels[kind]}>
          <KindIcon kind={kind} />
        </span>
        <Link href={`/assets/${id}/gate`} className="focus-ring min-w-0 flex-1 break-words rounded-sm font-medium hover:underline">
          {name}
        </Link>
        <span className="mt-0.5 shrink-0" title={levelLabels[level]}>
          <LevelShape state={level} />
          <span className="sr-only">{levelLabels[level]}</span>
        </span>
      </div>
      <p className="break-words text-muted text-xs">
        {teamName}
        {ownerName && ` · ${ownerName}`}
        {version && ` · ${version.label}`}
      </p>
      {verdict && <Held card={card} />}
      {verdict && card.mayPromote && (
        <Button size="sm" className="self-start" onClick={onPromote}>
          Promote…<span className="sr-only"> {name}</span>
        </Button>
      )}
    </article>
  );
}

function Held({ card: { verdict } }: { card: Card }) {
  if (!verdict) return null;
  const waived = verdict.requirements.filter((each) => !each.met && each.waiver).length;
  const waivedWords = waived > 0 && <span className="text-medium-ink"> · {waived} waived</span>;
  if (verdict.passed)
    return (
      <p className="flex items-start gap-1 text-xs">
        <CircleCheck className="mt-px size-3.5 shrink-0 text-low-ink" aria-hidden="true" />
        <span>
          Ready for {stageLabels[verdict.stage]}
          {waivedWords}
        </span>
      </p>
    );
  const missing = [
    ...verdict.reasons.map(({ message }) => message),
    ...verdict.requirements.filter((each) => !isLifted(each)).map(({ title }) => title),
  ];
  return (
    <ul className="flex flex-col gap-0.5 text-xs" aria-label={`What holds it back from ${stageLabels[verdict.stage]}`}>
      {missing.slice(0, namedOnCard).map((title) => (
        <li key={title} className="flex items-start gap-1">
          <CircleX className="mt-px size-3.5 shrink-0 text-critical-ink" aria-hidden="true" />
          <span className="min-w-0 break-words">{title}</span>
        </li>
      ))}
      {(missing.length > namedOnCard || waived > 0) && (
        <li className="pl-[1.125rem] text-muted">
          {missing.length > namedOnCard && `and ${missing.length - namedOnCard} more`}
          {waivedWords}
        </li>
      )}
    </ul>
  );
}
