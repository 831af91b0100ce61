'use client';

import { ChevronDown, Link2, ShieldCheck } from 'lucide-react';
import { useId, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Input } from '#components/ui/input.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { ReviewFile } from '#lib/reviews/files/schema.ts';
import { type Answer, answerLabels, answers } from '#lib/reviews/rules.ts';
import type { AnsweredItem } from '#lib/reviews/schema.ts';
import type { AnswerState, Written } from './answer-state.ts';
import { AnswerConflict, AnswerStatus } from './answer-status.tsx';
import { AttachButton } from './attach-button.tsx';
import { FileList } from './file-list.tsx';

export interface ChecklistItemProps {
  reviewId: string;
  number: number;
  item: AnsweredItem;
  state: AnswerState;
  files: readonly ReviewFile[];
  mayAnswer: boolean;
  mayAttach: boolean;
  /** There is an asset on which a yes verifies controls. */
  verifies: boolean;
  onWrite: (change: Partial<Written>) => void;
  onResolve: (side: 'mine' | 'theirs') => void;
  onRetry: () => void;
}

const keyOf: Record<Answer, string> = { yes: 'y', no: 'n', not_applicable: '-' };

/** A question of the checklist: its guidance, an answer by one press, a note, and what shows it. */
export function ChecklistItem({ number, item, state, files, mayAnswer, ...props }: ChecklistItemProps) {
  const id = useId();
  const [writing, setWriting] = useState(false);
  const present = files.filter((file) => !file.removedAt);
  const lacking = item.evidence === 'required' && state.link.trim() === '' && present.length === 0;
  const open = mayAnswer && (writing || state.note !== '' || state.link !== '' || (item.evidence === 'required' && state.answer !== null));
  return (
    <li
      data-item={item.id}
      tabIndex={-1}
      aria-labelledby={`${id}-question`}
      className="-mx-2 scroll-mt-24 px-2 py-3 outline-none focus:rounded-md focus:bg-hover focus-visible:outline-2 focus-visible:outline-accent"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <p id={`${id}-question`} className="font-medium text-sm">
            <span className="mr-1.5 text-faint tabular-nums">{number}.</span>
            {item.question}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
            {!item.required && <Badge>Optional</Badge>}
            {item.evidence !== 'none' && (
              <Badge tone={lacking && state.answer !== 'not_applicable' ? 'warning' : 'neutral'}>
                {item.evidence === 'required' ? 'Evidence required' : 'Evidence welcome'}
              </Badge>
            )}
            {item.control && props.verifies && (
              <span className="inline-flex items-center gap-1">
                <ShieldCheck className="size-3.5 text-faint" aria-hidden="true" />
                Yes verifies{' '}
                <Link href={`/catalogue/controls/${item.control}`} className="focus-ring rounded-sm underline-offset-2 hover:underline">
                  {item.controlName ?? item.control}
                </Link>
              </span>
            )}
          </p>
        </div>
        {mayAnswer ? (
          <fieldset className="flex shrink-0 gap-1">
            <legend className="sr-only">Answer to: {item.question}</legend>
            {answers.map((answer) => (
              <button
                key={answer}
                type="button"
                aria-pressed={state.answer === answer}
                aria-keyshortcuts={keyOf[answer]}
                onClick={() => props.onWrite({ answer: state.answer === answer ? null : answer })}
                className={classNames(
                  'focus-ring h-7 rounded-md px-2.5 font-medium text-sm ring-1 ring-inset transition-colors duration-100',
                  state.answer === answer ? looks[answer] : 'bg-surface text-muted ring-line-strong hover:bg-hover hover:text-ink',
                )}
              >
                {answerLabels[answer]}
              </button>
            ))}
          </fieldset>
        ) : (
          <span
            className={classNames(
              'inline-flex h-7 shrink-0 items-center rounded-md px-2.5 font-medium text-sm ring-1 ring-inset',
              state.answer ? looks[state.answer] : 'text-faint ring-line',
            )}
          >
            {state.answer ? answerLabels[state.answer] : 'Not answered'}
          </span>
        )}
      </div>
      {item.guidance && (
        <details className="group mt-1.5">
          <summary className="focus-ring inline-flex cursor-pointer list-none items-center gap-1 rounded-sm text-muted text-xs hover:text-ink">
            <ChevronDown className="-rotate-90 size-3.5 transition-transform duration-100 group-open:rotate-0" aria-hidden="true" />
            Guidance
          </summary>
          <p className="mt-1 max-w-[72ch] whitespace-pre-line pl-4.5 text-muted text-sm">{item.guidance}</p>
        </details>
      )}
      {open ? (
        <div className="mt-2 flex max-w-[72ch] flex-col gap-2">
          <Textarea
            aria-label={`Note to: ${item.question}`}
            placeholder="Note: what was looked at, and what was found"
            rows={2}
            maxLength={4000}
            value={state.note}
            onChange={(event) => props.onWrite({ note: event.target.value })}
            onBlur={props.onRetry}
          />
          {item.evidence !== 'none' && (
            <Input
              aria-label={`Link to evidence for: ${item.question}`}
              type="url"
              placeholder="https://… where it can be seen"
              maxLength={2048}
              value={state.link}
              onChange={(event) => props.onWrite({ link: event.target.value })}
              onBlur={props.onRetry}
            />
          )}
        </div>
      ) : (
        <Told state={state} />
      )}
      {files.length > 0 && (
        <div className="mt-2">
          <FileList files={files} />
        </div>
      )}
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 empty:hidden">
        {mayAnswer && !open && (
          <Button size="sm" variant="quiet" className="-ml-2" onClick={() => setWriting(true)}>
            {item.evidence === 'none' ? 'Add a note' : 'Add a note or link'}
          </Button>
        )}
        {props.mayAttach && item.evidence !== 'none' && <AttachButton reviewId={props.reviewId} item={item.id} label="Attach evidence" />}
        {mayAnswer && <AnswerStatus state={state} onRetry={props.onRetry} />}
        {state.phase === 'clean' && item.answeredBy && item.answeredAt && (
          <span className="text-faint text-xs">
            {item.answeredBy.name}, <RelativeTime value={item.answeredAt} />
          </span>
        )}
      </div>
      <AnswerConflict state={state} onResolve={props.onResolve} />
    </li>
  );
}

const looks: Record<Answer, string> = {
  yes: 'bg-low-wash text-low-ink ring-low-ink/40',
  no: 'bg-critical-wash text-critical-ink ring-critical-ink/40',
  not_applicable: 'bg-sunken text-ink ring-line-control',
};

/** A note and a link, where they are read and not written. */
function Told({ state: { note, link } }: { state: AnswerState }) {
  if (!note && !link) return null;
  return (
    <div className="mt-1.5 max-w-[72ch] text-sm">
      {note && <p className="whitespace-pre-line break-words">{note}</p>}
      {link && (
        <a
          href={link}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="focus-ring inline-flex items-center gap-1 rounded-sm text-accent-ink [overflow-wrap:anywhere] hover:underline"
        >
          <Link2 className="size-3.5 shrink-0" aria-hidden="true" />
          {link}
        </a>
      )}
    </div>
  );
}
