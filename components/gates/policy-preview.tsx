import { Callout } from '#components/ui/callout.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Policy, Preview } from '#lib/gates/policies/schema.ts';
import { type Requirement, titleOf } from '#lib/gates/rules.ts';

export interface PolicyPreviewProps {
  preview: Preview;
  /** What the preview is of. */
  requirements: readonly Requirement[];
  choices: Policy['choices'];
  /** It was edited since. */
  old: boolean;
}

const namesOf = (choices: Policy['choices']) => ({
  controls: Object.fromEntries(choices.controls.map(({ key, name }) => [key, name])),
  templates: Object.fromEntries(choices.templates.map(({ key, name }) => [key, name])),
});

const assets = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'asset' : 'assets'}`;

/** What would pass and fail today: counts, each requirement's share, and whose verdict changes. */
export function PolicyPreview({ preview, requirements, choices, old }: PolicyPreviewProps) {
  const { assets: all, passing, passingNow, changing, more } = preview;
  const names = namesOf(choices);
  if (all === 0) return <Callout>No active asset of this kind stands before this gate: nothing would change today.</Callout>;
  return (
    <section aria-label="Preview" aria-live="polite" className="flex flex-col gap-3 rounded-md bg-sunken p-4 text-sm">
      {old && <p className="text-muted">You changed something since: ask for the preview again.</p>}
      <p>
        Of {assets(all)} before this gate, <b className="font-medium">{passing.toLocaleString('en')} would pass</b> today;{' '}
        {passingNow.toLocaleString('en')} {passingNow === 1 ? 'passes' : 'pass'} as it holds.
      </p>
      <table className="w-full">
        <caption className="sr-only">How many meet each requirement</caption>
        <thead>
          <tr className="text-left text-muted text-xs">
            <th className="py-1 font-medium">Requirement</th>
            <th className="w-20 py-1 text-right font-medium">Met</th>
            <th className="w-20 py-1 text-right font-medium">Waived</th>
            <th className="w-20 py-1 text-right font-medium">Missing</th>
          </tr>
        </thead>
        <tbody>
          {preview.requirements.map(({ key, met, waived }) => {
            const requirement = requirements.find((each) => each.key === key);
            return (
              <tr key={key} className="border-t">
                <td className="py-1.5 pr-3">{requirement ? titleOf(requirement, names) : key}</td>
                <td className="py-1.5 text-right tabular-nums">{met.toLocaleString('en')}</td>
                <td className="py-1.5 text-right tabular-nums">{waived.toLocaleString('en')}</td>
                <td className="py-1.5 text-right tabular-nums">{(all - met - waived).toLocaleString('en')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {changing.length > 0 && (
        <div>
          <p className="font-medium">Whose verdict changes</p>
          <ul className="mt-1 flex max-h-60 flex-col gap-0.5 overflow-auto">
            {changing.map(({ id, name, teamName, passes }) => (
              <li key={id}>
                <Link href={`/assets/${id}/gate`} className="focus-ring rounded-sm underline decoration-line-strong underline-offset-2">
                  {name}
                </Link>{' '}
                <span className="text-muted">
                  {teamName} · {passes ? 'would pass' : 'would be held back'}
                </span>
              </li>
            ))}
            {more && <li className="text-muted">and more</li>}
          </ul>
        </div>
      )}
    </section>
  );
}
