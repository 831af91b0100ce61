/** The catalogue of risk as an organisation has it: its vocabulary and what can be said of it without a database. Browser-safe: no Zod, no I/O. */
import { type Kind, kinds, type Stage, stages } from '#lib/assets/rules.ts';
import { severities, usualMatrix } from '../scoring/rules.ts';
import type { Catalogue } from './file.ts';

export const harmLabels = { confidentiality: 'Confidentiality', integrity: 'Integrity', availability: 'Availability' } as const;
export type Harm = keyof typeof harmLabels;
export const harmNames = Object.keys(harmLabels) as Harm[];
export type Reduction = 'likelihood' | 'impact';

/** What likelihoods and impacts of 1–5 are called. */
export const likelihoodWords = ['Rare', 'Unlikely', 'Possible', 'Likely', 'Almost certain'] as const;
export const impactWords = ['Minor', 'Limited', 'Important', 'Severe', 'Vital'] as const;
export const strengthWords = ['No effect', 'Some', 'Strong', 'Very strong'] as const;

/** What every entry has: built in or the organisation's own, on or off, at a version. */
type Entry = { key: string; name: string; builtIn: boolean; enabled: boolean; version: number };
export type ThreatEntry = Entry & {
  summary: string;
  description: string;
  affects: Harm[];
  likelihood: number;
  /** "kind:stage" pairs, in the order of kinds and stages. */
  applies: string[];
  /** "framework:item", in order. */
  references: string[];
};
/** Strength 0 is switched off; `shippedStrength` is what the built-in catalogue gives, null for the organisation's own. No stages: each. */
export type MitigationEntry = { threat: string; reduces: Reduction; strength: number; shippedStrength: number | null; stages: Stage[] };
export type ControlEntry = Entry & {
  summary: string;
  description: string;
  evidence: string;
  references: string[];
  mitigates: MitigationEntry[];
};
export type FrameworkItemEntry = { id: string; name: string; section: string };
export type FrameworkEntry = Entry & { edition: string; publisher: string; items: FrameworkItemEntry[] };

/** The setting `risk`: 25 severities 1–4, five impacts for each likelihood; for how many days an assessment holds; which built-in version is applied. */
export type RiskSettings = { matrix: number[]; assessmentDays: number; catalogueVersion: number };
export const usualRiskSettings: RiskSettings = { matrix: [...usualMatrix], assessmentDays: 180, catalogueVersion: 0 };
export const riskSettingsIn = (value: unknown): RiskSettings => ({ ...usualRiskSettings, ...(value as Partial<RiskSettings> | null) });
export const assessmentDaysBounds = { least: 7, most: 1095 } as const;

/** All of it, as it stands. `version` is that of the settings; 0 where nobody set them. */
export type StandingCatalogue = {
  threats: ThreatEntry[];
  controls: ControlEntry[];
  frameworks: FrameworkEntry[];
  settings: RiskSettings & { version: number };
};

export type Part = 'threat' | 'control' | 'framework';
export const partLabels: Record<Part, string> = { threat: 'Threat', control: 'Control', framework: 'Framework' };

/** Pairs of kind and stage in their usual order, each once. */
export function orderedPairs(pairs: readonly string[]): string[] {
  const wanted = new Set(pairs);
  return kinds.flatMap((kind) => stages.map((stage) => `${kind}:${stage}`)).filter((pair) => wanted.has(pair));
}

export const appliesTo = (applies: readonly string[], kind: Kind, stage: Stage): boolean => applies.includes(`${kind}:${stage}`);

/** Does a threat bear on an asset of the kind that stands at the stage: at that stage, or at one it has passed? */
export const bearsOn = (applies: readonly string[], kind: Kind, stage: Stage): boolean =>
  stages.slice(0, stages.indexOf(stage) + 1).some((each) => appliesTo(applies, kind, each));

/** What is wrong with a matrix, naming the cell: it never becomes lower for a higher likelihood or impact. Null when nothing is. */
export function matrixProblem(matrix: readonly number[]): { likelihood: number; impact: number; message: string } | null {
  const severity = (likelihood: number, impact: number) => matrix[(likelihood - 1) * 5 + impact - 1] ?? 0;
  const word = (level: number) => severities[level - 1] ?? 'nothing';
  for (let likelihood = 1; likelihood <= 5; likelihood += 1) {
    for (let impact = 1; impact <= 5; impact += 1) {
      const here = severity(likelihood, impact);
      const lower = [
        { likelihood: likelihood - 1, impact },
        { likelihood, impact: impact - 1 },
      ].find((each) => each.likelihood > 0 && each.impact > 0 && severity(each.likelihood, each.impact) > here);
      if (lower)
        return {
          likelihood,
          impact,
          message: `Likelihood ${likelihood} with impact ${impact} is ${word(here)}, below likelihood ${lower.likelihood} with impact ${lower.impact}, which is ${word(severity(lower.likelihood, lower.impact))}. A level never becomes lower for a higher likelihood or impact.`,
        };
    }
  }
  return null;
}

/** What scores depend on, in an order of its own: two catalogues with the same text give the same levels. */
export function scoringText({ threats, controls, settings }: StandingCatalogue): string {
  const on = threats.filter(({ enabled }) => enabled).sort(byKey);
  const known = new Set(on.map(({ key }) => key));
  return JSON.stringify([
    on.map(({ key, likelihood, affects, applies }) => [key, likelihood, [...affects].sort(), orderedPairs(applies)]),
    controls
      .filter(({ enabled }) => enabled)
      .sort(byKey)
      .map(({ key, mitigates }) => [
        key,
        mitigates
          .filter(({ strength, threat }) => strength > 0 && known.has(threat))
          .sort((a, b) => (a.threat < b.threat ? -1 : 1))
          .map(({ threat, reduces, strength, stages: at }) => [threat, reduces, strength, [...at].sort()]),
      ]),
    settings.matrix,
  ]);
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

/** A catalogue file as entries, each built in as told, switched on, at version 1. */
export function entriesOf(file: Pick<Catalogue, 'threats' | 'controls' | 'frameworks'>, builtIn: boolean) {
  const fresh = { builtIn, enabled: true, version: 1 };
  return {
    threats: file.threats.map(
      ({ applies, affects, references, ...threat }): ThreatEntry => ({
        ...threat,
        affects: harmNames.filter((harm) => affects.includes(harm)),
        references: [...references].sort(),
        applies: orderedPairs(Object.entries(applies).flatMap(([kind, at]) => (at ?? []).map((stage) => `${kind}:${stage}`))),
        ...fresh,
      }),
    ),
    controls: file.controls.map(
      ({ mitigates, references, ...control }): ControlEntry => ({
        ...control,
        references: [...references].sort(),
        mitigates: mitigates.map(({ stages: at, ...each }) => ({
          ...each,
          shippedStrength: builtIn ? each.strength : null,
          stages: stages.filter((stage) => at?.includes(stage)),
        })),
        ...fresh,
      }),
    ),
    frameworks: file.frameworks.map(
      ({ items, ...framework }): FrameworkEntry => ({
        ...framework,
        items: items.map(({ id, name, group }) => ({ id, name, section: group })),
        ...fresh,
      }),
    ),
  };
}

/** The catalogue as a file: what `entriesOf` reads. Mitigations that are switched off are left out. */
export function fileOf(standing: StandingCatalogue, released: string): Catalogue {
  return {
    version: Math.max(1, standing.settings.catalogueVersion),
    released,
    threats: standing.threats.map(({ key, name, summary, description, affects, likelihood, applies, references }) => ({
      key,
      name,
      summary,
      description,
      affects,
      likelihood,
      applies: Object.fromEntries(
        kinds.map((kind) => [kind, stages.filter((stage) => appliesTo(applies, kind, stage))] as const).filter(([, at]) => at.length > 0),
      ),
      references,
    })),
    controls: standing.controls.map(({ key, name, summary, description, evidence, references, mitigates }) => ({
      key,
      name,
      summary,
      description,
      evidence,
      references,
      mitigates: mitigates
        .filter(({ strength }) => strength > 0)
        .map(({ threat, reduces, strength, stages: at }) => ({ threat, reduces, strength, ...(at.length > 0 && { stages: at }) })),
    })),
    frameworks: standing.frameworks.map(({ key, name, edition, publisher, items }) => ({
      key,
      name,
      edition,
      publisher,
      items: items.map(({ id, name: item, section }) => ({ id, name: item, group: section })),
    })),
  };
}
