/** How much a report tells. */

/** A report lists so many of its worst at most. */
export const listed = 200;
/** What changed is told of so many days. */
export const lookedBack = 30;
