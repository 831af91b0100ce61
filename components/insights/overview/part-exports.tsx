'use client';

import { Ellipsis, FileSpreadsheet, Image, Shapes } from 'lucide-react';
import { useRef } from 'react';
import type { ChartData } from '#components/data/charts/chart-data.ts';
import type { Format } from '#components/data/charts/save-chart.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';

export interface PartExportsProps {
  /** The file's name, without an ending. */
  name: string;
  title: string;
  /** The numbers, as the CSV says them. */
  data: ChartData;
  /** Whether the part is drawn (`data-drawing` around `data-cells`), so that there is a picture to save. */
  drawn?: boolean;
}

/** Saves a part of the overview that needs no charting library as the charts save theirs: the picture as PNG or SVG, the numbers as CSV. */
export function PartExports({ name, title, data, drawn = false }: PartExportsProps) {
  const place = useRef<HTMLSpanElement>(null);
  const save = async (format: Format) => {
    const { saveChart } = await import('#components/data/charts/save-chart.ts');
    const figure = place.current?.closest('section');
    if (figure) await saveChart({ format, name, title, data, figure });
  };
  const pictures: MenuEntry[] = [
    { id: 'png', label: 'Save as PNG', icon: <Image aria-hidden="true" />, onSelect: () => void save('png') },
    { id: 'svg', label: 'Save as SVG', icon: <Shapes aria-hidden="true" />, onSelect: () => void save('svg') },
  ];
  const csv: MenuEntry = {
    id: 'csv',
    label: 'Save numbers as CSV',
    icon: <FileSpreadsheet aria-hidden="true" />,
    onSelect: () => void save('csv'),
  };
  return (
    <span ref={place} data-print="hide" className="-mr-1 shrink-0">
      <Menu
        label={`${title}: export`}
        align="end"
        trigger={(props) => (
          <IconButton {...props} label="Export">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
        entries={drawn ? [...pictures, csv] : [csv]}
      />
    </span>
  );
}
