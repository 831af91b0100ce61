import { CircleDashed, History, Hourglass, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { type ApprovalState, approvalLabels } from '#lib/reviews/approvals/rules.ts';

const looks: Record<ApprovalState, { tone: Tone; icon: ReactNode }> = {
  fresh: { tone: 'good', icon: <ShieldCheck aria-hidden="true" /> },
  stale: { tone: 'warning', icon: <CircleDashed aria-hidden="true" /> },
  superseded: { tone: 'neutral', icon: <History aria-hidden="true" /> },
};

/** How an approval stands: a shape and a word. While a change is still looked at it is not drawn as fresh. */
export function ApprovalBadge({ status, judging }: { status: ApprovalState; judging: boolean }) {
  if (judging)
    return (
      <Badge icon={<Hourglass aria-hidden="true" />} tone="warning">
        Being judged
      </Badge>
    );
  const { tone, icon } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {approvalLabels[status]}
    </Badge>
  );
}
