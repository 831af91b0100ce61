import { LevelMark, LevelShape } from '#components/ui/level-mark.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { levels, stageLabels } from '#lib/assets/rules.ts';
import type { Levels } from '#lib/insights/history/rules.ts';
import type { Mine } from '#lib/insights/overview/schema.ts';
import { concerned, severe } from './findings.ts';
import { number, plural } from './words.ts';

/** "3 of your risks are high or critical". */
export function ownTitle({ risks, next, safeguardsPlanned, assets }: Mine): string {
  if (severe(risks) > 0) return `${number(severe(risks))} of your risks ${severe(risks) === 1 ? 'is' : 'are'} high or critical`;
  if (next.length > 0) return `${plural(next.length, 'risk of yours is', 'risks of yours are')} open`;
  if (safeguardsPlanned > 0)
    return `${plural(safeguardsPlanned, 'safeguard of yours waits', 'safeguards of yours wait')} to be implemented`;
  return concerned(assets) > 0 ? 'No risk is yours; these are your assets' : 'No risk, safeguard or asset is yours';
}

/** Is anything one's own? */
export const isAnything = ({ risks, assets, safeguardsPlanned }: Mine) => concerned(risks) + concerned(assets) + safeguardsPlanned > 0;

/** What is one's own, as a person who does the work wants it first: the next risks, then how the rest stands. */
export function OwnPart({ mine, personId, at }: { mine: Mine; personId: string; at: Date }) {
  if (!isAnything(mine))
    return <p className="text-muted text-sm">Whatever you are made the owner of stands here: risks, safeguards and assets.</p>;
  return (
    <div className="@container">
      <div className="flex flex-col gap-x-8 gap-y-4 @2xl:flex-row">
        {mine.next.length > 0 && (
          <ol className="-mx-2 min-w-0 text-sm @2xl:flex-1">
            {mine.next.map((risk) => (
              <li key={risk.id}>
                <a
                  href={`/risks/${risk.id}`}
                  className="focus-ring-inset grid grid-cols-[1fr_max-content] items-center gap-x-3 rounded-md px-2 py-1.5 hover:bg-hover @md:flex"
                >
                  <span className="order-2 w-24 shrink-0 text-right @md:order-none @md:text-left">
                    <LevelMark state={risk.level} />
                  </span>
                  <span className="order-1 min-w-0 flex-1 @md:order-none">
                    <span className="block truncate font-medium">{risk.threat}</span>
                    <span className="block truncate text-muted text-xs">
                      {risk.assetName} · {stageLabels[risk.stage]}
                    </span>
                  </span>
                  <span
                    className={`order-3 shrink-0 text-xs @md:order-none ${risk.dueAt && new Date(risk.dueAt) < at ? 'font-medium text-critical-ink' : 'text-muted'}`}
                  >
                    {risk.dueAt ? (
                      <>
                        {new Date(risk.dueAt) < at ? 'Overdue since ' : 'Due '}
                        <DayTime value={risk.dueAt} />
                      </>
                    ) : (
                      'No due date'
                    )}
                  </span>
                </a>
              </li>
            ))}
          </ol>
        )}
        <dl className="grid shrink-0 grid-cols-[max-content_1fr] content-start gap-x-4 gap-y-2 text-sm @2xl:w-52">
          <dt className="text-muted">Risks</dt>
          <dd>
            <ByLevel counts={mine.risks} href={(level) => `/risks?owner=${personId}&level=${level}`} />
          </dd>
          <dt className="text-muted">Safeguards</dt>
          <dd>
            <a
              href={`/safeguards?owner=${personId}&state=planned`}
              className="focus-ring inline-flex min-h-6 items-center rounded-sm hover:underline"
            >
              {number(mine.safeguardsPlanned)} to implement
            </a>
            {mine.safeguardsOverdue > 0 && (
              <span className="font-medium text-critical-ink">, {number(mine.safeguardsOverdue)} overdue</span>
            )}
          </dd>
          <dt className="text-muted">Assets</dt>
          <dd>
            <ByLevel counts={mine.assets} href={(level) => `/assets?owner=${personId}&level=${level}`} />
          </dd>
        </dl>
      </div>
    </div>
  );
}

/** Each level that there is any of, the worst first. */
function ByLevel({ counts, href }: { counts: Levels; href: (level: string) => string }) {
  const there = levels.map((level, at) => ({ level, count: counts[at] ?? 0 })).filter(({ level, count }) => count > 0 && level !== 'none');
  if (there.length === 0) return <span className="text-muted">None</span>;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {there.toReversed().map(({ level, count }) => (
        <a
          key={level}
          href={href(level)}
          aria-label={`${number(count)} ${level}`}
          title={`${number(count)} ${level}`}
          className="focus-ring inline-flex min-h-6 items-center gap-1 rounded-sm hover:underline"
        >
          <LevelShape state={level} />
          {number(count)}
        </a>
      ))}
    </span>
  );
}
