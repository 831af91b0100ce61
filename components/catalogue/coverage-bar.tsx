import type { Coverage } from '#lib/risks/catalogue/schema.ts';

const states = [
  { id: 'verified', label: 'verified', fill: 'fill-low' },
  { id: 'implemented', label: 'implemented', fill: 'fill-low opacity-55' },
  { id: 'planned', label: 'planned', fill: 'fill-line-control' },
  { id: 'notApplicable', label: 'not applicable', fill: 'fill-line-strong' },
] as const;

/** How a control stands on the assets where it is of use: in words, and as a bar of the same shares. What is left of the bar is where it is missing. */
export function CoverageBar({ coverage, what = 'assets' }: { coverage: Coverage; what?: string }) {
  const { assets } = coverage;
  if (assets === 0) return <p className="text-faint text-sm">Of use on none of your {what}</p>;
  const there = states.filter(({ id }) => coverage[id] > 0);
  const words = [
    ...there.map(({ id, label }) => `${coverage[id].toLocaleString('en-GB')} ${label}`),
    ...(coverage.none > 0 ? [`${coverage.none.toLocaleString('en-GB')} without`] : []),
  ];
  return (
    <div className="min-w-0">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1.5 w-full rounded-full" aria-hidden="true" data-print="exact">
        <rect width="100" height="4" className="fill-pressed" />
        <Shares coverage={coverage} />
      </svg>
      <p className="mt-1 text-muted text-xs">
        {words.join(' · ')} <span className="text-faint">of {assets.toLocaleString('en-GB')}</span>
      </p>
    </div>
  );
}

function Shares({ coverage }: { coverage: Coverage }) {
  let from = 0;
  return states.map(({ id, fill }) => {
    const width = (coverage[id] / coverage.assets) * 100;
    const x = from;
    from += width;
    return width > 0 && <rect key={id} x={x} width={width} height="4" className={fill} />;
  });
}

/** How much evidence there is, in words. */
export function evidenceWords({ evidence: { current, expired } }: Coverage): string {
  if (current + expired === 0) return 'No evidence';
  const told = [
    current > 0 ? `${current.toLocaleString('en-GB')} current` : null,
    expired > 0 ? `${expired.toLocaleString('en-GB')} expired` : null,
  ];
  return `Evidence: ${told.filter((each) => each !== null).join(', ')}`;
}
