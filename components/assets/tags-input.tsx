'use client';

import { useId, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { FieldControl } from '#components/ui/field.tsx';
import { controlClasses } from '#components/ui/input.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { request } from '#lib/client.ts';

export interface TagsInputProps {
  control: FieldControl;
  value: readonly string[];
  onChange: (tags: readonly string[]) => void;
  placeholder?: string;
}

/** Words out of what was typed: commas part them, spaces at the ends go, doubles are dropped. */
export function addTags(tags: readonly string[], typed: string): readonly string[] {
  const words = typed
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  return [...new Set([...tags, ...words])];
}

/** Tags as words one can take away, and a box for more. Enter, comma or leaving the box adds; Backspace in the empty box takes the last. */
export function TagsInput({ control, value, onChange, placeholder = 'Add a tag' }: TagsInputProps) {
  const listId = useId();
  const [text, setText] = useState('');
  const [known, setKnown] = useState<readonly string[] | null>(null);
  const { required: _, ...rest } = control;

  function add(typed: string) {
    const next = addTags(value, typed);
    setText('');
    if (next.length > value.length) onChange(next);
  }
  function suggest() {
    if (known) return;
    setKnown([]);
    request('GET /assets/facets', { facet: 'tag' }).then(
      ({ counts }) => setKnown(counts.map((count) => count.value)),
      // Suggestions are a convenience: without them one types the whole word.
      () => setKnown(null),
    );
  }

  return (
    <span
      className={classNames(
        controlClasses,
        'flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-1 focus-within:ring-2 focus-within:ring-accent',
      )}
    >
      {value.map((tag) => (
        <Tag key={tag} onRemove={() => onChange(value.filter((each) => each !== tag))}>
          {tag}
        </Tag>
      ))}
      <input
        {...rest}
        list={listId}
        value={text}
        maxLength={50}
        autoComplete="off"
        placeholder={value.length === 0 ? placeholder : undefined}
        onFocus={suggest}
        onChange={(event) => (event.target.value.includes(',') ? add(event.target.value) : setText(event.target.value))}
        onBlur={() => add(text)}
        onKeyDown={(event) => {
          // Never sends the form: whoever typed "a, b" presses Enter to end the word, and the comma has ended it already.
          if (event.key === 'Enter') {
            event.preventDefault();
            if (text.trim()) add(text);
          } else if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
        }}
        className="h-6 min-w-24 flex-1 bg-transparent px-1 text-sm outline-none"
      />
      <datalist id={listId}>{known?.map((tag) => !value.includes(tag) && <option key={tag} value={tag} />)}</datalist>
    </span>
  );
}
