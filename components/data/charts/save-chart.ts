import { type ChartData, csvOf } from './chart-data.ts';
import { pictureOf } from './picture.ts';
import { fontFace } from './picture-font.ts';

export type Format = 'png' | 'svg' | 'csv';

export interface Saving {
  format: Format;
  name: string;
  title: string;
  data: ChartData;
  /** The figure as it stands in the page. */
  figure: HTMLElement;
}

const scale = 2;

function offer(content: Blob, file: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Saves a chart as a file: the numbers as CSV (UTF-8 with a mark that spreadsheets look for), the drawing with its title as SVG or, at
 * twice its size, as PNG. Pictures are drawn for paper: light, with all colours and the font inside, whatever theme the page has.
 */
export async function saveChart({ format, name, title, data, figure }: Saving): Promise<void> {
  if (format === 'csv') return offer(new Blob(['\uFEFF', csvOf(data)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
  const picture = pictureOf(figure, title);
  picture.addFont(await fontFace());
  const text = new XMLSerializer().serializeToString(picture.svg);
  const drawn = new Blob([text], { type: 'image/svg+xml;charset=utf-8' });
  if (format === 'svg') return offer(drawn, `${name}.svg`);
  offer(await rasterOf(drawn, picture.width, picture.height), `${name}.png`);
}

async function rasterOf(drawn: Blob, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(drawn);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser could not draw the picture.'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
