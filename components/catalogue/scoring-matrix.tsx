import { classNames } from '#components/ui/class-names.ts';
import { LevelShape, levelWords } from '#components/ui/level-mark.tsx';
import { impactWords, likelihoodWords } from '#lib/risks/catalogue/rules.ts';
import { severities } from '#lib/risks/scoring/rules.ts';

const washes = { low: 'bg-low-wash', medium: 'bg-medium-wash', high: 'bg-high-wash', critical: 'bg-critical-wash' } as const;
const inks = { low: 'text-low-ink', medium: 'text-medium-ink', high: 'text-high-ink', critical: 'text-critical-ink font-medium' } as const;

export interface ScoringMatrixProps {
  /** 25 severities 1–4, five impacts for each likelihood. */
  matrix: readonly number[];
  /** The cell that is lower than one before it. */
  problem?: { likelihood: number; impact: number } | null;
  /** Left out, the matrix can be read alone. */
  onChange?: (matrix: readonly number[]) => void;
}

/** Which level a likelihood and an impact give: the likeliest at the top, the worst at the right, each by colour, shape and word. */
export function ScoringMatrix({ matrix, problem = null, onChange }: ScoringMatrixProps) {
  const likelihoods = [5, 4, 3, 2, 1];
  const impacts = [1, 2, 3, 4, 5];
  return (
    <div>
      <table className="w-full max-w-3xl table-fixed border-separate border-spacing-1 text-sm">
        <caption className="sr-only">Level by likelihood and impact</caption>
        <thead>
          <tr className="text-muted text-xs">
            <td className="w-5 sm:w-30" />
            {impacts.map((impact) => (
              <th key={impact} scope="col" className="pb-1 font-normal">
                <span className="sr-only">Impact </span>
                {impact}
                <span className="max-sm:sr-only"> · {impactWords[impact - 1]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {likelihoods.map((likelihood) => (
            <tr key={likelihood}>
              <th scope="row" className="text-right sm:pr-2 font-normal text-muted text-xs">
                <span className="sr-only">Likelihood </span>
                {likelihood}
                <span className="max-sm:sr-only"> · {likelihoodWords[likelihood - 1]}</span>
              </th>
              {impacts.map((impact) => {
                const at = (likelihood - 1) * 5 + impact - 1;
                const wrong = problem?.likelihood === likelihood && problem.impact === impact;
                return (
                  <td key={impact} className="p-0">
                    <Cell
                      severity={matrix[at] ?? 1}
                      wrong={wrong}
                      label={`Likelihood ${likelihood}, impact ${impact}`}
                      onChange={onChange && ((severity) => onChange(matrix.map((each, index) => (index === at ? severity : each))))}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 max-w-3xl text-muted sm:pl-31 text-xs">Impact grows to the right, likelihood upwards.</p>
    </div>
  );
}

type CellProps = { severity: number; wrong: boolean; label: string; onChange?: (severity: number) => void };

function Cell({ severity, wrong, label, onChange }: CellProps) {
  const level = severities[severity - 1] ?? 'low';
  const look = classNames(
    'relative flex h-11 items-center justify-center gap-1.5 rounded-sm max-sm:flex-col max-sm:gap-0.5 max-sm:text-xs',
    washes[level],
    inks[level],
    wrong && 'ring-2 ring-critical ring-inset',
  );
  if (!onChange)
    return (
      <span className={look} data-print="exact">
        <LevelShape state={level} />
        {levelWords[level]}
      </span>
    );
  return (
    <span className={look} data-print="exact">
      <LevelShape state={level} />
      <span aria-hidden="true">{levelWords[level]}</span>
      <select
        aria-label={label}
        aria-invalid={wrong || undefined}
        value={severity}
        onChange={(event) => onChange(Number(event.target.value))}
        className="focus-ring absolute inset-0 cursor-pointer appearance-none rounded-sm bg-transparent text-transparent hover:ring-1 hover:ring-line-control hover:ring-inset [&>option]:bg-surface [&>option]:text-ink"
      >
        {severities.map((each, index) => (
          <option key={each} value={index + 1}>
            {levelWords[each]}
          </option>
        ))}
      </select>
    </span>
  );
}
