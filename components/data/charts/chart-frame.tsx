'use client';

import { ChartBar, Ellipsis, FileSpreadsheet, Image, Shapes, TableProperties } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { MissingPart } from '#components/ui/lazily.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { ChartPlaceProvider, type Told } from './chart-context.ts';
import { type ChartData, canBeDrawn, type Drawing, hasMarks, heightOf } from './chart-data.ts';
import { ChartKey } from './chart-key.tsx';
import { ChartTable } from './chart-table.tsx';
import { ChartTold } from './chart-told.tsx';
import { GridDrawing } from './grid-drawing.tsx';
import { type MarkPlace, nextMark } from './next-mark.ts';

const BarDrawing = dynamic(
  () =>
    import('./bar-drawing.tsx').then(
      (module) => module.BarDrawing,
      () => MissingPart,
    ),
  { ssr: false },
);
const DayDrawing = dynamic(
  () =>
    import('./day-drawing.tsx').then(
      (module) => module.DayDrawing,
      () => MissingPart,
    ),
  { ssr: false },
);

export interface ChartFrameProps {
  /** The file's name of its exports, without an ending. */
  name: string;
  /** The finding, as a sentence: what the chart answers. */
  title: string;
  /** What is shown, of what, and how it is counted. */
  context: ReactNode;
  data: ChartData;
  drawing: Drawing;
  /** What to say when there is nothing to draw: why, and what would change it. */
  empty: ReactNode;
  /** Links or remarks under the drawing. */
  footer?: ReactNode;
  /** The table is printed under the drawing, for reports. */
  printTable?: boolean;
  /** The title's place among the page's headings: 3 under a section's title. */
  level?: 2 | 3;
  className?: string;
}

/**
 * A chart: the finding as its title, the drawing, the same numbers as a table, and exports. Title, context, numbers and a box of the right
 * height come from the server; the drawing, with its library, is fetched where a chart is seen and nowhere else.
 */
export function ChartFrame({ name, title, context, data, drawing, empty, footer, printTable, level = 3, className }: ChartFrameProps) {
  const Heading = `h${level}` as const;
  const drawable = canBeDrawn(data, drawing);
  const [chosen, setChosen] = useState(false);
  const asTable = chosen || !drawable;
  const figure = useRef<HTMLElement>(null);
  const drawn = hasMarks(data);
  const save = async (format: 'png' | 'svg' | 'csv') => {
    const { saveChart } = await import('./save-chart.ts');
    if (figure.current) await saveChart({ format, name, title, data, figure: figure.current });
  };
  return (
    <figure ref={figure} className={classNames('flex min-w-0 break-inside-avoid flex-col', className)}>
      <figcaption className="mb-3 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Heading className="font-semibold text-base">{title}</Heading>
          <p className="mt-0.5 max-w-[72ch] text-muted text-xs">{context}</p>
        </div>
        {drawn && (
          <div data-print="hide" className="-mt-1 -mr-1 shrink-0">
            <Menu
              label={`${title}: table and export`}
              align="end"
              trigger={(props) => (
                <IconButton {...props} label="Table and export">
                  <Ellipsis aria-hidden="true" />
                </IconButton>
              )}
              entries={[
                {
                  id: 'table',
                  label: asTable ? 'Show as chart' : 'Show as table',
                  icon: asTable ? <ChartBar aria-hidden="true" /> : <TableProperties aria-hidden="true" />,
                  disabled: !drawable,
                  onSelect: () => setChosen(!chosen),
                },
                { type: 'separator', id: 'line' },
                // What is drawn is what is exported: without a drawing there are numbers alone.
                {
                  id: 'png',
                  label: 'Save as PNG',
                  icon: <Image aria-hidden="true" />,
                  disabled: asTable,
                  onSelect: () => void save('png'),
                },
                {
                  id: 'svg',
                  label: 'Save as SVG',
                  icon: <Shapes aria-hidden="true" />,
                  disabled: asTable,
                  onSelect: () => void save('svg'),
                },
                { id: 'csv', label: 'Save numbers as CSV', icon: <FileSpreadsheet aria-hidden="true" />, onSelect: () => void save('csv') },
              ]}
            />
          </div>
        )}
      </figcaption>
      {drawn ? (
        <>
          {!asTable && <ChartDrawing title={title} data={data} drawing={drawing} />}
          <div hidden={!asTable} className={classNames(printTable && 'print:!block')}>
            <ChartTable data={data} caption={title} />
          </div>
          {footer && <div className="mt-2 text-muted text-xs">{footer}</div>}
        </>
      ) : (
        <p className="rounded-md border border-dashed px-4 py-8 text-center text-muted text-sm">{empty}</p>
      )}
    </figure>
  );
}

function ChartDrawing({ title, data, drawing }: Pick<ChartFrameProps, 'title' | 'data' | 'drawing'>) {
  const id = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const [width, setWidth] = useState(0);
  const [told, setTold] = useState<Told | null>(null);
  const [current, setCurrent] = useState(() => firstMark(data, drawing));
  const place = useMemo(() => ({ id, current, tell: setTold, reach: setCurrent }), [id, current]);

  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTold(null);
    const marks = [...(box.current?.querySelectorAll<SVGElement | HTMLElement>('[data-mark]') ?? [])].map((element) => ({
      element,
      row: Number(element.dataset.row),
      column: Number(element.dataset.column),
    }));
    const from = marks.find((mark) => mark.element === document.activeElement);
    const next = from && nextMark<MarkPlace & { element: SVGElement | HTMLElement }>(event.key, from, marks);
    if (!next) return;
    event.preventDefault();
    next.element.focus();
  };

  const keyed = drawing.type !== 'grid' && data.series.length > 1;
  const Bars = drawing.type === 'bars' || drawing.type === 'columns' ? BarDrawing : DayDrawing;
  return (
    <ChartPlaceProvider value={place}>
      {keyed && <ChartKey id={id} series={data.series} />}
      <fieldset
        ref={box}
        aria-label={`${title}. Arrow keys move among its marks.`}
        data-drawing=""
        data-print="exact"
        className="relative min-w-0 print:[&_.recharts-wrapper]:max-w-full! print:[&_svg]:max-w-full"
        style={drawing.type === 'grid' ? undefined : { height: heightOf(drawing, data) }}
        onKeyDown={onKeyDown}
      >
        {drawing.type === 'grid' ? (
          <GridDrawing data={data} drawing={drawing} />
        ) : (
          width > 0 && <Bars id={id} data={data} drawing={drawing} width={width} />
        )}
        {told && <ChartTold told={told} width={width} id={id} />}
      </fieldset>
    </ChartPlaceProvider>
  );
}

/** The mark that Tab reaches at first: the last day of a chart of days, else the first that is not zero. */
function firstMark(data: ChartData, drawing: Drawing): string | null {
  if (drawing.type === 'area' || drawing.type === 'lines') return `0.${data.rows.length - 1}`;
  for (const [row, { values }] of data.rows.entries()) {
    const column = values.findIndex((value) => value);
    if (column >= 0) return drawing.type === 'columns' ? `${data.series.length - 1 - column}.${row}` : `${row}.${column}`;
  }
  return null;
}
