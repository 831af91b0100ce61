import { KindIcon } from '#components/assets/kind-icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { kindLabels, kinds, stageLabels, stages } from '#lib/assets/rules.ts';
import type { PolicyList } from '#lib/gates/policies/schema.ts';
import { titleOf } from '#lib/gates/rules.ts';

/** Every gate: a row for each kind, a column for each stage; on a narrow screen one under the other. */
export function PolicyTable({ policies: { gates, names } }: { policies: PolicyList }) {
  return (
    <div className="px-4 pb-6 md:px-6">
      {kinds.map((kind) => (
        <section key={kind} className="border-t py-4 first:border-t-0">
          <h2 className="mb-2 flex items-center gap-2 font-semibold text-base [&_svg]:size-4 [&_svg]:text-muted">
            <KindIcon kind={kind} />
            {kindLabels[kind]}
          </h2>
          <ul className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-6">
            {stages.map((stage) => {
              const gate = gates.find((each) => each.kind === kind && each.stage === stage);
              return (
                <li key={stage} className="min-w-0 text-sm">
                  <Link
                    href={`/gates/policies/${kind}/${stage}`}
                    className="focus-ring rounded-sm font-medium text-accent-ink hover:underline"
                  >
                    <span className="sr-only">{kindLabels[kind]} before </span>
                    {stageLabels[stage]}
                  </Link>
                  {gate && gate.number > 1 && <span className="text-faint text-xs"> · number {gate.number}</span>}
                  <ul className="mt-0.5 flex flex-col gap-0.5 text-muted text-xs">
                    {gate?.requirements.map((requirement) => (
                      <li key={requirement.key} className="break-words">
                        {titleOf(requirement, names)}
                      </li>
                    ))}
                    {(gate?.requirements.length ?? 0) === 0 && <li>Nothing is asked for</li>}
                  </ul>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
