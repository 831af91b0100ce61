import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { nothingChosen } from './about.ts';
import { offeredReviewers, type Reviewers, ReviewersFields } from './reviewers-fields.tsx';

const balanced: Reviewers = { by: 'balanced', people: [], seats: 1 };
const drawn = (bound: boolean) =>
  renderToStaticMarkup(
    <ReviewersFields
      about={nothingChosen}
      template="model-release"
      bound={bound}
      reviewers={balanced}
      error={null}
      onChange={() => undefined}
    />,
  );

test('where the template says who decides, nothing that would be refused is offered', () => {
  expect(drawn(false)).toContain('Balanced');
  expect(drawn(true)).not.toContain('Balanced');
  expect(drawn(true)).toContain('Among those whom the template names');
});

test('a choice that was made by another template falls back to what this one says', () => {
  expect(offeredReviewers(balanced, true).by).toBe('template');
  expect(offeredReviewers(balanced, false)).toBe(balanced);
  const hand: Reviewers = { by: 'hand', people: [{ id: 'mira', name: 'Mira' }], seats: 1 };
  expect(offeredReviewers(hand, true)).toBe(hand);
});
