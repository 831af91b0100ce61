import { coverageLabels, coverages } from '#lib/risks/register/rules.ts';
import { Part } from './report-part.tsx';
import { number, plural } from './report-words.ts';

const grounds = ['bg-pressed', 'border border-dashed border-unassessed', 'bg-accent/45', 'bg-accent'] as const;

/** Risks by the best of their safeguards. */
export function CoveragePart({ coverage }: { coverage: readonly number[] }) {
  const all = coverage.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  const verified = coverage[3] ?? 0;
  return (
    <Part title={`A verified safeguard stood against ${number(verified)} of ${plural(all, 'risk', 'risks')}`} whole>
      <div aria-hidden="true" data-print="exact" className="flex h-3 gap-0.5">
        {coverages.map((state, at) =>
          coverage[at] ? (
            <span key={state} className={`min-w-1 rounded-sm ${grounds[at]}`} style={{ flexGrow: coverage[at], flexBasis: 0 }} />
          ) : null,
        )}
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {coverages.map((state, at) => (
          <div key={state} className="flex items-center gap-1.5">
            <span aria-hidden="true" data-print="exact" className={`size-2.5 rounded-sm ${grounds[at]}`} />
            <dt className="text-muted">{state === 'none' ? 'No safeguard' : coverageLabels[state]}</dt>
            <dd>
              {number(coverage[at] ?? 0)} <span className="text-muted">({Math.round(((coverage[at] ?? 0) / all) * 100)} %)</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-muted text-xs">Each risk counts once, by the best safeguard that it has.</p>
    </Part>
  );
}
