'use client';

import { memo, useMemo } from 'react';
import { Bar, BarChart, type BarShapeProps, CartesianGrid, XAxis, YAxis } from 'recharts';
import { axisText, gridLine, shortNumber } from './axes.ts';
import { amount, type ChartData, type ChartRow, type Drawing, heightOf, markWords } from './chart-data.ts';
import { fillOf, Patterns, strokeOf } from './looks.tsx';
import { Mark } from './mark.tsx';

const markFocus =
  'group-hover/mark:opacity-80 group-focus-visible/mark:stroke-accent group-focus-visible/mark:[stroke-dasharray:none] group-focus-visible/mark:[stroke-width:3px]';

interface Point {
  name: string;
  row: number;
  [series: string]: string | number;
}

const sumOf = (row: ChartRow) => row.values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

function pointsOf(data: ChartData, share: boolean): Point[] {
  return data.rows.map((row, index) => {
    const whole = share ? Math.max(1, sumOf(row)) / 100 : 1;
    return {
      name: row.short ?? row.label,
      row: index,
      ...Object.fromEntries(data.series.map((series, column) => [series.key, (row.values[column] ?? 0) / whole])),
    };
  });
}

/** The widest name on the left: about 6.4 px a letter, of which a narrow drawing gives a third of its width at most. */
const nameRoom = (data: ChartData, width: number) =>
  Math.min(Math.max(...data.rows.map((row) => (row.short ?? row.label).length)) * 6.4 + 14, Math.max(76, width * 0.34));

export interface DrawingProps {
  /** Begins each id in the drawing. */
  id: string;
  data: ChartData;
  drawing: Drawing;
  /** Of the box, in CSS pixels. */
  width: number;
}

/**
 * Bars, lying or standing, stacked where there are several series. Zero-based always. It is drawn again for other data alone: Recharts would
 * take its bars out and put them in again, and a focused mark would lose its focus.
 */
export const BarDrawing = memo(function BarDrawing({ id, data, drawing, width }: DrawingProps) {
  const lying = drawing.type === 'bars';
  const share = (drawing.type === 'bars' || drawing.type === 'columns') && drawing.share === true;
  const tight = drawing.type === 'columns' && drawing.tight;
  const single = data.series.length === 1;
  // A shape of another identity is another component: a focused mark would go and come back without its focus.
  const shapes = useMemo(
    () =>
      data.series.map((_, column) => (shape: BarShapeProps) => (
        <Segment id={id} shape={shape} data={data} column={column} lying={lying} share={share} />
      )),
    [id, data, lying, share],
  );
  const values = {
    type: 'number' as const,
    domain: share ? [0, 100] : ([0, 'auto'] as [number, 'auto']),
    allowDecimals: false,
    ...(share && { ticks: [0, 25, 50, 75, 100] }),
  };
  const tick = (value: number) => (share ? `${value} %` : `${shortNumber(value)}${data.unit[0] === '%' ? ' %' : ''}`);
  return (
    <BarChart
      width={width}
      height={heightOf(drawing, data)}
      data={pointsOf(data, share)}
      layout={lying ? 'vertical' : 'horizontal'}
      accessibilityLayer={false}
      margin={{ top: lying ? 0 : 18, right: lying && single ? 64 : 18, bottom: 0, left: 0 }}
      barCategoryGap={tight ? 1 : '22%'}
    >
      <Patterns chart={id} looks={data.series.map((series) => series.look)} />
      <CartesianGrid vertical={lying} horizontal={!lying} {...gridLine} />
      {lying ? (
        <>
          <XAxis {...values} tickFormatter={tick} tick={axisText} axisLine={false} tickLine={false} height={24} tickCount={5} />
          <YAxis
            type="category"
            dataKey="name"
            width={nameRoom(data, width)}
            tick={{ ...axisText, fill: 'var(--color-ink)' }}
            axisLine={false}
            tickLine={false}
            interval={0}
          />
        </>
      ) : (
        <>
          <XAxis
            type="category"
            dataKey="name"
            tick={axisText}
            axisLine={{ stroke: 'var(--color-line-strong)' }}
            tickLine={false}
            minTickGap={8}
          />
          <YAxis {...values} tickFormatter={tick} tick={axisText} axisLine={false} tickLine={false} width={44} tickCount={5} />
        </>
      )}
      {data.series.map((series, column) => (
        <Bar
          key={series.key}
          dataKey={series.key}
          stackId="whole"
          maxBarSize={lying ? 22 : 56}
          isAnimationActive={false}
          {...(shapes[column] && { shape: shapes[column] })}
        />
      ))}
    </BarChart>
  );
});

function Segment({
  id,
  shape,
  data,
  column,
  lying,
  share,
}: {
  id: string;
  shape: BarShapeProps;
  data: ChartData;
  column: number;
  lying: boolean;
  share: boolean;
}) {
  const { x, y, width, height } = shape;
  const index = (shape.payload as Point).row;
  const row = data.rows[index];
  const series = data.series[column];
  const value = row?.values[column];
  if (row && value === 0 && lying && data.series.length === 1)
    return (
      <text {...axisText} x={x + 6} y={y + height / 2} dy="0.35em">
        0
      </text>
    );
  if (!row || !series || !value || width <= 0 || height <= 0) return null;
  const look = row.looks?.[column] ?? series.look;
  const single = data.series.length === 1;
  const of = share ? `, ${Math.round((value / Math.max(1, sumOf(row))) * 100)} % of ${sumOf(row).toLocaleString('en-GB')}` : '';
  return (
    <Mark
      row={lying ? index : data.series.length - 1 - column}
      column={lying ? column : index}
      label={`${markWords(data, row, column)}${of}`}
      href={row.hrefs?.[column] ?? row.href}
      told={{
        title: row.label,
        lines: [
          { label: series.label, value: `${amount(value, data.unit)}${of}`, look },
          ...(row.note ? [{ label: '', value: row.note }] : []),
        ],
      }}
    >
      <rect x={x} y={y} width={width} height={height} fill={fillOf(id, look)} {...strokeOf(look)} strokeWidth={1} className={markFocus} />
      {single && (
        <text
          {...axisText}
          x={lying ? x + width + 6 : x + width / 2}
          y={lying ? y + height / 2 : y - 5}
          dy={lying ? '0.35em' : 0}
          textAnchor={lying ? 'start' : 'middle'}
          fill="var(--color-ink)"
        >
          {lying || width > 20 ? (data.unit[0] === '%' ? `${value} %` : shortNumber(value)) : ''}
        </text>
      )}
    </Mark>
  );
}
