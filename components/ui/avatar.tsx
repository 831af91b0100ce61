import { classNames } from './class-names.ts';

/** "Marta Kovač" → "MK", "marta" → "M", "" → "?". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase('en');
}

/** A person as initials: decoration beside the name, never instead of it. */
export function Avatar({ name, size = 'sm' }: { name: string; size?: 'sm' | 'md' }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-grid shrink-0 select-none place-items-center rounded-full bg-pressed font-medium text-muted',
        size === 'sm' ? 'size-5 text-[0.5625rem]' : 'size-7 text-[0.6875rem]',
      )}
    >
      {initials(name)}
    </span>
  );
}

/** A person in a line or a cell: initials and name, cut with the whole name on hover. */
export function Person({ name }: { name: string | null }) {
  if (!name) return <span className="text-faint">Nobody</span>;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-middle" title={name}>
      <Avatar name={name} />
      <span className="truncate">{name}</span>
    </span>
  );
}
