'use client';

import { memo } from 'react';
import { Area, AreaChart, CartesianGrid, Line, LineChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { apart, axisText, gridLine, shortDay, shortNumber } from './axes.ts';
import type { DrawingProps } from './bar-drawing.tsx';
import { amount, type ChartData, type ChartMarker, heightOf, markerWords, mostDirectLabels } from './chart-data.ts';
import { fillOf, lookColours, Patterns } from './looks.tsx';
import { Mark } from './mark.tsx';

type Point = { name: string } & Record<string, string | number | null>;

const pointsOf = (data: ChartData): Point[] =>
  data.rows.map((row) => ({
    name: row.key,
    ...Object.fromEntries(data.series.map((series, column) => [series.key, row.values[column] ?? null])),
  }));

/** The names at the right end, with their numbers: about 6.6 px a letter. */
const labelRoom = (data: ChartData) => Math.max(...data.series.map((series) => series.label.length + 6)) * 6.6 + 8;

const dashes = [undefined, '6 3', '2 3', '8 3 2 3', '1 3'];

/** Series over days: areas upon one another, or lines. Each day is a mark that tells all its numbers. */
export const DayDrawing = memo(function DayDrawing({ id, data, drawing, width }: DrawingProps) {
  const stacked = drawing.type === 'area';
  const labelled = data.series.length <= mostDirectLabels && width > 420;
  const shared = {
    width,
    height: heightOf(drawing, data),
    data: pointsOf(data),
    accessibilityLayer: false,
    margin: {
      top: data.rows.some((row) => row.markers?.length) ? signRoom : 10,
      right: labelled ? labelRoom(data) : 14,
      bottom: 0,
      left: 0,
    },
  };
  const inside = (
    <>
      <Patterns chart={id} looks={data.series.map((series) => series.look)} />
      <CartesianGrid vertical={false} {...gridLine} />
      <XAxis
        dataKey="name"
        tickFormatter={(day: string) => data.rows.find((row) => row.key === day)?.short ?? shortDay(day)}
        tick={axisText}
        axisLine={{ stroke: 'var(--color-line-strong)' }}
        tickLine={false}
        minTickGap={36}
      />
      <YAxis
        domain={[0, 'auto']}
        tickFormatter={(value: number) => `${shortNumber(value)}${data.unit[0] === '%' ? ' %' : ''}`}
        tick={axisText}
        axisLine={false}
        tickLine={false}
        width={44}
        tickCount={5}
        allowDecimals={false}
      />
    </>
  );
  const over = (
    <>
      <DayMarks data={data} stacked={stacked} />
      {labelled && <DirectLabels data={data} stacked={stacked} />}
    </>
  );
  if (stacked)
    return (
      <AreaChart {...shared}>
        {inside}
        {data.series.map((series) => (
          <Area
            key={series.key}
            dataKey={series.key}
            stackId="whole"
            type="linear"
            isAnimationActive={false}
            activeDot={false}
            fill={fillOf(id, series.look)}
            fillOpacity={1}
            stroke={lookColours[series.look]}
            strokeWidth={1}
          />
        ))}
        {over}
      </AreaChart>
    );
  return (
    <LineChart {...shared}>
      {inside}
      {data.series.map((series, index) => (
        <Line
          key={series.key}
          dataKey={series.key}
          type="linear"
          isAnimationActive={false}
          dot={false}
          activeDot={false}
          stroke={lookColours[series.look]}
          strokeWidth={2}
          {...(dashes[index] && { strokeDasharray: dashes[index] })}
        />
      ))}
      {over}
    </LineChart>
  );
});

const sumBelow = (values: readonly (number | null)[], column: number) =>
  values.slice(0, column).reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** Names at the right end, where each series ends, moved apart where they would lie upon one another. */
function DirectLabels({ data, stacked }: { data: ChartData; stacked: boolean }) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  const last = data.rows.findLast((row) => row.values.some((value) => value !== null));
  if (!area || !scale || !last) return null;
  const ends = data.series
    .map((series, column) => ({
      series,
      value: last.values[column] ?? 0,
      at: Number(scale((stacked ? sumBelow(last.values, column) : 0) + (last.values[column] ?? 0) / (stacked ? 2 : 1)) ?? 0),
    }))
    .filter((end) => end.value > 0);
  const heights = apart(
    ends.map((end) => end.at),
    { top: area.y + 6, bottom: area.y + area.height, gap: 15 },
  );
  return ends.map((end, index) => (
    <text key={end.series.key} {...axisText} fill="var(--color-ink)" x={area.x + area.width + 8} y={heights[index]} dy="0.35em">
      {end.series.label} {shortNumber(end.value)}
    </text>
  ));
}

/** Above the days, in CSS pixels: what happened on them. */
const signRoom = 22;

/** A field over each day that can be pointed at and focused; and above it what happened, each with a list of its own behind it. */
function DayMarks({ data, stacked }: { data: ChartData; stacked: boolean }) {
  const area = usePlotArea();
  const scale = useXAxisScale();
  const up = useYAxisScale();
  if (!area || !scale || !up) return null;
  const step = area.width / Math.max(1, data.rows.length - 1);
  return data.rows.map((row, index) => {
    const x = Number(scale(row.key) ?? area.x);
    const left = Math.max(area.x, x - step / 2);
    const lines = data.series
      .map((series, column) => ({ label: series.label, value: row.values[column], look: series.look }))
      .filter((line) => line.value != null)
      .map((line) => ({ ...line, value: amount(line.value ?? 0, data.unit) }));
    const told = stacked ? lines.toReversed() : lines;
    const happened = markerWords(row);
    const said = [happened, row.note].filter((text) => text !== undefined && text !== '') as string[];
    const words = [...told.map((line) => `${line.label.toLowerCase()} ${line.value}`), ...said];
    return (
      <g key={row.key}>
        <Mark
          row={0}
          column={index}
          label={`${row.label}: ${words.join(', ') || 'nothing known'}`}
          href={row.href}
          told={{ title: row.label, lines: [...told, ...said.map((value) => ({ label: '', value }))] }}
        >
          <rect x={left} y={area.y} width={Math.min(x + step / 2, area.x + area.width) - left} height={area.height} fill="transparent" />
          <line
            className="opacity-0 group-hover/mark:opacity-40 group-focus-visible/mark:opacity-100"
            x1={x}
            x2={x}
            y1={area.y}
            y2={area.y + area.height}
            stroke="var(--color-ink)"
            strokeWidth={1}
          />
          {!stacked &&
            row.values.map((value, column) =>
              value === null || (data.rows.length > 40 && row.key !== data.rows.at(-1)?.key) ? null : (
                <circle
                  key={data.series[column]?.key}
                  cx={x}
                  cy={Number(up(value))}
                  r={2.5}
                  fill={lookColours[data.series[column]?.look ?? 'accent']}
                />
              ),
            )}
        </Mark>
        {row.markers?.map((marker, at, { length }) => (
          <MarkerSign
            key={marker.label}
            marker={marker}
            day={row.label}
            place={{ row: at - length, column: index }}
            room={Math.min(signWidth, step)}
            x={x + (at - (length - 1) / 2) * signWidth}
            bottom={area.y + area.height}
            top={area.y}
          />
        ))}
      </g>
    );
  });
}

/** As wide as a sign; its field is narrower where days stand closer. */
const signWidth = 12;

type Sign = {
  marker: ChartMarker;
  day: string;
  place: { row: number; column: number };
  room: number;
  x: number;
  top: number;
  bottom: number;
};

/** A release is a triangle that points down, an incident a diamond: told apart without colour. Its line passes under the days' fields. */
function MarkerSign({ marker: { label, look, href }, day, place, room, x, top, bottom }: Sign) {
  const colour = lookColours[look];
  return (
    <>
      <line x1={x} x2={x} y1={top} y2={bottom} stroke={colour} strokeWidth={1} strokeDasharray="2 3" pointerEvents="none" />
      <Mark {...place} label={`${day}: ${label}`} href={href} told={{ title: day, lines: [{ label: '', value: label }] }}>
        <rect x={x - room / 2} y={top - signRoom} width={room} height={signRoom} fill="transparent" />
        <path
          className="group-hover/mark:stroke-ink group-focus-visible/mark:stroke-ink"
          strokeWidth={1.5}
          d={look === 'critical' ? `M${x} ${top - 13}l5 5-5 5-5-5z` : `M${x - 4.5} ${top - 11}h9L${x} ${top - 3}z`}
          fill={colour}
        />
      </Mark>
    </>
  );
}
