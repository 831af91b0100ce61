/** What differs between two catalogues in what levels depend on. Pure. */

import { type Stage, stages } from '#lib/assets/rules.ts';
import { type ScoringCatalogue, worksAt } from '../../scoring/rules.ts';

/** What scores depend on, and where each threat that is switched on applies, as "kind:stage". */
export type LevellingCatalogue = ScoringCatalogue & { applies: ReadonlyMap<string, readonly string[]> };

/** A threat at a kind and a stage. */
export type Application = { threat: string; kind: string; stage: Stage };

/** Where threats would apply no more, and where they would apply that did not. */
export function applicationsBetween(before: LevellingCatalogue, after: LevellingCatalogue): { gone: Application[]; added: Application[] } {
  return { gone: without(before.applies, after.applies), added: without(after.applies, before.applies) };
}

type Applies = LevellingCatalogue['applies'];

function without(these: Applies, those: Applies): Application[] {
  return [...these].flatMap(([threat, pairs]) => {
    const others = new Set(those.get(threat));
    return pairs.filter((pair) => !others.has(pair)).map((pair) => applicationOf(threat, pair));
  });
}

export function applicationOf(threat: string, pair: string): Application {
  const [kind = '', stage] = pair.split(':');
  return { threat, kind, stage: stages.find((each) => each === stage) ?? 'collect' };
}

/** The threats whose risks have their likelihood and impact otherwise; the matrix, which is about what follows from these, is left out. */
export function scoredOtherwise(before: ScoringCatalogue, after: ScoringCatalogue): string[] {
  const valued = ({ threats, mitigations }: ScoringCatalogue, threat: string) => {
    const { likelihood, affects } = threats.get(threat) ?? {};
    const controls = [...(mitigations.get(threat) ?? [])].map(([control, { reduces, strength, stages: at }]) =>
      [control, reduces, strength, ...[...at].sort()].join(' '),
    );
    return JSON.stringify([likelihood, [...(affects ?? [])].sort(), controls.sort()]);
  };
  const known = new Set([...before.threats.keys(), ...after.threats.keys()]);
  return [...known].filter((threat) => valued(before, threat) !== valued(after, threat));
}

/** A control that begins or ceases to count against a threat, at one of its stages at least. */
export type Effect = { threat: string; control: string };

export function effectsBetween(before: ScoringCatalogue, after: ScoringCatalogue): { gone: Effect[]; added: Effect[] } {
  return { gone: effectsWithout(before, after), added: effectsWithout(after, before) };
}

function effectsWithout(these: ScoringCatalogue, those: ScoringCatalogue): Effect[] {
  return [...these.mitigations].flatMap(([threat, controls]) =>
    [...controls].flatMap(([control, mitigation]) => {
      const other = those.mitigations.get(threat)?.get(control);
      const more = stages.some((stage) => worksAt(mitigation, stage) && !(other && worksAt(other, stage)));
      return more ? [{ threat, control }] : [];
    }),
  );
}
