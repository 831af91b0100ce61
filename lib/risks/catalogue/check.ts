/** Whether the parts of a catalogue fit each other. Pure: the same catalogue always gives the same problems, in its own order. */
import { kinds, stages } from '#lib/assets/rules.ts';
import type { CatalogueDraft } from './file.ts';

/** One wrong thing: which part of the catalogue, which entry of it, and a sentence that names both. */
export type Problem = { part: 'threat' | 'control' | 'framework'; key: string; message: string };

type Threat = CatalogueDraft['threats'][number];
type Control = CatalogueDraft['controls'][number];
type Framework = CatalogueDraft['frameworks'][number];

/** What a threat may affect, and what a control may take strength off. */
export const harms = ['confidentiality', 'integrity', 'availability'] as const;
export const reductions = ['likelihood', 'impact'] as const;

const knownKinds: ReadonlySet<string> = new Set(kinds);
const knownStages: ReadonlySet<string> = new Set(stages);
const knownHarms: ReadonlySet<string> = new Set(harms);
const knownReductions: ReadonlySet<string> = new Set(reductions);

/**
 * Every problem of a catalogue, none left out because of another: an empty list means that each reference, mitigation, kind and
 * stage in it holds. `complete`: each threat has a control, and each control a threat; an organisation may still be at it. Form and lengths are the business of `catalogueDraft`, which the catalogue has passed before.
 */
export function checkCatalogue(catalogue: CatalogueDraft, { complete = true }: { complete?: boolean } = {}): Problem[] {
  const { threats, controls, frameworks } = catalogue;
  const items = new Map(frameworks.map((framework) => [framework.key, new Set(framework.items.map((item) => item.id))]));
  const mitigated = new Set(controls.flatMap((control) => control.mitigates.map((mitigation) => mitigation.threat)));
  const stagesOf = new Map(threats.map((threat) => [threat.key, new Set(Object.values(threat.applies).flatMap((each) => each ?? []))]));
  const about = (part: Problem['part'], key: string, messages: string[]): Problem[] =>
    messages.map((message) => ({ part, key, message: `${titles[part]} ${key} ${message}` }));

  return [
    ...repeated(threats.map(({ key }) => key)).flatMap((key) => about('threat', key, ['stands in the catalogue more than once.'])),
    ...repeated(controls.map(({ key }) => key)).flatMap((key) => about('control', key, ['stands in the catalogue more than once.'])),
    ...repeated(frameworks.map(({ key }) => key)).flatMap((key) => about('framework', key, ['stands in the catalogue more than once.'])),
    ...frameworks.flatMap((framework) => about('framework', framework.key, frameworkProblems(framework))),
    ...threats.flatMap((threat) =>
      about('threat', threat.key, [
        ...threatProblems(threat),
        ...(mitigated.has(threat.key) || !complete ? [] : ['has no control that reduces it.']),
        ...referenceProblems(threat.references, items),
      ]),
    ),
    ...controls.flatMap((control) =>
      about('control', control.key, [...mitigationProblems(control, stagesOf, complete), ...referenceProblems(control.references, items)]),
    ),
  ];
}

const titles: Record<Problem['part'], string> = { threat: 'Threat', control: 'Control', framework: 'Framework' };

const repeated = (values: string[]): string[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];

const frameworkProblems = ({ items }: Framework): string[] => [
  ...(items.length === 0 ? ['has no items.'] : []),
  ...repeated(items.map((item) => item.id)).map((id) => `holds the item ${id} more than once.`),
];

function threatProblems({ applies, affects }: Threat): string[] {
  const entries = Object.entries(applies).map(([kind, at]) => ({ kind, at: at ?? [] }));
  return [
    ...(entries.length === 0 ? ['applies to no kind of asset.'] : []),
    ...entries.filter(({ kind }) => !knownKinds.has(kind)).map(({ kind }) => `applies to the kind ${kind}, which Gatehouse does not know.`),
    ...entries.filter(({ at }) => at.length === 0).map(({ kind }) => `applies to the kind ${kind} at no stage.`),
    ...entries.flatMap(({ kind, at }) => repeated(at).map((stage) => `names the stage ${stage} of the kind ${kind} more than once.`)),
    ...unknownStages(entries.flatMap(({ at }) => at)).map((stage) => `applies at the stage ${stage}, which Gatehouse does not know.`),
    ...affects.filter((harm) => !knownHarms.has(harm)).map((harm) => `affects ${harm}, which Gatehouse does not know.`),
    ...repeated(affects).map((harm) => `names ${harm} more than once among what it affects.`),
  ];
}

function mitigationProblems({ mitigates }: Control, stagesOf: Map<string, Set<string>>, complete: boolean): string[] {
  if (mitigates.length === 0) return complete ? ['mitigates nothing.'] : [];
  const each = mitigates.flatMap(({ threat, reduces, stages: at }) => {
    const applicable = stagesOf.get(threat);
    return [
      ...(applicable ? [] : [`refers to threat ${threat}, which the catalogue does not have.`]),
      ...(knownReductions.has(reduces) ? [] : [`reduces the ${reduces} of threat ${threat}, which Gatehouse does not know.`]),
      ...(at?.length === 0 ? [`mitigates threat ${threat} at no stage.`] : []),
      ...unknownStages(at ?? []).map((stage) => `mitigates threat ${threat} at the stage ${stage}, which Gatehouse does not know.`),
      ...(at ?? [])
        .filter((stage) => knownStages.has(stage) && applicable && !applicable.has(stage))
        .map((stage) => `mitigates threat ${threat} at the stage ${stage}, where that threat does not apply.`),
    ];
  });
  // A score takes one strength of a control off a threat: whether off its likelihood or its impact is for the catalogue to say.
  const twice = repeated(mitigates.map(({ threat }) => threat)).map((threat) => `reduces threat ${threat} more than once.`);
  return [...each, ...twice];
}

const unknownStages = (names: string[]): string[] => [...new Set(names)].filter((stage) => !knownStages.has(stage));

function referenceProblems(references: string[], items: Map<string, Set<string>>): string[] {
  const wrong = references.flatMap((reference) => {
    const [framework = '', item = ''] = splitReference(reference);
    const held = items.get(framework);
    if (!held) return [`refers to framework ${framework}, which the catalogue does not have.`];
    return held.has(item) ? [] : [`refers to ${item}, which framework ${framework} does not hold.`];
  });
  return [...wrong, ...repeated(references).map((reference) => `refers to ${reference} more than once.`)];
}

/** The framework and the item of `framework:item`. */
export function splitReference(reference: string): [framework: string, item: string] {
  const colon = reference.indexOf(':');
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}
