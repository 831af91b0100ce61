'use client';

import { GitBranch } from 'lucide-react';
import { Person } from '#components/ui/avatar.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { levelLabels } from '#lib/assets/rules.ts';
import { evidenceStanding, isOverdue } from '#lib/risks/safeguards/rules.ts';
import type { AssetSafeguard } from '#lib/risks/safeguards/schema.ts';
import { EvidenceWords } from './evidence-words.tsx';
import { StateMark } from './state-mark.tsx';

type Risk = AssetSafeguard['risks'][number];

const severityWords = ['', ...(['low', 'medium', 'high', 'critical'] as const).map((level) => levelLabels[level].toLowerCase())];
const pointsOf = ({ likelihood, impact }: Risk['now']) => likelihood * impact;

/** What a safeguard does to the risks of its asset, in a line. */
function doing(risks: readonly Risk[]): string {
  if (risks.length === 0) return 'Reduces no risk of this asset now';
  const felt = risks.filter(({ without, now }) => pointsOf(now) < pointsOf(without));
  const many = `${risks.length} ${risks.length === 1 ? 'risk' : 'risks'}`;
  if (felt.length === 0) {
    const could = risks.filter(({ now, verified }) => pointsOf(verified) < pointsOf(now));
    return could.length > 0
      ? `Nothing yet; verified, it would reduce ${could.length === risks.length ? many : `${could.length} of ${many}`}`
      : `On ${many}, which others reduce already`;
  }
  const moves = new Set(
    felt
      .filter(({ without, now }) => now.severity < without.severity)
      .map(({ without, now }) => `${severityWords[without.severity]} to ${severityWords[now.severity]}`),
  );
  return `Reduces ${felt.length === risks.length ? many : `${felt.length} of ${many}`}${moves.size > 0 ? `: ${[...moves].join(', ')}` : ''}`;
}

/** The safeguards of one asset: how far each is, what it rests on, and what it does. */
export function SafeguardTable({ safeguards }: { safeguards: readonly AssetSafeguard[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left sm:min-w-2xl text-sm">
        <thead className="text-muted text-xs">
          <tr className="border-b [&>th]:h-8 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col">Control</th>
            <th scope="col">State</th>
            <th scope="col" className="max-sm:hidden">
              Evidence
            </th>
            <th scope="col" className="max-sm:hidden">
              Owner
            </th>
            <th scope="col" className="max-sm:hidden">
              Due
            </th>
          </tr>
        </thead>
        <tbody>
          {safeguards.map((safeguard) => (
            <Row key={safeguard.id} safeguard={safeguard} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ safeguard }: { safeguard: AssetSafeguard }) {
  const timeZone = useViewerTimeZone();
  const { id, name, state, source, dueAt, evidenceUntil, risks, reason } = safeguard;
  const at = new Date();
  const standing = evidenceStanding(source ? 1 : safeguard.evidence, evidenceUntil ? new Date(evidenceUntil) : null, at);
  const late = isOverdue(state, dueAt ? new Date(dueAt) : null, at);
  const rests = state !== 'not_applicable' && (
    <EvidenceWords standing={standing} pieces={source ? null : safeguard.evidence} until={evidenceUntil} timeZone={timeZone} />
  );
  return (
    <tr className="border-b align-top last:border-0 [&>td]:py-2 [&>td]:pr-4">
      <td className="sm:min-w-56">
        <Link href={`/safeguards/${id}`} className="focus-ring rounded-sm font-medium text-ink hover:underline">
          {name}
        </Link>
        {source && (
          <p className="mt-0.5 flex items-center gap-1 text-muted text-xs">
            <GitBranch className="size-3.5 shrink-0" aria-hidden="true" />
            Inherited from {source.from === 'team' ? `the team ${source.name}` : source.name}
          </p>
        )}
        <p className="mt-0.5 text-muted text-xs">{state === 'not_applicable' ? reason : doing(risks)}</p>
        <p className="mt-1 text-xs sm:hidden">
          {rests}
          {dueAt && (
            <span
              suppressHydrationWarning
              className={classNames('ml-3 inline-block whitespace-nowrap', late ? 'text-critical-ink' : 'text-muted')}
            >
              Due <DayTime value={dueAt} />
            </span>
          )}
        </p>
        {risks.length > 0 && state !== 'not_applicable' && (
          <p className="mt-0.5 max-w-[72ch] text-faint text-xs">{[...new Set(risks.map(({ threatName }) => threatName))].join(' · ')}</p>
        )}
      </td>
      <td>
        <StateMark state={state} />
      </td>
      <td className="max-sm:hidden">{rests || <span className="text-faint">–</span>}</td>
      <td className="max-sm:hidden">
        {source && safeguard.ownerName === null ? <span className="text-faint">–</span> : <Person name={safeguard.ownerName} />}
      </td>
      <td suppressHydrationWarning className={classNames('max-sm:hidden', late && 'text-critical-ink')}>
        {dueAt ? <DayTime value={dueAt} /> : <span className="text-faint">–</span>}
      </td>
    </tr>
  );
}
