/** What changed a risk, in words: the parts of its facts that differ before and after, and what an event did to it. Browser-safe. */
import { sentences } from '#lib/access/audit/sentence-rules.ts';
import { criticalityLabels, dataClassLabels, exposureLabels, stageLabels } from '#lib/assets/rules.ts';
import { parseFacts } from '../../scoring/facts/rules.ts';
import type { Facts, SafeguardState } from '../../scoring/rules.ts';
import { impactLabels, likelihoodLabels } from '../rules.ts';

/** A part of the facts that differs, each side in words. */
export type Difference = { part: string; before: string; after: string };

const stateWords: Record<SafeguardState, string> = { planned: 'planned', implemented: 'implemented', verified: 'verified' };
const floorWords: Record<number, string> = { 0: 'none open', 3: 'medium, open', 4: 'high, open', 5: 'critical, open' };
const asComputed = 'as computed';

/** The facts that are one value each, in the order in which a score reckons with them. */
const parts: readonly { name: string; of: (facts: Facts) => string }[] = [
  { name: 'Stage', of: ({ stage }) => stageLabels[stage] },
  { name: 'Exposure', of: ({ exposure }) => exposureLabels[exposure] },
  { name: 'Criticality', of: ({ criticality }) => criticalityLabels[criticality] ?? String(criticality) },
  { name: 'Data class', of: ({ dataClass }) => dataClassLabels[dataClass] },
  {
    name: 'Likelihood by hand',
    of: ({ setLikelihood }) => (setLikelihood === null ? asComputed : (likelihoodLabels[setLikelihood] ?? '')),
  },
  { name: 'Impact by hand', of: ({ setImpact }) => (setImpact === null ? asComputed : (impactLabels[setImpact] ?? '')) },
  { name: 'Signals', of: ({ signal }) => floorWords[signal] ?? String(signal) },
];

/** What a control is called that is not on the asset, or has no effect any more. */
const absent = 'not in place';

/**
 * The parts in which two texts of facts differ, in words. None where there were none before: a risk that has just appeared differs in nothing.
 * @param nameOf what a control is called
 * @throws Error for a text that holds no facts.
 */
export function differences(before: string | null, after: string | null, nameOf: (control: string) => string): Difference[] {
  if (before === null || after === null || before === after) return [];
  const [was, is] = [parseFacts(before), parseFacts(after)];
  const single = parts.map(({ name, of }) => ({ part: name, before: of(was), after: of(is) })).filter((each) => each.before !== each.after);
  const [then, now] = [statesOf(was), statesOf(is)];
  const controls = [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((control) => {
    const each = { part: nameOf(control), before: then.get(control) ?? absent, after: now.get(control) ?? absent };
    return each.before === each.after ? [] : [each];
  });
  return [...single, ...controls];
}

const statesOf = ({ safeguards }: Facts) => new Map(safeguards.map(({ control, state }) => [control, stateWords[state]]));

/** What an event did to a risk, after the name of who caused it, where the log's own words would not do. */
const causes: Readonly<Record<string, string>> = {
  'time.passed': 'saw a date pass',
  'asset.changed': 'changed the asset',
  'asset.received': 'moved the asset here',
  'import.applied': 'imported the asset',
  'risk.reassessed': 'confirmed the assessment',
  'risk.restored': 'took a bulk change back',
  'risks.recalculated': 'recalculated every risk',
  'settings.changed': 'changed how levels are computed',
};

/** What the log's sentences are about, seen from a risk. */
const nouns: Readonly<Record<string, string>> = {
  asset: 'the asset',
  risk: 'the risk',
  safeguard: 'a safeguard',
  evidence: 'a safeguard',
  signal: '',
  acceptance: 'the risk',
  threat: '',
  control: '',
  mitigation: 'a control',
  framework: '',
};

/** "raised a signal", "verified a safeguard": what an event did to a risk. */
export function causeWords(event: string): string {
  const noun = event.split('.')[0] ?? '';
  const told = Object.hasOwn(nouns, noun) || !sentences[event]?.includes('{target}') ? sentences[event] : undefined;
  return causes[event] ?? told?.replace('{target}', nouns[noun] ?? '').trim() ?? event.replace(/[._]/g, ' ');
}
