'use client';

import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import type { Risk, RiskSafeguard } from '#lib/risks/register/page/schema.ts';
import { groundsOf } from './step-words.ts';

const states: Record<NonNullable<RiskSafeguard['state']>, { label: string; tone: Tone }> = {
  verified: { label: 'Verified', tone: 'good' },
  implemented: { label: 'Implemented', tone: 'accent' },
  planned: { label: 'Planned', tone: 'neutral' },
  not_applicable: { label: 'Not applicable', tone: 'neutral' },
};

/** The controls that reduce this threat at this stage: those on the asset, and those that nobody has planned. */
export function RiskControls({ risk }: { risk: Risk }) {
  const known = risk.safeguards.filter(({ state }) => state !== null);
  const open = risk.safeguards.filter(({ state }) => state === null);
  if (risk.safeguards.length === 0)
    return <p className="max-w-[72ch] text-muted text-sm">The catalogue knows no control that reduces this threat at this stage.</p>;
  return (
    <div className="max-w-3xl text-sm">
      {known.length > 0 ? (
        <ul>
          {known.map((safeguard) => (
            <Control key={safeguard.control} safeguard={safeguard} />
          ))}
        </ul>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <p className="min-w-0 flex-1 basis-72">
            <span className="font-medium">Nothing reduces it yet.</span>{' '}
            <span className="text-muted">
              {open.length} {open.length === 1 ? 'control of the catalogue reduces' : 'controls of the catalogue reduce'} this threat; none
              is on the asset.
            </span>
          </p>
          {risk.applies && risk.may.assess && <LinkButton href={`/assets/${risk.asset.id}/safeguards`}>Plan a control</LinkButton>}
        </div>
      )}
      {open.length > 0 && (
        <details className="mt-3" open={known.length === 0}>
          <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted hover:text-ink">Not planned: {open.length}</summary>
          <ul className="mt-1">
            {open.map((each) => (
              <li key={each.control} className="flex items-baseline justify-between gap-4 border-t py-1.5 first:border-t-0">
                <Link href={`/catalogue/controls/${each.control}`} className="focus-ring min-w-0 rounded-sm hover:underline">
                  {each.name}
                </Link>
                <span className="shrink-0 text-muted text-xs">{strengthOf(each)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const strengthOf = ({ reduces, strength }: RiskSafeguard) => `up to ${strength} off the ${reduces}`;

function Control({ safeguard }: { safeguard: RiskSafeguard }) {
  const { timeZone, locale } = useViewing();
  const grounds = groundsOf(safeguard, (moment) => formatDay(new Date(moment), timeZone, locale), new Date());
  const { label, tone } = states[safeguard.state ?? 'planned'];
  return (
    <li className="flex items-start justify-between gap-4 border-t py-2 first:border-t-0">
      <div className="min-w-0">
        <Link href={`/safeguards/${safeguard.id}`} className="focus-ring rounded-sm font-medium hover:underline">
          {safeguard.name}
        </Link>
        <p className="text-muted text-xs">{[strengthOf(safeguard), ...grounds].join(' · ').replace(/\.(?= ·|$)/g, '')}</p>
      </div>
      <Badge tone={tone}>{label}</Badge>
    </li>
  );
}
