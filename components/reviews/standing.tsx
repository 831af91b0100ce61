'use client';

import { ArrowRight } from 'lucide-react';
import { Callout } from '#components/ui/callout.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Review } from '#lib/reviews/schema.ts';
import { quorumWords } from './missing.ts';

export interface StandingProps {
  review: Review;
  missing: string | null;
  next: { id: string; title: string } | null;
}

/** How far a review is: what it still takes, whose turn it is, and where to go from here. */
export function Standing({ review, missing, next }: StandingProps) {
  const { status, approvals, quorum, round, hindrance, votes } = review;
  const changes = votes.findLast((vote) => vote.decision === 'changes');
  return (
    <div className="mb-7 flex flex-col gap-3">
      {status === 'open' && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-sm">
          <Meter approvals={approvals} quorum={quorum} />
          <span className="font-medium">{quorumWords(approvals, quorum)}</span>
          {missing ? <span className="text-muted">{missing}</span> : <span className="text-muted">the checklist is answered</span>}
          {round > 1 && <span className="text-muted">round {round}</span>}
        </div>
      )}
      {status === 'changes' && (
        <Callout tone="warning" title="Changes were requested">
          {changes ? `${changes.person.name}: ${changes.comment}` : 'Once they are made it can be opened again.'}
        </Callout>
      )}
      {status === 'stale' && (
        <Callout
          tone="warning"
          title="This approval is stale"
          actions={
            review.asset?.status === 'active' &&
            review.may.comment && (
              <LinkButton size="sm" href={`/reviews/new?asset=${review.asset.id}`}>
                Ask for another look
              </LinkButton>
            )
          }
        >
          What was approved has changed since, or its time ran out. It counts no longer: ask for another look.
        </Callout>
      )}
      {review.breakGlass && (
        <Callout tone="danger" title="Decided by break-glass">
          {votes
            .filter((vote) => vote.breakGlass)
            .map((vote) => vote.person.name)
            .join(' and ')}{' '}
          approved this past the checklist and the quorum. Their reasons stand with their decisions.
        </Callout>
      )}
      {status === 'open' && hindrance && <Callout title="Not yours to decide">{hindrance}</Callout>}
      {next && (
        <p className="flex flex-wrap items-center gap-1.5 text-sm" data-print="hide">
          <Link
            href={`/reviews/${next.id}`}
            className="focus-ring inline-flex min-w-0 items-center gap-1 rounded-sm text-accent-ink hover:underline"
          >
            <ArrowRight className="size-4 shrink-0" aria-hidden="true" />
            <span className="min-w-0 break-words">Next for you: {next.title}</span>
          </Link>
          <Kbd keys="]" />
        </p>
      )}
    </div>
  );
}

/** A step for each approval that it takes. The words beside it say the same. */
function Meter({ approvals, quorum }: { approvals: number; quorum: number }) {
  return (
    <span aria-hidden="true" className="flex gap-0.5">
      {Array.from({ length: quorum }, (_, at) => at).map((at) => (
        <span
          key={at}
          className={at < approvals ? 'h-2 w-5 rounded-sm bg-low-ink' : 'h-2 w-5 rounded-sm ring-1 ring-line-control ring-inset'}
        />
      ))}
    </span>
  );
}
