import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface StateProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** `page` is tall and carries the page's heading; `part` stands inside something. */
  size?: 'page' | 'part';
}

/** What stands where there is nothing to show: what belongs here, and the first step. */
export function EmptyState({ icon, title, children, actions, size = 'part' }: StateProps) {
  const Title = size === 'page' ? 'h1' : 'h2';
  return (
    <div className={classNames('mx-auto flex max-w-md flex-col items-center px-6 text-center', size === 'page' ? 'py-[16vh]' : 'py-14')}>
      {icon && (
        <div aria-hidden="true" className="mb-3 grid size-10 place-items-center rounded-md bg-sunken text-muted [&_svg]:size-5">
          {icon}
        </div>
      )}
      <Title className="font-semibold text-base">{title}</Title>
      {children && <div className="mt-1 text-pretty text-muted text-sm">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
