import { ArrowRight } from 'lucide-react';
import { fieldLabel, fieldWords } from '#lib/access/audit/rules.ts';
import type { AuditDetail } from '#lib/access/audit/schema.ts';

const erasedWords = <span className="text-faint">erased with the person it was about</span>;

/** What an event changed, field by field: before and after side by side. Of an event without a before, what it told. */
export function AuditChanges({ event: { before, after, erased, names } }: { event: AuditDetail }) {
  const fields = [
    ...new Set([
      ...Object.keys(before ?? {}),
      ...Object.keys(after ?? {}),
      ...erased.flatMap((name) => (name === 'address' ? [] : [name.slice(name.indexOf('.') + 1)])),
    ]),
  ].sort((a, b) => fieldLabel(a).localeCompare(fieldLabel(b)));
  if (fields.length === 0) return <p className="text-muted text-sm">This event changed no fields.</p>;
  const both = before !== null && after !== null;
  const words = (side: 'before' | 'after', field: string) => {
    if (erased.includes(`${side}.${field}`)) return erasedWords;
    return (
      <span className="whitespace-pre-wrap break-words">{fieldWords(field, (side === 'before' ? before : after)?.[field], names)}</span>
    );
  };
  return (
    <div className="relative overflow-x-auto rounded-md border">
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b text-muted text-xs">
            <th scope="col" className="w-44 px-3 py-2 font-medium">
              Field
            </th>
            {both ? (
              <>
                <th scope="col" className="px-3 py-2 font-medium">
                  Before
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  After
                </th>
              </>
            ) : (
              <th scope="col" className="px-3 py-2 font-medium">
                {before === null ? 'Value' : 'Previous value'}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field} className="border-b align-top last:border-b-0">
              <th scope="row" className="px-3 py-2 font-normal text-muted">
                {fieldLabel(field)}
              </th>
              {both ? (
                <>
                  <td className="max-w-md px-3 py-2 text-muted">{words('before', field)}</td>
                  <td className="max-w-md px-3 py-2">
                    <span className="flex gap-2">
                      <ArrowRight className="mt-1 size-3.5 shrink-0 text-faint" aria-hidden="true" />
                      {words('after', field)}
                    </span>
                  </td>
                </>
              ) : (
                <td className="max-w-xl px-3 py-2">{words(after === null ? 'before' : 'after', field)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
