import { KindLabel } from '#components/assets/kind-icon.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { kindLabels, kinds, stageLabels, stages } from '#lib/assets/rules.ts';

/** Where a threat applies, to be ticked: kinds of asset by stages of their life. */
export function PlaceFields({
  applies,
  error,
  onChange,
}: {
  applies: readonly string[];
  error: string | null;
  onChange: (applies: readonly string[]) => void;
}) {
  const turn = (pair: string) => onChange(applies.includes(pair) ? applies.filter((each) => each !== pair) : [...applies, pair]);
  return (
    <fieldset data-field="applies" className="min-w-0">
      <legend className="mb-1 font-medium text-sm">Where it applies</legend>
      {error && <p className="mb-1 text-critical-ink text-xs">{error}</p>}
      <div className="overflow-x-auto">
        <table className="text-sm">
          <thead>
            <tr className="align-bottom text-muted text-xs">
              <td />
              {stages.map((stage) => (
                <th key={stage} scope="col" className="w-22 px-1 pb-1 font-normal leading-tight">
                  {stageLabels[stage]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row" className="whitespace-nowrap pr-4 text-left font-normal">
                  <KindLabel kind={kind} />
                </th>
                {stages.map((stage) => (
                  <td key={stage} className="text-center">
                    <Checkbox
                      aria-label={`${kindLabels[kind]}, ${stageLabels[stage].toLowerCase()}`}
                      checked={applies.includes(`${kind}:${stage}`)}
                      onChange={() => turn(`${kind}:${stage}`)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  );
}
