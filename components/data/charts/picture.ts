/** A chart as an SVG that stands by itself: no variables, no classes, no colours that only a browser knows. */

const namespace = 'http://www.w3.org/2000/svg';
const margin = 20;
const family = 'Geist, Arial, sans-serif';
const painted = ['fill', 'stroke'] as const;
const kept = [
  'fill-opacity',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

export interface Picture {
  svg: SVGSVGElement;
  width: number;
  height: number;
  addFont: (face: string) => void;
}

const element = (name: string, attributes: Record<string, string | number>, text?: string) => {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
};

/** Any colour that the browser computes, oklch() too, as what every program reads: #rrggbb, and how opaque it is. */
function plainColour(colour: string): { hex: string; opacity: number } {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return { hex: '#000000', opacity: 1 };
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  const hex = [red, green, blue].map((each) => each.toString(16).padStart(2, '0')).join('');
  return { hex: `#${hex}`, opacity: alpha / 255 };
}

/** Writes into each element of a copy what its original looks like, as attributes. */
function resolve(copy: Element, original: Element) {
  const style = getComputedStyle(original);
  for (const name of painted) {
    const value = style.getPropertyValue(name);
    if (!value || value === 'none' || value.startsWith('url(')) copy.setAttribute(name, value.replaceAll('"', '') || 'none');
    else {
      const { hex, opacity } = plainColour(value);
      copy.setAttribute(name, opacity === 0 ? 'none' : hex);
    }
  }
  for (const name of kept) {
    const value = style.getPropertyValue(name);
    if (value) copy.setAttribute(name, value);
  }
  if (copy.tagName === 'text') copy.setAttribute('font-family', family);
  for (const name of ['class', 'style', 'tabindex', 'href', 'role', 'aria-label', 'data-mark', 'data-row', 'data-column'])
    copy.removeAttribute(name);
  for (const [index, child] of [...copy.children].entries()) {
    const source = original.children[index];
    if (source) resolve(child, source);
  }
}

function resolvedCopy(original: SVGElement): SVGElement {
  const copy = original.cloneNode(true) as SVGElement;
  resolve(copy, original);
  return copy;
}

/** What is written in a field and seen: of a long and a short name the one that has room. */
const writtenIn = (cell: HTMLElement) =>
  [...cell.childNodes]
    .filter((node) => !(node instanceof Element) || node.checkVisibility())
    .map((node) => node.textContent)
    .join('')
    .trim();

/** The fields of a grid, and the shapes in them, as rectangles, texts and small drawings; of one that holds fields, its ground alone. */
function cells(grid: Element, origin: DOMRect): Element[] {
  return [...grid.querySelectorAll<HTMLElement>('[data-cell], [data-ground]')].flatMap((cell) => {
    const box = cell.getBoundingClientRect();
    const style = getComputedStyle(cell);
    const ground = plainColour(style.backgroundColor);
    const x = box.left - origin.left;
    const y = box.top - origin.top;
    const text = writtenIn(cell);
    const shape = cell.querySelector('svg');
    const made: Element[] = [];
    if (ground.opacity > 0) made.push(element('rect', { x, y, width: box.width, height: box.height, rx: 4, fill: ground.hex }));
    if ('ground' in cell.dataset) return made;
    if (shape) made.push(placed(resolvedCopy(shape), shape.getBoundingClientRect(), origin));
    if (text) {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const written = shape ? range.getBoundingClientRect() : box;
      const centred = !shape && (style.justifyContent === 'center' || style.textAlign === 'center');
      const right = style.textAlign === 'right';
      made.push(
        element(
          'text',
          {
            x: shape
              ? shape.getBoundingClientRect().right - origin.left + 6
              : centred
                ? x + box.width / 2
                : right
                  ? x + box.width
                  : written.left - origin.left,
            y: y + (style.alignItems === 'center' ? box.height / 2 : 10),
            dy: '0.35em',
            'text-anchor': centred ? 'middle' : right ? 'end' : 'start',
            'font-family': family,
            'font-size': style.fontSize,
            'font-weight': style.fontWeight,
            fill: plainColour(style.color).hex,
          },
          text,
        ),
      );
    }
    return made;
  });
}

function placed(drawing: SVGElement, box: DOMRect, origin: DOMRect): SVGElement {
  drawing.setAttribute('x', String(box.left - origin.left));
  drawing.setAttribute('y', String(box.top - origin.top));
  drawing.setAttribute('width', String(box.width));
  drawing.setAttribute('height', String(box.height));
  return drawing;
}

function lines(text: string, letters: number): string[] {
  const made: string[] = [];
  for (const word of text.split(' ')) {
    const last = made.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= letters) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  return made;
}

/** The figure's drawing with its title above, its key, and what the figure says about itself; computed under a light scheme. */
export function pictureOf(figure: HTMLElement, title: string): Picture {
  const scheme = figure.style.colorScheme;
  figure.style.colorScheme = 'light';
  try {
    const drawing = figure.querySelector<HTMLElement>('[data-drawing]');
    if (!drawing) throw new Error('This chart is shown as a table.');
    const origin = drawing.getBoundingClientRect();
    const width = Math.ceil(origin.width) + 2 * margin;
    const letters = Math.floor((width - 2 * margin) / 7.8);
    const head = lines(title, letters).map((line, index) =>
      element(
        'text',
        { x: margin, y: margin + 14 + index * 20, 'font-family': family, 'font-size': 15, 'font-weight': 600, fill: '#191b1f' },
        line,
      ),
    );
    const context = lines(figure.querySelector('figcaption p')?.textContent ?? '', Math.floor(letters * 1.36));
    const below = margin + head.length * 20 + 8;
    const said = context.map((line, index) =>
      element('text', { x: margin, y: below + 8 + index * 15, 'font-family': family, 'font-size': 11.5, fill: '#55585e' }, line),
    );
    const { made: keys, height: keyHeight } = keyOf(figure, below + context.length * 15 + 6, width);
    const top = below + context.length * 15 + 6 + keyHeight + 8;
    const height = Math.ceil(top + origin.height + margin);
    const svg = element('svg', { xmlns: namespace, width, height, viewBox: `0 0 ${width} ${height}` }) as SVGSVGElement;
    const body = element('g', { transform: `translate(${margin} ${top})` });
    body.append(
      ...[...drawing.querySelectorAll<SVGElement>(':scope svg.recharts-surface')].map(resolvedCopy),
      ...[...drawing.querySelectorAll('[data-cells]')].flatMap((grid) => cells(grid, origin)),
    );
    svg.append(element('title', {}, title), element('rect', { width, height, fill: '#ffffff' }), ...head, ...said, ...keys, body);
    return { svg, width, height, addFont: (face) => face && svg.prepend(element('style', {}, face)) };
  } finally {
    figure.style.colorScheme = scheme;
  }
}

function keyOf(figure: HTMLElement, top: number, width: number): { made: Element[]; height: number } {
  let x = margin;
  let y = top;
  const entries = [...figure.querySelectorAll<HTMLElement>('[data-key]')];
  const made = entries.flatMap((entry) => {
    const label = entry.dataset.keyLabel ?? '';
    const room = 30 + label.length * 6.6 + 14;
    if (x + room > width - margin && x > margin) {
      x = margin;
      y += 18;
    }
    const swatch = entry.querySelector('svg');
    const parts: Element[] = [];
    if (swatch) {
      const copy = resolvedCopy(swatch);
      for (const [name, value] of Object.entries({ x, y, width: 20, height: 12 })) copy.setAttribute(name, String(value));
      parts.push(copy);
    }
    parts.push(element('text', { x: x + 26, y: y + 10, 'font-family': family, 'font-size': 11.5, fill: '#55585e' }, label));
    x += room;
    return parts;
  });
  return { made, height: entries.length > 0 ? y - top + 18 : 0 };
}
