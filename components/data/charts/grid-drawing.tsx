'use client';

import type { SyntheticEvent } from 'react';
import { LevelShape, type LevelState, levelWords } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { useChartPlace } from './chart-context.ts';
import { amount, type ChartData, type ChartRow, type Drawing, type Look, markWords } from './chart-data.ts';

const isLevel = (look: Look | null | undefined): look is LevelState => look != null && look in levelWords;

/** How dark a field is, in per cent of ink, by its share of the fullest. Shade says how many, never how safe. */
const shadeOf = (value: number, most: number) => Math.round(4 + (value / most) * 16);

const washes: Partial<Record<LevelState, string>> = {
  critical: 'var(--color-critical-wash)',
  high: 'var(--color-high-wash)',
  medium: 'var(--color-medium-wash)',
  low: 'var(--color-low-wash)',
};

/** Numbers in rows and columns, each a link to what it counts. Plain HTML: a grid needs no charting library. */
export function GridDrawing({ data, drawing }: { data: ChartData; drawing: Drawing }) {
  const most = Math.max(1, ...data.rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  const [up, along] = drawing.type === 'grid' ? [drawing.rowAxis, drawing.columnAxis] : [];
  return (
    <div className="overflow-x-auto p-0.5 text-sm" data-cells="">
      <div
        className="grid gap-1"
        style={{ gridTemplateColumns: `minmax(4.5rem, auto) repeat(${data.series.length}, minmax(2.75rem, 1fr))`, gridAutoRows: '2.75rem' }}
      >
        {data.rows.map((row, index) => (
          <Row key={row.key} data={data} row={row} index={index} most={most} />
        ))}
        <span data-cell="" className="flex items-start pt-1 text-muted text-xs">
          {up && `↑ ${up}`}
        </span>
        {data.series.map((series) => (
          <span key={series.key} data-cell="" className="text-balance px-0.5 pt-1 text-center text-muted text-xs">
            {series.short && <span className="sm:hidden">{series.short}</span>}
            <span className={series.short && 'max-sm:hidden'}>{series.label}</span>
          </span>
        ))}
      </div>
      {along && (
        <p data-cell="" className="-mt-3 text-right text-muted text-xs">
          {along} →
        </p>
      )}
    </div>
  );
}

function Row({ data, row, index, most }: { data: ChartData; row: ChartRow; index: number; most: number }) {
  return (
    <>
      <span data-cell="" className="flex items-center pr-2 text-muted text-xs">
        {row.label}
      </span>
      {data.series.map((series, column) => (
        <Field key={series.key} data={data} row={row} index={index} column={column} most={most} />
      ))}
    </>
  );
}

function Field({ data, row, index, column, most }: { data: ChartData; row: ChartRow; index: number; column: number; most: number }) {
  const place = useChartPlace();
  const value = row.values[column] ?? 0;
  const look = row.looks?.[column] ?? data.series[column]?.look;
  const wash = (isLevel(look) && washes[look]) || 'var(--color-sunken)';
  const name = `${index}.${column}`;
  if (value === 0)
    return (
      <span
        data-cell=""
        data-print="exact"
        style={{ backgroundColor: wash }}
        className="flex items-center justify-center rounded-sm text-faint opacity-80"
      >
        <span aria-hidden="true">·</span>
      </span>
    );
  const words = isLevel(look) ? `${markWords(data, row, column)}, ${levelWords[look].toLowerCase()}` : markWords(data, row, column);
  const tell = (event: SyntheticEvent<HTMLElement>) => {
    const drawing = event.currentTarget.closest('[data-drawing]')?.getBoundingClientRect();
    const box = event.currentTarget.getBoundingClientRect();
    if (!drawing) return;
    const said = isLevel(look)
      ? { label: levelWords[look], value: amount(value, data.unit), look }
      : { label: '', value: amount(value, data.unit) };
    place.tell({
      title: `${row.label} × ${data.series[column]?.label}`,
      lines: row.notes?.[column] ? [said, { label: '', value: row.notes[column] ?? '' }] : [said],
      x: box.left + box.width / 2 - drawing.left,
      y: box.top - drawing.top,
    });
  };
  return (
    <Link
      href={row.hrefs?.[column] ?? row.href ?? '#'}
      data-cell=""
      data-mark={name}
      data-row={index}
      data-column={column}
      aria-label={words}
      tabIndex={place.current === name ? 0 : -1}
      data-print="exact"
      style={{ backgroundColor: `color-mix(in oklab, var(--color-ink) ${shadeOf(value, most)}%, ${wash})` }}
      className="focus-ring flex items-center justify-center gap-1.5 rounded-sm font-medium tabular-nums hover:ring-1 hover:ring-ink hover:ring-inset"
      onPointerEnter={tell}
      onPointerLeave={() => place.tell(null)}
      onFocus={(event) => {
        place.reach(name);
        tell(event);
      }}
      onBlur={() => place.tell(null)}
    >
      {isLevel(look) && <LevelShape state={look} />}
      {value.toLocaleString('en-GB')}
    </Link>
  );
}
