import type { ReactNode } from 'react';
import { GatehouseMark } from '#components/layout/sidebar.tsx';

/** What stands before the door: the mark, one thing to do, and one line on what it is. */
export function Entrance({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto_1.35fr] bg-canvas px-6">
      <div className="row-start-2 mx-auto w-full max-w-88 py-10">
        <GatehouseMark className="mx-auto size-9" />
        <h1 className="mt-5 text-center font-semibold text-xl tracking-tight">{title}</h1>
        {lead && <p className="mt-1.5 text-balance text-center text-muted">{lead}</p>}
        <div className="mt-7">{children}</div>
      </div>
      <p className="row-start-3 self-end pb-6 text-center text-faint text-xs">Gatehouse · security governance for machine learning</p>
    </main>
  );
}
