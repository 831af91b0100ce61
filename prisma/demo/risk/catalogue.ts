/** What the demonstration's risks are scored by: the catalogue of the database it is loaded into, or the built-in one. */
import type pg from 'pg';
import { type Kind, kinds, type Stage, stages } from '#lib/assets/rules.ts';
import { builtInCatalogue } from '#lib/risks/catalogue/data.ts';
import { entriesOf, usualRiskSettings } from '#lib/risks/catalogue/rules.ts';
import { getScoringCatalogue } from '#lib/risks/scoring/queries.ts';
import type { Mitigation, ScoringCatalogue } from '#lib/risks/scoring/rules.ts';

export type Pair = { threat: string; stage: Stage };
export type DemoCatalogue = {
  scoring: ScoringCatalogue;
  /** For how many days an assessment holds. */
  assessmentDays: number;
  /** Where the threats that are switched on apply. */
  pairs: ReadonlyMap<Kind, readonly Pair[]>;
  /** The controls that are switched on, by key. */
  controls: ReadonlySet<string>;
};

type Applying = { key: string; applies: readonly string[] };

function pairsOf(threats: readonly Applying[]): Map<Kind, Pair[]> {
  const all = threats.flatMap(({ key, applies }) => applies.map((pair) => ({ threat: key, pair })));
  const of = (kind: Kind) =>
    stages.flatMap((stage) => all.filter(({ pair }) => pair === `${kind}:${stage}`).map(({ threat }) => ({ threat, stage })));
  return new Map(kinds.map((kind) => [kind, of(kind)]));
}

/** As the built-in catalogue gives it, without a database. */
export function builtIn(): DemoCatalogue {
  const { threats, controls } = entriesOf(builtInCatalogue(), true);
  const mitigations = new Map<string, Map<string, Mitigation>>();
  for (const { key, mitigates } of controls)
    for (const { threat, reduces, strength, stages: at } of mitigates)
      mitigations.set(threat, (mitigations.get(threat) ?? new Map()).set(key, { reduces, strength, stages: at }));
  const { matrix, assessmentDays } = usualRiskSettings;
  return {
    scoring: { threats: new Map(threats.map(({ key, likelihood, affects }) => [key, { likelihood, affects }])), mitigations, matrix },
    assessmentDays,
    pairs: pairsOf(threats),
    controls: new Set(controls.map(({ key }) => key)),
  };
}

/** As it stands in the database. */
export async function catalogueIn(client: pg.Client): Promise<DemoCatalogue> {
  const { assessmentDays, ...scoring } = await getScoringCatalogue({
    rows: async (query) => (await client.query(query.text, query.values)).rows,
  });
  const { rows: threats } = await client.query<Applying>('SELECT key, applies FROM threats WHERE enabled ORDER BY key');
  const { rows: controls } = await client.query<{ key: string }>('SELECT key FROM controls WHERE enabled');
  return { scoring, assessmentDays, pairs: pairsOf(threats), controls: new Set(controls.map(({ key }) => key)) };
}
