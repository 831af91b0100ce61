import { classNames } from './class-names.ts';

/** A grey bar where something will stand. Give it a size by class. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('block animate-breathe rounded-sm bg-sunken', className)} />;
}
