'use client';

import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Textarea } from '#components/ui/textarea.tsx';
import { request } from '#lib/client.ts';
import { longestComment } from '#lib/reviews/comments/rules.ts';
import { mentionAt, type Named, withMention } from './mentions.ts';

export interface MentionBoxProps {
  reviewId: string;
  label: string;
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
  /** Somebody was mentioned: the text with the name, and who it is. */
  onPick: (text: string, person: Named) => void;
  /** Ctrl or ⌘ and Enter. */
  onSend: () => void;
  onEscape?: () => void;
  box?: RefObject<HTMLTextAreaElement | null>;
}

/** A box for plain text in which an @ finds people who see the review: letters narrow, arrows move, Enter or Tab takes. */
export function MentionBox({ reviewId, label, placeholder, text, onText, onPick, onSend, onEscape, box }: MentionBoxProps) {
  const id = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  const area = box ?? own;
  const [at, setAt] = useState<{ from: number; search: string } | null>(null);
  const [people, setPeople] = useState<readonly Named[]>([]);
  const [active, setActive] = useState(0);
  const search = at?.search ?? null;

  useEffect(() => {
    if (search === null) return setPeople([]);
    const aborter = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = await request('GET /reviews/{id}/mentionable', { id: reviewId, q: search }, { signal: aborter.signal });
        setPeople(found.people);
        setActive(0);
      } catch {
        // Names are a help: without them one types on.
        setPeople([]);
      }
    }, 120);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [reviewId, search]);

  function pick(person: Named) {
    if (!at) return;
    const cursor = area.current?.selectionStart ?? text.length;
    const next = withMention(text, at.from, cursor, person.name);
    onPick(next.text, person);
    setAt(null);
    requestAnimationFrame(() => area.current?.setSelectionRange(next.cursor, next.cursor));
  }

  function key(event: KeyboardEvent<HTMLTextAreaElement>) {
    const chosen = people[active];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend();
    else if (event.key === 'Escape' && at && people.length > 0) setAt(null);
    else if (event.key === 'Escape' && onEscape) onEscape();
    else if (people.length === 0 || !at) return;
    else if (event.key === 'ArrowDown') setActive((active + 1) % people.length);
    else if (event.key === 'ArrowUp') setActive((active - 1 + people.length) % people.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) pick(chosen);
    else return;
    event.preventDefault();
  }

  const open = at !== null && people.length > 0;
  return (
    <div className="relative">
      <Textarea
        ref={area}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={open ? `${id}-people` : undefined}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        rows={3}
        maxLength={longestComment}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setAt(mentionAt(event.target.value, event.target.selectionStart));
        }}
        onKeyDown={key}
        onBlur={() => setAt(null)}
      />
      {open && (
        <div
          id={`${id}-people`}
          role="listbox"
          aria-label="People who see this review"
          className="absolute top-full left-0 z-30 mt-1 max-h-64 w-64 overflow-y-auto rounded-md bg-raised p-1 shadow-float"
        >
          {people.map((person, index) => (
            <div
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onMouseDown={(event) => {
                // The box keeps the focus.
                event.preventDefault();
                pick(person);
              }}
              className={classNames(
                'flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm',
                index === active && 'bg-highlight',
              )}
            >
              <Avatar name={person.name} />
              <span className="truncate">{person.name}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
