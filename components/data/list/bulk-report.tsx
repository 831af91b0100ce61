import { Callout } from '#components/ui/callout.tsx';
import type { BulkReport } from './list-definition.ts';

export interface BulkReportViewProps {
  report: BulkReport;
  definition: { one: string; many: string };
  undone?: boolean;
  failure?: string;
}

/** What became of each row: how many were changed, and by name those that were not, with the reason. */
export function BulkReportView({ report, definition, undone, failure }: BulkReportViewProps) {
  const count = (amount: number) => `${amount} ${amount === 1 ? definition.one : definition.many}`;
  return (
    <div className="flex flex-col gap-3">
      {failure && (
        <Callout tone="danger" title="It could not be undone">
          {failure}
        </Callout>
      )}
      <p>
        {undone ? `${count(report.done)} put back as before.` : `${count(report.done)} changed.`}
        {report.unchanged ? ` ${count(report.unchanged)} ${report.unchanged === 1 ? 'was' : 'were'} so already.` : ''}
        {report.failures.length > 0 ? ` ${count(report.failures.length)} could not be changed:` : ''}
      </p>
      {report.failures.length > 0 && (
        <div className="max-h-72 overflow-y-auto rounded-md border">
          <table className="w-full table-fixed text-sm">
            <thead className="sr-only">
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Reason</th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {report.failures.map((one) => (
                <tr key={one.id}>
                  <td className="truncate px-3 py-2" title={one.label}>
                    {one.label}
                  </td>
                  <td className="px-3 py-2 text-critical-ink">{one.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
