'use client';

import { type ComponentType, useEffect, useState } from 'react';
import type { ChartMarker } from '#components/data/charts/chart-data.ts';
import type { ChartFrameProps } from '#components/data/charts/chart-frame.tsx';
import { type Level, levelLabels, levels } from '#lib/assets/rules.ts';
import { addDays } from '#lib/platform/day-rules.ts';
import { dayWords, plural } from './words.ts';

/** [day, the eight counts, releases, incidents]: ninety of them travel as plain numbers. */
export type PackedDay = readonly [day: string, risks: readonly number[], releases: number, incidents: number];

/** From what is well known to what is worst, so that the worst lies on top. */
const stacked: readonly Level[] = ['low', 'accepted', 'unassessed', 'stale', 'medium', 'high', 'critical'];

/** Risks by level over time; the drawing and its library are fetched once the page stands. */
export function LevelTrend({ title, days }: { title: string; days: readonly PackedDay[] }) {
  const [Frame, setFrame] = useState<ComponentType<ChartFrameProps> | null>(null);
  useEffect(() => {
    void import('#components/data/charts/chart-frame.tsx').then((module) => setFrame(() => module.ChartFrame));
  }, []);
  const context = 'Risks by level at the end of each UTC day; a gap was not recorded. ▼ releases, ◆ incidents: each opens its assets.';
  if (!Frame)
    return (
      <div>
        <h3 className="font-semibold text-base">{title}</h3>
        <p className="mt-0.5 mb-3 max-w-[72ch] text-muted text-xs">{context}</p>
        <div className="h-66 rounded-md bg-sunken/50" />
      </div>
    );
  return <Frame name="risks-by-level" title={title} context={context} {...chartOf(days)} empty="No risk has been recorded yet." />;
}

/** Each day from the first to the last; one that nobody recorded has no values. */
export function chartOf(days: readonly PackedDay[]): Pick<ChartFrameProps, 'data' | 'drawing'> {
  const recorded = new Map(days.map((day) => [day[0], day]));
  const [first, last] = [days[0]?.[0], days.at(-1)?.[0]];
  const all: string[] = [];
  for (let day = first; day && last && day <= last; day = addDays(day, 1)) all.push(day);
  const series = stacked.map((level) => ({ key: level, label: levelLabels[level], look: level, href: `/risks?level=${level}` }));
  const rows = all.map((day) => {
    const counts = recorded.get(day)?.[1];
    const values = stacked.map((level) => counts?.[levels.indexOf(level)] ?? null);
    return { key: day, label: dayWords(day), values, markers: happenedOn(recorded.get(day)) };
  });
  return { data: { rowLabel: 'Day', series, rows, unit: ['risk', 'risks'], markerLabel: 'Happened' }, drawing: { type: 'area' } };
}

/** What happened on a day, each with the assets that it happened to: those that were retired since among them. */
function happenedOn(recorded: PackedDay | undefined): ChartMarker[] {
  const [day = '', , releases = 0, incidents = 0] = recorded ?? [];
  const href = (filter: string) => `/assets?status=active,retired&${filter}=${day}`;
  return [
    ...(incidents > 0 ? [{ label: plural(incidents, 'incident', 'incidents'), look: 'critical' as const, href: href('incidentOn') }] : []),
    ...(releases > 0 ? [{ label: plural(releases, 'release', 'releases'), look: 'accent' as const, href: href('releasedOn') }] : []),
  ];
}
