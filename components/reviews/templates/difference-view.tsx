import { ArrowRight } from 'lucide-react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { ItemChange } from '#lib/reviews/templates/rules.ts';
import { contentLabels, contentWords, type Names } from './words.ts';

export interface DifferenceViewProps {
  fields: readonly { field: string; before: unknown; after: unknown }[];
  items: readonly ItemChange[];
  names: Names;
  /** What the two sides are called: "Version 2". */
  before: string;
  after: string;
}

const marks: Record<ItemChange['what'], { word: string; tone: Tone }> = {
  added: { word: 'Added', tone: 'good' },
  removed: { word: 'Removed', tone: 'danger' },
  changed: { word: 'Changed', tone: 'warning' },
  moved: { word: 'Moved', tone: 'neutral' },
};

/** What differs between two contents of a template, side by side: what it says of itself, then its questions. */
export function DifferenceView({ fields, items, names, before, after }: DifferenceViewProps) {
  if (fields.length + items.length === 0) return <p className="text-muted text-sm">They say the same.</p>;
  return (
    <div className="flex max-w-5xl flex-col gap-8">
      {fields.length > 0 && (
        <section aria-label="What it says of itself">
          <Sides before={before} after={after} />
          {fields.map(({ field, before: was, after: is }) => (
            <Row
              key={field}
              label={contentLabels[field] ?? field}
              before={contentWords(field, was, names)}
              after={contentWords(field, is, names)}
            />
          ))}
        </section>
      )}
      {items.length > 0 && (
        <section aria-label="Questions">
          <h2 className="mb-2 font-semibold">Questions</h2>
          <ul className="flex flex-col gap-5">
            {items.map((item) => (
              <QuestionChange key={item.id} item={item} names={names} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const Sides = ({ before, after }: { before: string; after: string }) => (
  <div aria-hidden="true" className="mb-1 hidden grid-cols-[10rem_1fr_1fr] gap-x-4 text-muted text-xs md:grid">
    <span />
    <span>{before}</span>
    <span>{after}</span>
  </div>
);

function Row({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <div className="grid gap-x-4 gap-y-1 border-t py-2 text-sm md:grid-cols-[10rem_1fr_1fr]">
      <span className="text-muted">{label}</span>
      <del className="whitespace-pre-line break-words rounded-sm bg-critical-wash px-1.5 py-0.5 no-underline">
        <span className="sr-only">Before: </span>
        {before}
      </del>
      <ins className="whitespace-pre-line break-words rounded-sm bg-low-wash px-1.5 py-0.5 no-underline">
        <span className="sr-only">After: </span>
        {after}
      </ins>
    </div>
  );
}

function QuestionChange({ item, names }: { item: ItemChange; names: Names }) {
  const { word, tone } = marks[item.what];
  const shown = item.after ?? item.before;
  return (
    <li>
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={tone}>{word}</Badge>
        <span className="font-medium">{shown?.question}</span>
        {item.what === 'moved' && (
          <span className="inline-flex items-center gap-1 text-muted">
            from {item.from} <ArrowRight className="size-3.5" aria-hidden="true" /> <span className="sr-only">to</span> {item.to}
          </span>
        )}
      </p>
      {item.what === 'changed' && (
        <div className="mt-1.5">
          {item.fields.map((field) => (
            <Row
              key={field}
              label={contentLabels[field] ?? field}
              before={contentWords(field, item.before?.[field as keyof typeof item.before], names)}
              after={contentWords(field, item.after?.[field as keyof typeof item.after], names)}
            />
          ))}
        </div>
      )}
      {(item.what === 'added' || item.what === 'removed') && shown?.guidance && (
        <p className="mt-1 max-w-[72ch] whitespace-pre-line text-muted text-sm">{shown.guidance}</p>
      )}
    </li>
  );
}
