import type { OptionListItem } from '#components/ui/option-list.tsx';
import type { ReferableItem } from '#lib/risks/catalogue/schema.ts';

/** Items of frameworks as choices; `ownAlone`: those of the organisation's own frameworks, which built-in entries may refer to as well. */
export const referenceItems = (items: readonly ReferableItem[], ownAlone = false): OptionListItem[] =>
  items
    .filter(({ builtIn }) => !(ownAlone && builtIn))
    .map(({ framework, frameworkName, id, name }) => ({ value: `${framework}:${id}`, label: `${frameworkName} ${id} ${name}` }));
