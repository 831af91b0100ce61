import { ShieldCheck } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ChecklistItem } from '#lib/reviews/schema.ts';
import type { Names } from './words.ts';

/** The checklist as reviewers meet it: each question with how to look, what has to be shown, and what a yes verifies. */
export function ChecklistView({ items, names }: { items: readonly ChecklistItem[]; names: Names }) {
  if (items.length === 0) return <p className="text-muted text-sm">It asks no questions: whoever decides says why in a comment.</p>;
  return (
    <ol className="divide-y border-y">
      {items.map((item, at) => (
        <li key={item.id} className="flex gap-3 py-3 text-sm">
          <span className="w-5 shrink-0 text-right text-faint tabular-nums">{at + 1}.</span>
          <div className="min-w-0 flex-1">
            <p className="font-medium">{item.question}</p>
            {item.guidance && <p className="mt-0.5 max-w-[72ch] whitespace-pre-line text-muted">{item.guidance}</p>}
            <ItemMarks item={item} names={names} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Whether an answer is needed, what has to be shown with it, and which control a yes verifies. */
export function ItemMarks({ item, names }: { item: ChecklistItem; names: Names }) {
  if (item.required && item.evidence === 'none' && !item.control) return null;
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      {!item.required && <Badge>Optional</Badge>}
      {item.evidence !== 'none' && <Badge>{item.evidence === 'required' ? 'Evidence required' : 'Evidence welcome'}</Badge>}
      {item.control && (
        <span className="inline-flex items-center gap-1">
          <ShieldCheck className="size-3.5 text-faint" aria-hidden="true" />
          Yes verifies{' '}
          <Link href={`/catalogue/controls/${item.control}`} className="focus-ring rounded-sm underline underline-offset-2 hover:text-ink">
            {names[item.control] ?? item.control}
          </Link>
        </span>
      )}
    </p>
  );
}
