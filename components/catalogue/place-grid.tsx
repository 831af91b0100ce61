import { Check } from 'lucide-react';
import { KindLabel } from '#components/assets/kind-icon.tsx';
import { kinds, stageLabels, stages } from '#lib/assets/rules.ts';
import { appliesTo } from '#lib/risks/catalogue/rules.ts';

/** Where a threat applies: kinds of asset by stages of their life. */
export function PlaceGrid({ applies }: { applies: readonly string[] }) {
  return (
    <>
      <ul className="flex flex-col gap-1 text-sm sm:hidden">
        {kinds
          .filter((kind) => stages.some((stage) => appliesTo(applies, kind, stage)))
          .map((kind) => (
            <li key={kind}>
              <KindLabel kind={kind} />
              <span className="block pl-5.5 text-muted">
                {stages
                  .filter((stage) => appliesTo(applies, kind, stage))
                  .map((stage) => stageLabels[stage])
                  .join(', ')}
              </span>
            </li>
          ))}
      </ul>
      <table className="text-sm max-sm:hidden">
        <caption className="sr-only">Kinds of asset and stages at which it applies</caption>
        <thead>
          <tr className="text-left align-bottom text-muted text-xs">
            <th scope="col" className="pr-4 pb-1.5 font-normal">
              <span className="sr-only">Kind</span>
            </th>
            {stages.map((stage) => (
              <th key={stage} scope="col" className="w-22 px-1 pb-1.5 text-center font-normal leading-tight">
                {stageLabels[stage]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="whitespace-nowrap py-0.5 pr-4 text-left font-normal">
                <KindLabel kind={kind} />
              </th>
              {stages.map((stage) => {
                const on = appliesTo(applies, kind, stage);
                return (
                  <td key={stage} className="p-0.5">
                    <span
                      data-print="exact"
                      className={`grid h-7 place-items-center rounded-sm ${on ? 'bg-accent-wash text-accent-ink' : 'bg-sunken text-faint'}`}
                    >
                      {on && <Check className="size-4" aria-hidden="true" />}
                      <span className="sr-only">{on ? 'Applies' : 'Does not apply'}</span>
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
