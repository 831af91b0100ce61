import type { OptionListItem } from '#components/ui/option-list.tsx';
import type { ReferableItem } from '#lib/risks/catalogue/schema.ts';

/**
 * Items of frameworks as choices. `known` are the references of a built-in entry: of built-in frameworks those alone are there, because no other may
 * be added.
 */
export const referenceItems = (items: readonly ReferableItem[], known: readonly string[] | null = null): OptionListItem[] =>
  items
    .map((item) => ({ ...item, value: `${item.framework}:${item.id}` }))
    .filter(({ builtIn, value }) => known === null || !builtIn || known.includes(value))
    .map(({ value, frameworkName, id, name }) => ({ value, label: `${frameworkName} ${id} ${name}` }));
