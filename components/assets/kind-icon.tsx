import { classNames } from '#components/ui/class-names.ts';
import { type Kind, kindLabels } from '#lib/assets/rules.ts';

const circle = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const box = (x: number, y: number, width: number, height: number) =>
  `M${x + 2} ${y}h${width - 4}a2 2 0 0 1 2 2v${height - 4}a2 2 0 0 1-2 2h${4 - width}a2 2 0 0 1-2-2v${4 - height}a2 2 0 0 1 2-2z`;

/** Lucide's pictures, each drawn as one path: fifty of them stand on a page of the list, and every element there costs time. */
const pictures: Record<Kind, string> = {
  dataset: 'M3 5a9 3 0 1 0 18 0a9 3 0 1 0-18 0M3 5v14a9 3 0 0 0 18 0V5M3 12a9 3 0 0 0 18 0',
  model: [
    'M12 13h4M12 18h6a2 2 0 0 1 2 2v1M12 8h8M12 9a4.17 4.17 0 0 1-3 4M16 8V5a2 2 0 0 1 2-2M6 18a4 4 0 0 1-2-7.465',
    'M6.004 5.125a4 4 0 0 0-2.526 5.77M6.294 6.294A3 3 0 1 1 12 5v13a4 4 0 1 1-7.967-.518',
    ...[circle(16, 13, 0.5), circle(18, 3, 0.5), circle(20, 21, 0.5), circle(20, 8, 0.5)],
  ].join(''),
  pipeline: `${box(3, 3, 8, 8)}M7 11v4a2 2 0 0 0 2 2h4${box(13, 13, 8, 8)}`,
  infrastructure: `${box(2, 2, 20, 8)}${box(2, 14, 20, 8)}M6 6h.01M6 18h.01`,
  repository: `M18 19a5 5 0 0 1-5-5v8M9 20H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.9a2 2 0 0 1 1.69.9l.81 1.2a2 2 0 0 0 1.67.9H20a2 2 0 0 1 2 2v5${circle(13, 12, 2)}${circle(20, 19, 2)}`,
};

/** The picture of a kind: decoration beside its word. */
export function KindIcon({ kind, className }: { kind: Kind; className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classNames('size-4 shrink-0 text-muted', className)}>
      <path d={pictures[kind]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** A kind as picture and word. */
export function KindLabel({ kind }: { kind: Kind }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <KindIcon kind={kind} />
      {kindLabels[kind]}
    </span>
  );
}
