import { CardPart } from './card-part.tsx';
import { FactTree, FactValue } from './fact-tree.tsx';
import { besidesTexts, factsOf, isEmpty, isFacts, keyed, listOf, textOf, without } from './facts.ts';

/** What a model was measured at: by metric and slice, with the confidence interval where it was told. */
export function Metrics({ value }: { value: unknown }) {
  const all = listOf(value);
  const rows = all.filter(isFacts);
  if (all.length === 0) return null;
  const others = all.filter((entry) => !isFacts(entry));
  return (
    <CardPart title="Performance">
      {rows.length > 0 && (
        <div className="relative overflow-x-auto">
          <table className="w-full max-w-3xl text-left text-sm">
            <thead>
              <tr className="border-b text-muted text-xs">
                <th scope="col" className="py-1.5 pr-4 font-medium">
                  Metric
                </th>
                <th scope="col" className="py-1.5 pr-4 font-medium">
                  Slice
                </th>
                <th scope="col" className="py-1.5 pr-4 text-right font-medium">
                  Value
                </th>
                <th scope="col" className="py-1.5 text-right font-medium">
                  Confidence interval
                </th>
              </tr>
            </thead>
            <tbody>
              {keyed(rows).map(({ key, entry: row }) => {
                const interval = factsOf(row.confidenceInterval);
                const rest = without(row, 'type', 'value', 'slice', 'confidenceInterval');
                const bounds = [textOf(interval.lowerBound), textOf(interval.upperBound)];
                return (
                  <tr key={key} className="border-b align-top last:border-0">
                    <th scope="row" className="py-1.5 pr-4 font-normal">
                      <FactValue value={row.type} depth={2} />
                      <FactTree facts={rest} depth={2} />
                    </th>
                    <td className="py-1.5 pr-4 text-muted">
                      {isEmpty(row.slice) ? <span className="text-faint">All</span> : <FactValue value={row.slice} depth={2} />}
                    </td>
                    <td className="py-1.5 pr-4 text-right font-medium">
                      <FactValue value={row.value} depth={2} />
                    </td>
                    <td className="whitespace-nowrap py-1.5 text-right text-muted">
                      {bounds.some(Boolean) ? `${bounds[0] ?? '?'} – ${bounds[1] ?? '?'}` : <span className="text-faint">–</span>}
                      <FactTree facts={besidesTexts(interval, 'lowerBound', 'upperBound')} depth={2} />
                      {!isFacts(row.confidenceInterval) && !isEmpty(row.confidenceInterval) && (
                        <FactValue value={row.confidenceInterval} depth={2} />
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {others.length > 0 && <FactValue value={others} />}
    </CardPart>
  );
}
