import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { levelLabels } from '#lib/assets/rules.ts';
import { levelOfSeverity, values } from '#lib/risks/register/rules.ts';

type Place = { likelihood: number; impact: number; severity: number };

const washes: Record<number, string> = { 1: 'bg-low-wash', 2: 'bg-medium-wash', 3: 'bg-high-wash', 4: 'bg-critical-wash' };
const inks: Record<number, string> = {
  1: 'bg-low text-white dark:text-black',
  2: 'bg-medium text-black',
  3: 'bg-high text-white dark:text-black',
  4: 'bg-critical text-white dark:text-black',
};

const said = ({ likelihood, impact, severity }: Place) =>
  `likelihood ${likelihood}, impact ${impact}, ${levelLabels[levelOfSeverity(severity)].toLowerCase()}`;

/** Where a risk stands among likelihoods and impacts: a ring without its safeguards and signals, a disc with them. */
export function RiskMatrix({ matrix, inherent, residual }: { matrix: readonly number[]; inherent: Place; residual: Place }) {
  const severityAt = (likelihood: number, impact: number) => matrix[(likelihood - 1) * 5 + impact - 1] ?? 1;
  const is = (place: Place, likelihood: number, impact: number) => place.likelihood === likelihood && place.impact === impact;
  const moved = !is(inherent, residual.likelihood, residual.impact);
  return (
    <figure className="w-fit">
      <div
        role="img"
        aria-label={moved ? `Inherent: ${said(inherent)}. Residual: ${said(residual)}.` : `Inherent and residual alike: ${said(residual)}.`}
        className="flex gap-1.5"
        data-print="exact"
      >
        <span aria-hidden="true" className="rotate-180 self-center text-muted text-xs [writing-mode:vertical-rl]">
          Likelihood
        </span>
        <div aria-hidden="true">
          <div className="grid grid-cols-[repeat(6,auto)] gap-0.5">
            {[...values].reverse().map((likelihood) => (
              <Row key={likelihood} likelihood={likelihood}>
                {values.map((impact) => (
                  <span
                    key={impact}
                    className={classNames('grid size-7 place-items-center rounded-sm', washes[severityAt(likelihood, impact)])}
                  >
                    {is(residual, likelihood, impact) ? (
                      <span
                        className={classNames(
                          'grid size-5 place-items-center rounded-full font-semibold text-[0.625rem]',
                          inks[residual.severity],
                          !moved && 'ring-2 ring-ink ring-offset-1 ring-offset-surface',
                        )}
                      >
                        R
                      </span>
                    ) : (
                      is(inherent, likelihood, impact) && (
                        <span className="grid size-5 place-items-center rounded-full font-semibold text-[0.625rem] text-ink ring-2 ring-ink ring-inset">
                          I
                        </span>
                      )
                    )}
                  </span>
                ))}
              </Row>
            ))}
            <span />
            {values.map((impact) => (
              <span key={impact} className="text-center text-faint text-xs">
                {impact}
              </span>
            ))}
          </div>
          <p className="mt-0.5 pl-4 text-center text-muted text-xs">Impact</p>
        </div>
      </div>
      <figcaption className="mt-1.5 text-muted text-xs">{moved ? 'I inherent, R residual' : 'R: inherent and residual alike'}</figcaption>
    </figure>
  );
}

function Row({ likelihood, children }: { likelihood: number; children: ReactNode }) {
  return (
    <>
      <span className="self-center pr-1 text-faint text-xs">{likelihood}</span>
      {children}
    </>
  );
}
