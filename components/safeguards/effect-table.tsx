import { ArrowRight } from 'lucide-react';
import { LevelMark, LevelShape } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { levels, stageLabels } from '#lib/assets/rules.ts';
import type { SafeguardState } from '#lib/risks/safeguards/rules.ts';
import type { Reduced } from '#lib/risks/safeguards/schema.ts';

type Value = Reduced['now'];

/** A severity 1–4 as the level of that name. */
const levelOf = ({ severity }: Value) => (severity === 1 ? 'low' : (levels[severity + 3] ?? 'unassessed'));

const said = (value: Value) => `${value.likelihood} × ${value.impact}`;
/** Of what nobody has assessed, or too long ago, the values are told and no level is drawn: it would look known. */
const isKnown = ({ level }: Reduced) => level !== 'unassessed' && level !== 'stale' && level !== 'none';
const same = (a: Value, b: Value) => a.likelihood === b.likelihood && a.impact === b.impact;

/** Which risks a safeguard reduces: without it, as it is, and were it verified. */
export function EffectTable({ risks, state }: { risks: readonly Reduced[]; state: SafeguardState }) {
  const more = risks.some((risk) => !same(risk.now, risk.verified)) && state !== 'verified';
  return (
    <div className="overflow-x-auto">
      <p className="mb-1 text-muted text-xs">Likelihood × impact that remain, with every other safeguard and signal as it is.</p>
      <table className="w-full min-w-lg text-left text-sm">
        <thead className="text-muted text-xs">
          <tr className="border-b [&>th]:h-8 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col">Risk</th>
            <th scope="col">Stage</th>
            <th scope="col">Without it</th>
            <th scope="col">As it is</th>
            {more && <th scope="col">If verified</th>}
            <th scope="col">Level now</th>
          </tr>
        </thead>
        <tbody>
          {risks.map((risk) => (
            <tr key={risk.riskId} className="border-b last:border-0 [&>td]:h-10 [&>td]:pr-4">
              <td>
                <Link href={`/risks/${risk.riskId}`} className="focus-ring rounded-sm font-medium text-accent-ink hover:underline">
                  {risk.threatName}
                </Link>
              </td>
              <td className="whitespace-nowrap">{stageLabels[risk.stage]}</td>
              <td>
                <Scored value={risk.without} known={isKnown(risk)} />
              </td>
              <td>
                <Scored value={risk.now} from={risk.without} known={isKnown(risk)} />
              </td>
              {more && (
                <td>
                  <Scored value={risk.verified} from={risk.now} known={isKnown(risk)} />
                </td>
              )}
              <td>
                <LevelMark state={risk.level} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A residual value by the matrix alone; an arrow where it is less than before. */
function Scored({ value, from, known }: { value: Value; from?: Value; known: boolean }) {
  const moved = from && !same(value, from);
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap tabular-nums ${from && !moved ? 'text-muted' : ''}`}>
      {moved && <ArrowRight className="size-3.5 text-faint" aria-hidden="true" />}
      {known && <LevelShape state={levelOf(value)} />}
      {said(value)}
      {known && <span className="sr-only">{levelOf(value)}</span>}
    </span>
  );
}
