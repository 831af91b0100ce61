import type { Told } from './chart-context.ts';
import { fillOf, Patterns, strokeOf } from './looks.tsx';

/** What a mark says, beside it. Those who do not see it hear the mark's own name instead. */
export function ChartTold({ told, width, id }: { told: Told; width: number; id: string }) {
  const side = told.x > width * 0.6 ? 'translate(calc(-100% - 10px), -50%)' : 'translate(10px, -50%)';
  return (
    <div
      aria-hidden="true"
      data-print="hide"
      style={{ left: told.x, top: Math.max(24, told.y), transform: side }}
      className="pointer-events-none absolute z-10 w-max max-w-64 rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-float"
    >
      <p className="font-medium">{told.title}</p>
      {told.lines.map((line) => (
        <p key={`${line.label}${line.value}`} className="flex items-center gap-1.5">
          {line.look && (
            <svg viewBox="0 0 12 12" aria-hidden="true" className="size-2.5 shrink-0">
              <Patterns chart={`${id}-told-${line.look}`} looks={[line.look]} />
              <rect x="0.5" y="0.5" width="11" height="11" fill={fillOf(`${id}-told-${line.look}`, line.look)} {...strokeOf(line.look)} />
            </svg>
          )}
          {line.label && <span className="text-muted">{line.label}</span>}
          <span className="ml-auto pl-2 tabular-nums">{line.value}</span>
        </p>
      ))}
    </div>
  );
}
