'use client';

import type { ReviewFile } from '#lib/reviews/files/schema.ts';
import type { AnsweredItem } from '#lib/reviews/schema.ts';
import { ChecklistItem } from './checklist-item.tsx';
import type { useAnswers } from './use-answers.ts';

export interface ChecklistProps {
  reviewId: string;
  items: readonly AnsweredItem[];
  files: readonly ReviewFile[];
  answers: ReturnType<typeof useAnswers>;
  mayAnswer: boolean;
  mayAttach: boolean;
  verifies: boolean;
}

/** What is to be looked at, question by question. */
export function Checklist({ reviewId, items, files, answers, mayAnswer, mayAttach, verifies }: ChecklistProps) {
  if (items.length === 0)
    return <p className="text-muted text-sm">Its template has no questions: whoever decides looks at it as a whole.</p>;
  return (
    <ol className="flex flex-col divide-y">
      {items.map((item, at) => {
        const state = answers.answers[item.id];
        return (
          state && (
            <ChecklistItem
              key={item.id}
              reviewId={reviewId}
              number={at + 1}
              item={item}
              state={state}
              files={files.filter((file) => file.item === item.id)}
              mayAnswer={mayAnswer}
              mayAttach={mayAttach}
              verifies={verifies}
              onWrite={(change) => answers.write(item.id, change)}
              onResolve={(side) => answers.resolve(item.id, side)}
              onRetry={() => void answers.send(item.id)}
            />
          )
        );
      })}
    </ol>
  );
}
