export type ListedItem = { id: string; name: string; section: string };

/** Items from lines of "number | name | section"; what a line leaves out is told by the line before, or is the number. Empty lines are none. */
export function itemsIn(text: string): ListedItem[] {
  const items: ListedItem[] = [];
  for (const line of text.split('\n')) {
    const [id = '', name = '', section = ''] = line.split('|').map((part) => part.trim());
    if (id !== '' || name !== '') items.push({ id, name: name || id, section: section || items.at(-1)?.section || 'Items' });
  }
  return items;
}

/** The reverse: a line for each item. */
export const linesOf = (items: readonly ListedItem[]): string =>
  items.map(({ id, name, section }) => `${id} | ${name} | ${section}`).join('\n');
