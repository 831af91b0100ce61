/** Arrow keys go from card to card: up and down within a stage, left and right between stages that have any. */
export function moveFocus(event: KeyboardEvent): void {
  const board = event.currentTarget as HTMLElement;
  const card = (event.target as HTMLElement).closest<HTMLElement>('[data-card]');
  const column = card?.closest<HTMLElement>('[data-stage]');
  if (!card || !column || event.altKey || event.ctrlKey || event.metaKey) return;
  const cardsOf = (section: Element) => [...section.querySelectorAll<HTMLElement>('[data-card]')];
  const at = cardsOf(column).indexOf(card);
  const filled = [...board.querySelectorAll<HTMLElement>('[data-stage]')].filter((each) => cardsOf(each).length > 0);
  const beside = (step: number) => {
    const other = filled[filled.indexOf(column) + step];
    const cards = other ? cardsOf(other) : [];
    return cards[Math.min(at, cards.length - 1)];
  };
  const target = { ArrowDown: cardsOf(column)[at + 1], ArrowUp: cardsOf(column)[at - 1], ArrowRight: beside(1), ArrowLeft: beside(-1) }[
    event.key
  ];
  if (!target) return;
  event.preventDefault();
  target.querySelector('a')?.focus();
}
