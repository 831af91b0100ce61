import { Avatar } from '#components/ui/avatar.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { type Decision, decidedLabels } from '#lib/reviews/rules.ts';
import type { CastVote } from '#lib/reviews/schema.ts';
import { BreakGlassBadge } from './state-badge.tsx';

const tones: Record<Decision, Tone> = { approve: 'good', conditions: 'warning', changes: 'warning', reject: 'danger' };

/** Who decided what, the newest first, with what they said. Those of earlier rounds count no longer. */
export function VoteList({ votes, round }: { votes: readonly CastVote[]; round: number }) {
  const newest = [...votes].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ol className="flex flex-col gap-4">
      {newest.map((vote) => (
        <li key={vote.id} className="flex gap-3 text-sm">
          <Avatar name={vote.person.name} size="md" />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium">{vote.person.name}</span>
              <Badge tone={tones[vote.decision]}>{decidedLabels[vote.decision]}</Badge>
              {vote.breakGlass && <BreakGlassBadge />}
              {vote.round < round && <Badge>Round {vote.round}: counts no longer</Badge>}
              <span className="text-muted">
                <RelativeTime value={vote.at} />
              </span>
            </p>
            {vote.comment && <p className="mt-1 max-w-[72ch] whitespace-pre-line break-words">{vote.comment}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
