import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { Field, ReferenceOperation } from './read-document.ts';

const tones: Record<string, Tone> = { GET: 'neutral', POST: 'accent', PATCH: 'accent', PUT: 'accent', DELETE: 'danger' };

/** One operation, folded to a line; open, what goes in and what comes out. */
export function OperationEntry({ operation, permission }: { operation: ReferenceOperation; permission: string }) {
  return (
    <details id={operation.id} className="group border-line border-b">
      <summary className="focus-ring flex min-h-10 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5 hover:bg-hover">
        <span className="w-14 shrink-0">
          <Badge tone={tones[operation.method] ?? 'neutral'}>{operation.method}</Badge>
        </span>
        <code className="break-all font-mono text-xs">{operation.path}</code>
        <span className="ml-auto text-muted text-sm">{operation.summary}</span>
      </summary>
      <div className="flex flex-col gap-4 px-2 pt-1 pb-5 md:pl-[76px]">
        <p className="text-muted text-sm">
          {permission}
          {operation.stream && ' The body is a stream of bytes (application/octet-stream).'}
        </p>
        <Fields title="Goes in" fields={operation.input} none="Nothing." />
        <Fields
          title={`Comes out (${operation.status})`}
          fields={operation.output}
          none={operation.status === '204' ? 'Nothing.' : 'A file, as a stream.'}
        />
      </div>
    </details>
  );
}

function Fields({ title, fields, none }: { title: string; fields: Field[]; none: string }) {
  return (
    <section>
      <h3 className="mb-1 font-medium text-sm">{title}</h3>
      {fields.length === 0 ? (
        <p className="text-muted text-sm">{none}</p>
      ) : (
        <table className="w-full table-fixed text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Field</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={`${field.place}.${field.name}`} className="border-line border-t align-top">
                <th scope="row" className="w-2/5 py-1.5 pr-3 text-left font-normal md:w-1/4">
                  <code className="break-words font-mono text-xs">{field.name}</code>
                  {field.required && <span className="text-muted text-xs"> needed</span>}
                </th>
                <td className="break-words py-1.5 text-muted">
                  {field.type}
                  {field.bounds && `; ${field.bounds}`}
                  {field.place === 'path' && ' (in the path)'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
