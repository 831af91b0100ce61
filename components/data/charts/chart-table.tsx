import { Fragment } from 'react';
import { Link } from '#components/ui/link.tsx';
import { type ChartData, markWords } from './chart-data.ts';

const number = 'px-2 py-1 text-right';
/** A box that scrolls is reached by Tab, or its end would be out of reach without a mouse. */
const scrolled = { tabIndex: 0 };

/** The same numbers as a table, each with the same link. */
export function ChartTable({ data, caption }: { data: ChartData; caption: string }) {
  return (
    <section aria-label={`${caption}, as a table`} {...scrolled} className="focus-ring max-h-96 overflow-auto rounded-sm print:max-h-none">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface text-muted text-xs">
          <tr className="border-b">
            <th scope="col" className="py-1 pr-2 text-left font-normal">
              {data.rowLabel}
            </th>
            {data.series.map((series) => (
              <th key={series.key} scope="col" className="px-2 py-1 text-right font-normal">
                {series.label}
              </th>
            ))}
            {data.markerLabel && (
              <th scope="col" className="py-1 pl-2 text-left font-normal">
                {data.markerLabel}
              </th>
            )}
            {data.noteLabel && (
              <th scope="col" className="py-1 pl-2 text-left font-normal">
                {data.noteLabel}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.key} className="border-b last:border-b-0">
              <th scope="row" className="py-1 pr-2 text-left font-normal">
                {row.href ? (
                  <Link href={row.href} className="focus-ring rounded-sm hover:underline">
                    {row.label}
                  </Link>
                ) : (
                  row.label
                )}
              </th>
              {data.series.map((series, column) => (
                <td key={series.key} className={number}>
                  <Value data={data} row={row} column={column} />
                </td>
              ))}
              {data.markerLabel && (
                <td className="py-1 pl-2">
                  <Markers row={row} />
                </td>
              )}
              {data.noteLabel && <td className="py-1 pl-2 text-muted">{row.note}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Value({ data, row, column }: { data: ChartData; row: ChartData['rows'][number]; column: number }) {
  const value = row.values[column];
  if (value == null) return <span className="text-faint">–</span>;
  const shown = `${value.toLocaleString('en-GB')}${data.unit[0] === '%' ? ' %' : ''}`;
  const href = row.hrefs?.[column];
  if (!href || value === 0) return shown;
  return (
    <Link href={href} aria-label={markWords(data, row, column)} className="focus-ring rounded-sm hover:underline">
      {shown}
    </Link>
  );
}

function Markers({ row }: { row: ChartData['rows'][number] }) {
  return row.markers?.map(({ label, href }, at) => (
    <Fragment key={label}>
      {at > 0 && ', '}
      {href ? (
        <Link href={href} aria-label={`${row.label}: ${label}`} className="focus-ring rounded-sm hover:underline">
          {label}
        </Link>
      ) : (
        label
      )}
    </Fragment>
  ));
}
