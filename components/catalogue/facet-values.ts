/** What the filters of the catalogue's lists count. Pure: the lists are short enough to be counted where they are shown. */
import type { Facet } from '#components/data/list/list-definition.ts';
import type { ControlRow, ThreatRow } from '#lib/risks/catalogue/schema.ts';

type Entry = Pick<ThreatRow, 'enabled' | 'builtIn' | 'frameworks'>;

const stateOf = ({ enabled }: Entry) => (enabled ? 'on' : 'off');
const originOf = ({ builtIn }: Entry) => (builtIn ? 'built-in' : 'own');

/**
 * The values that a threat has for a filter, each once. A kind counts where the threat applies to it at a stage that is asked for, and a stage
 * likewise: the list asks for both of one pair.
 */
export function valuesOfThreat(
  threat: Pick<ThreatRow, 'applies' | 'affects'> & Entry,
  filterId: string,
  filters: Readonly<Record<string, string | undefined>>,
): string[] {
  const pairs = threat.applies.map((pair) => pair.split(':'));
  const asked = (filter: string, value: string | undefined) => !filters[filter] || filters[filter].split(',').includes(value ?? '');
  const of: Record<string, () => readonly (string | undefined)[]> = {
    kind: () => pairs.filter(([, stage]) => asked('stage', stage)).map(([kind]) => kind),
    stage: () => pairs.filter(([kind]) => asked('kind', kind)).map(([, stage]) => stage),
    affects: () => threat.affects,
    framework: () => threat.frameworks,
    state: () => [stateOf(threat)],
    origin: () => [originOf(threat)],
  };
  return [...new Set(of[filterId]?.() ?? [])].filter((value) => value !== undefined);
}

/** The values that a control has for a filter, each once. */
export function valuesOfControl(control: Pick<ControlRow, 'reduces'> & Entry, filterId: string): readonly string[] {
  const of: Record<string, readonly string[]> = {
    threat: control.reduces,
    framework: control.frameworks,
    state: [stateOf(control)],
    origin: [originOf(control)],
  };
  return [...new Set(of[filterId])];
}

/** How many entries have each value, the most frequent first; of those whose name holds the search. A value without a name is its own. */
export function countedValues(
  entries: readonly (readonly string[])[],
  names: Readonly<Record<string, string>>,
  search: string,
): readonly Facet[] {
  const wanted = search.trim().toLocaleLowerCase('en');
  return [...Map.groupBy(entries.flat(), (value) => value)]
    .map(([value, each]) => ({ value, label: names[value] ?? value, count: each.length, capped: false }))
    .filter(({ label }) => label.toLocaleLowerCase('en').includes(wanted))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'en'));
}
