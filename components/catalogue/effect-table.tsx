import { Link } from '#components/ui/link.tsx';
import type { Stage } from '#lib/assets/rules.ts';
import { type Reduction, strengthWords } from '#lib/risks/catalogue/rules.ts';
import { StrengthSelect } from './strength-select.tsx';
import { effectWords, stagesWords } from './words.ts';

type Effect = { reduces: Reduction; strength: number; shippedStrength: number | null; stages: readonly Stage[] };
export interface EffectRow {
  entry: { key: string; name: string; summary: string; enabled: boolean };
  effect: Effect;
  href: string;
  /** Whose strength may be changed here; null for who may not. */
  edit: { control: { key: string; name: string; version: number }; threat: { key: string; name: string } } | null;
}

/** Strength as three bars, for the eye; the word stands beside it. */
function Bars({ strength }: { strength: number }) {
  return (
    <span aria-hidden="true" className="inline-flex items-end gap-0.5">
      {['h-1.5', 'h-2.5', 'h-3.5'].map((height, at) => (
        <span key={height} data-print="exact" className={`w-1 rounded-[1px] ${height} ${at < strength ? 'bg-accent' : 'bg-pressed'}`} />
      ))}
    </span>
  );
}

/** What reduces what, and by how much; a manager of the catalogue changes strengths in place. */
export function EffectTable({ caption, rows, empty }: { caption: string; rows: readonly EffectRow[]; empty: string }) {
  if (rows.length === 0) return <p className="text-muted text-sm">{empty}</p>;
  return (
    <ul aria-label={caption} className="divide-y border-y">
      {rows.map(({ entry, effect, href, edit }) => (
        <li key={entry.key} className={`flex flex-wrap items-center gap-x-6 gap-y-1.5 py-2.5 text-sm ${entry.enabled ? '' : 'text-muted'}`}>
          <div className="min-w-0 flex-1 basis-72">
            <Link href={href} className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2">
              {entry.name}
            </Link>
            {!entry.enabled && <span className="ml-2 text-xs">switched off</span>}
            <p className="text-muted">{entry.summary}</p>
          </div>
          <div className="w-60 max-sm:w-full">
            <p className="flex items-center gap-2">
              <Bars strength={effect.strength} />
              {edit ? <StrengthSelect {...edit} effect={effect} /> : <span>{strengthWords[effect.strength]}</span>}
            </p>
            <p className="mt-0.5 text-muted text-xs">
              {effectWords(effect.reduces, effect.strength)}
              {effect.stages.length > 0 && ` ${stagesWords(effect.stages)}`}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
