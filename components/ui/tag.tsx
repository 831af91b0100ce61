import { X } from 'lucide-react';

export interface TagProps {
  children: string;
  /** With it the tag carries a remove button. */
  onRemove?: () => void;
}

/** A word a person gave to a thing. */
export function Tag({ children, onRemove }: TagProps) {
  return (
    <span className="inline-flex h-5 max-w-48 items-center gap-0.5 rounded-sm px-1.5 text-muted text-xs ring-1 ring-line-strong ring-inset">
      <span className="truncate">{children}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={`Remove ${children}`}
          onClick={onRemove}
          className="focus-ring -mr-1.5 grid size-5 place-items-center rounded-sm hover:bg-hover hover:text-ink"
        >
          <X className="size-3" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** As many tags as fit a cell: the first few, and how many more there are with their names on hover. */
export function TagRow({ tags, limit = 2 }: { tags: readonly string[]; limit?: number }) {
  const rest = tags.slice(limit);
  return (
    <span className="inline-flex max-w-full items-center gap-1 overflow-hidden align-middle">
      {tags.slice(0, limit).map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
      {rest.length > 0 && (
        <span className="text-faint text-xs" title={rest.join(', ')}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
