/** What a chart shows: one set of numbers, from which the drawing, the table and the CSV are all made. No React, no domain. */
import type { LevelState } from '#components/ui/level-mark.tsx';

/** How a series is drawn: a level as everywhere else, or one of the tones that say nothing of danger; `hatched` is what is not there. */
export type Look = LevelState | 'accent' | 'soft' | 'neutral' | 'pale' | 'hatched';

export interface ChartSeries {
  key: string;
  label: string;
  /** As the head of a column has room for on a narrow screen. */
  short?: string;
  look: Look;
  /** Where the series' name leads. */
  href?: string;
}

export interface ChartRow {
  key: string;
  /** As the table says it in full. */
  label: string;
  /** As an axis has room for; the label where it is left out. */
  short?: string;
  /** One per series; null where there is nothing to say, which is not zero. */
  values: readonly (number | null)[];
  /** Where each value's mark leads. */
  hrefs?: readonly (string | null)[];
  /** Where the row as a whole leads: a day of a line, the name of a bar. */
  href?: string;
  /** Said with the numbers on hover and focus, and in the table's last column. */
  note?: string;
  /** The same of each value. */
  notes?: readonly string[];
  /** A look of each value's own, for grids. */
  looks?: readonly (Look | null)[];
  /** What happened on a day, drawn over it. */
  markers?: readonly ChartMarker[];
}

export interface ChartData {
  /** What the rows are: "Stage", "Day". */
  rowLabel: string;
  series: readonly ChartSeries[];
  rows: readonly ChartRow[];
  /** What is counted, of one and of several: ["risk", "risks"], ["%", "%"]. */
  unit: readonly [string, string];
  /** What the rows' markers are, as a column of the table: "Happened". */
  markerLabel?: string;
  /** What the rows' notes are, as the table's last column. */
  noteLabel?: string;
}

/** Something that happened on a day: "2 releases". */
export interface ChartMarker {
  label: string;
  look: 'accent' | 'critical';
  /** Where its sign leads. */
  href?: string;
}

/** How the data are drawn. */
export type Drawing =
  /** A bar per row, lying, with the rows' names before it; stacked where there are several series. `share` draws each row as the whole. */
  | { type: 'bars'; share?: boolean }
  /** A bar per row, standing; `tight` leaves no gap, for histograms. */
  | { type: 'columns'; tight?: boolean; share?: boolean; height?: number }
  /** Rows are days; series lie upon one another. */
  | { type: 'area'; height?: number }
  /** Rows are days; each series is a line of its own. */
  | { type: 'lines'; height?: number }
  /** A field per value, shaded by how many; `rowAxis` and `columnAxis` name what grows upwards and rightwards. */
  | { type: 'grid'; rowAxis?: string; columnAxis?: string };

/** As many series carry their name in the drawing; of more, the key above names them all. */
export const mostDirectLabels = 5;

/** "14 risks", "1 risk", "22 %". */
export function amount(value: number, unit: readonly [string, string]): string {
  return `${value.toLocaleString('en-GB')} ${value === 1 ? unit[0] : unit[1]}`;
}

/** What a mark says on hover, on focus and to whoever does not see it: "Deployment, high: 14 risks". */
export function markWords(data: ChartData, row: ChartRow, index: number): string {
  const series = data.series[index];
  const value = row.values[index];
  const where = data.series.length > 1 && series ? `${row.label}, ${series.label.toLowerCase()}` : row.label;
  const words = `${where}: ${value == null ? 'nothing known' : amount(value, data.unit)}`;
  const note = row.notes?.[index] || row.note;
  return note ? `${words}; ${note}` : words;
}

/** What happened on a row's day, in words. */
export const markerWords = (row: ChartRow): string => (row.markers ?? []).map(({ label }) => label).join(', ');

/** Whether there is any number to draw. */
export const hasMarks = (data: ChartData): boolean => data.rows.some((row) => row.values.some((value) => value !== null && value !== 0));

/** Whether the numbers can be drawn: of a single day there is no area. */
export const canBeDrawn = (data: ChartData, drawing: Drawing): boolean => drawing.type !== 'area' || data.rows.length > 1;

/** The box's height in CSS pixels, known before anything is drawn, so that nothing jumps. */
export function heightOf(drawing: Drawing, data: ChartData): number {
  switch (drawing.type) {
    case 'bars':
      return data.rows.length * 34 + 28;
    case 'grid':
      return data.rows.length * 48 + 56;
    default:
      return drawing.height ?? 240;
  }
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** A text that a spreadsheet would take for a formula is told to be a text. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The numbers as CSV (RFC 4180), the row's name first; unknown values are empty. */
export function csvOf(data: ChartData): string {
  const head = [
    data.rowLabel,
    ...data.series.map((series) => series.label),
    ...[data.markerLabel, data.noteLabel].filter((label) => label !== undefined),
  ];
  const lines = data.rows.map((row) => [
    quoted(harmless(row.label)),
    ...row.values.map((value) => (value === null ? '' : String(value))),
    ...(data.markerLabel ? [quoted(harmless(markerWords(row)))] : []),
    ...(data.noteLabel ? [quoted(harmless(row.note ?? ''))] : []),
  ]);
  return [head.map((text) => quoted(harmless(text))), ...lines]
    .map((cells) => cells.join(','))
    .join('\r\n')
    .concat('\r\n');
}
