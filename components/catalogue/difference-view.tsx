import type { ChangePreview } from '#lib/risks/catalogue/changes/schema.ts';
import { partLabels } from '#lib/risks/catalogue/rules.ts';
import { fieldLabel, valueWords } from './words.ts';

type EntryChange = ChangePreview['changes'][number];
const groups = [
  { what: 'added', title: 'Added' },
  { what: 'changed', title: 'Changed' },
  { what: 'switched_off', title: 'Switched off' },
  { what: 'switched_on', title: 'Switched on' },
] as const;
const partWord = (part: EntryChange['part']) => (part === 'scoring' ? 'Scoring' : partLabels[part]);

/** What a change would add, change and switch off, field by field, and what of one's own stays. */
export function DifferenceView({ preview }: { preview: ChangePreview }) {
  if (preview.changes.length === 0) return <p className="text-sm">Nothing is different from what stands in the catalogue.</p>;
  return (
    <div className="flex flex-col gap-6">
      {groups.map(({ what, title }) => {
        const changes = preview.changes.filter((change) => change.what === what);
        return (
          changes.length > 0 && (
            <section key={what}>
              <h2 className="mb-1 font-semibold text-base">
                {title} <span className="font-normal text-muted">{changes.length.toLocaleString('en-GB')}</span>
              </h2>
              <ul className="divide-y border-y text-sm">
                {changes.map((change) => (
                  <Entry key={`${change.part} ${change.key}`} change={change} />
                ))}
              </ul>
            </section>
          )
        );
      })}
      {preview.kept.length > 0 && (
        <section>
          <h2 className="mb-1 font-semibold text-base">What of yours stays</h2>
          <ul className="divide-y border-y text-sm">
            {preview.kept.map((sentence) => (
              <li key={sentence} className="py-2">
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const shownAtOnce = 12;

function Entry({ change: { part, key, name, what, fields } }: { change: EntryChange }) {
  const head = (
    <>
      <span className="font-medium">{name}</span> <span className="text-muted">{partWord(part)}</span>{' '}
      <span className="font-mono text-faint text-xs">{key}</span>
    </>
  );
  if (fields.length === 0) return <li className="py-2">{head}</li>;
  return (
    <li className="py-2">
      <details open={what === 'changed' && fields.length <= 4}>
        <summary className="focus-ring cursor-pointer rounded-sm">
          {head}
          <span className="ml-2 text-muted text-xs">
            {fields.length} {fields.length === 1 ? 'field' : 'fields'}
          </span>
        </summary>
        <dl className="mt-1.5 grid gap-x-6 gap-y-1.5 pl-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
          {fields.slice(0, shownAtOnce).map(({ field, before, after }) => (
            <div key={field} className="contents">
              <dt className="text-muted">{fieldLabel(field)}</dt>
              <dd className="min-w-0 break-words">
                {what === 'changed' && (
                  <>
                    <del className="text-muted decoration-line-control">{valueWords(field, before)}</del> <span aria-hidden="true">
                      →
                    </span>{' '}
                  </>
                )}
                <ins className="no-underline">{valueWords(field, after)}</ins>
              </dd>
            </div>
          ))}
          {fields.length > shownAtOnce && <p className="text-muted">And {fields.length - shownAtOnce} more.</p>}
        </dl>
      </details>
    </li>
  );
}
