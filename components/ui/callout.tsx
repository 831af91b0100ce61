import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const looks = {
  info: { Icon: Info, box: 'bg-accent-wash', icon: 'text-accent-ink' },
  warning: { Icon: TriangleAlert, box: 'bg-medium-wash', icon: 'text-medium-ink' },
  danger: { Icon: CircleAlert, box: 'bg-critical-wash', icon: 'text-critical-ink' },
};

export interface CalloutProps {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons that mend what the callout tells of. */
  actions?: ReactNode;
}

/** Something to know before going on. A danger is announced as it appears. */
export function Callout({ tone = 'info', title, children, actions }: CalloutProps) {
  const { Icon, box, icon } = looks[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'note'}
      data-print="exact"
      className={classNames('flex gap-2.5 rounded-md px-3 py-2.5 text-sm', box)}
    >
      <Icon className={classNames('mt-0.5 size-4 shrink-0', icon)} aria-hidden="true" />
      <div className="min-w-0 flex-1 text-ink">
        {title && <p className="font-medium">{title}</p>}
        {children}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
