import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { type GateVerdict, isLifted, type Judged, type Reason } from '#lib/gates/verdict/rules.ts';

const looks = {
  met: { Icon: CircleCheck, ink: 'text-low-ink', word: 'Met' },
  waived: { Icon: CircleDashed, ink: 'text-medium-ink', word: 'Waived' },
  missing: { Icon: CircleX, ink: 'text-critical-ink', word: 'Not met' },
};

export const stateOf = (judged: Pick<Judged, 'met' | 'waiver'>): keyof typeof looks =>
  judged.met ? 'met' : isLifted(judged) ? 'waived' : 'missing';

/** Does the gate let it through, in a word. */
export function VerdictBadge({ verdict }: { verdict: Pick<GateVerdict, 'passed'> }) {
  return verdict.passed ? (
    <Badge tone="good" icon={<CircleCheck aria-hidden="true" />}>
      Passes
    </Badge>
  ) : (
    <Badge tone="danger" icon={<CircleX aria-hidden="true" />}>
      Held back
    </Badge>
  );
}

export interface VerdictViewProps {
  verdict: GateVerdict;
  /** What may be done about a requirement that is not met: ask for a waiver. */
  actionOf?: (judged: Judged) => ReactNode;
  /** In the past: reasons lead nowhere, for they may be mended by now. */
  past?: boolean;
}

/** Each requirement of a gate: met, waived or not, and why not, each reason leading to where it is mended. */
export function VerdictView({ verdict, actionOf, past = false }: VerdictViewProps) {
  return (
    <ul className="flex flex-col divide-y">
      {verdict.reasons.map((reason) => (
        <li key={reason.code} className="flex gap-2.5 py-2.5">
          <CircleX className="mt-0.5 size-4 shrink-0 text-critical-ink" aria-hidden="true" />
          <ReasonLine reason={reason} past={past} />
        </li>
      ))}
      {verdict.requirements.map((judged) => {
        const { Icon, ink, word } = looks[stateOf(judged)];
        return (
          <li key={judged.key} className="flex gap-2.5 py-2.5 max-sm:flex-wrap">
            <Icon className={`mt-0.5 size-4 shrink-0 ${ink}`} aria-hidden="true" />
            <div className="min-w-0 flex-1 text-sm max-sm:basis-4/5">
              <p className="break-words font-medium">
                <span className="sr-only">{word}: </span>
                {judged.title}
              </p>
              {judged.reasons.length > 0 && (
                <ul className="mt-0.5 flex flex-col gap-0.5 text-muted">
                  {judged.reasons.map((reason) => (
                    <li key={`${reason.code} ${reason.path} ${reason.message}`}>
                      <ReasonLine reason={reason} past={past} />
                    </li>
                  ))}
                </ul>
              )}
              {judged.waiver && (
                <p className="mt-1">
                  <Link
                    href={`/gates/waivers/${judged.waiver.id}`}
                    className="focus-ring rounded-sm font-medium text-accent-ink hover:underline"
                  >
                    Waived until <DayTime value={judged.waiver.until} />
                  </Link>
                  <span className="text-muted">: {judged.waiver.reason}</span>
                </p>
              )}
            </div>
            <div className="shrink-0 empty:hidden max-sm:basis-full max-sm:pl-4" data-print="hide">
              {actionOf?.(judged)}
            </div>
          </li>
        );
      })}
      {verdict.requirements.length === 0 && verdict.reasons.length === 0 && (
        <li className="py-2.5 text-muted text-sm">This gate asks for nothing.</li>
      )}
    </ul>
  );
}

function ReasonLine({ reason, past }: { reason: Reason; past: boolean }) {
  if (past || !reason.path) return <span className="min-w-0 break-words text-sm">{reason.message}</span>;
  return (
    <Link
      href={reason.path}
      className="focus-ring min-w-0 break-words rounded-sm text-sm underline decoration-line-strong underline-offset-2 hover:text-ink hover:decoration-current"
    >
      {reason.message}
    </Link>
  );
}
