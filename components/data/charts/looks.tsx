/** How each look fills an area: colour, and a pattern for whoever does not see the colour. Solid, striped and dotted are told apart in grey too. */
import type { Look } from './chart-data.ts';

export const lookColours: Record<Look, string> = {
  critical: 'var(--color-critical)',
  high: 'var(--color-high)',
  medium: 'var(--color-medium)',
  low: 'var(--color-low)',
  unassessed: 'var(--color-unassessed)',
  hatched: 'var(--color-unassessed)',
  stale: 'var(--color-unassessed)',
  accepted: 'var(--color-unassessed)',
  none: 'var(--color-line-strong)',
  accent: 'var(--color-accent)',
  soft: 'color-mix(in oklab, var(--color-accent) 45%, var(--color-surface))',
  neutral: 'var(--color-unassessed)',
  pale: 'var(--color-pressed)',
};

const patterned: readonly Look[] = ['high', 'medium', 'low', 'unassessed', 'hatched', 'stale', 'accepted'];

const idOf = (chart: string, look: Look) => `${chart}-${look}`;

/** What to fill with: a reference to the chart's own patterns, or a colour. */
export const fillOf = (chart: string, look: Look): string => (patterned.includes(look) ? `url(#${idOf(chart, look)})` : lookColours[look]);

/** What is drawn around an area, where the look is known by its outline. */
export const strokeOf = (look: Look): { stroke: string; strokeDasharray?: string } => {
  if (look === 'stale') return { stroke: lookColours.stale, strokeDasharray: '3 2.5' };
  if (look === 'accepted' || look === 'unassessed' || look === 'hatched') return { stroke: lookColours[look] };
  if (look === 'pale') return { stroke: 'var(--color-line-control)' };
  return { stroke: 'var(--color-surface)' };
};

/** Levels are bright in either theme: what is drawn upon them is dark in both. */
const dark = 'oklch(0.2 0.01 255)';

function Texture({ look }: { look: Look }) {
  const ink = { stroke: dark, strokeOpacity: 0.4, strokeWidth: 1, fill: 'none' };
  const grey = { stroke: 'var(--color-unassessed)', strokeWidth: 1.2, fill: 'none' };
  switch (look) {
    case 'high':
      return <path d="M-1 7 7 -1M5 13 13 5" {...ink} />;
    case 'medium':
      return (
        <g fill={dark} fillOpacity={0.42}>
          <circle cx="3" cy="3" r="1" />
          <circle cx="9" cy="9" r="1" />
        </g>
      );
    case 'low':
      return <path d="M0 3h12M0 9h12" {...ink} strokeOpacity={0.22} />;
    case 'unassessed':
    case 'hatched':
      return <path d="M-1 4 4 -1M-1 10 10 -1M2 13 13 2M8 13 13 8" {...grey} />;
    case 'accepted':
      return (
        <g fill="var(--color-unassessed)">
          <circle cx="3" cy="3" r="1.1" />
          <circle cx="9" cy="9" r="1.1" />
        </g>
      );
    default:
      return null;
  }
}

const grounds: Partial<Record<Look, string>> = {
  unassessed: 'var(--color-surface)',
  hatched: 'var(--color-surface)',
  stale: 'var(--color-sunken)',
  accepted: 'var(--color-surface)',
};

/** The patterns of one chart, once in its drawing. */
export function Patterns({ chart, looks }: { chart: string; looks: readonly Look[] }) {
  return (
    <defs>
      {patterned
        .filter((look) => looks.includes(look))
        .map((look) => (
          <pattern key={look} id={idOf(chart, look)} width="12" height="12" patternUnits="userSpaceOnUse">
            <rect width="12" height="12" fill={grounds[look] ?? lookColours[look]} />
            <Texture look={look} />
          </pattern>
        ))}
    </defs>
  );
}
