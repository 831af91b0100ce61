/**
 * What risks and levels must be, reckoned from what people and files entered and from nothing that was derived of it: the other way to the same
 * result, that the stored one is held against. Pure.
 */
import { type Level, levels, type Stage, stages } from '#lib/assets/rules.ts';
import { factsText } from '../../scoring/facts/rules.ts';
import {
  type Facts,
  levelOfRisk,
  type SafeguardState,
  type SignalFloor,
  safeguardStates,
  score,
  signalFloors,
  worksAt,
  worstOf,
} from '../../scoring/rules.ts';
import { applicationOf, type LevellingCatalogue } from '../preview/rules.ts';

export type AssetEntered = Pick<Facts, 'exposure' | 'dataClass' | 'criticality'> & {
  id: string;
  teamId: string;
  kind: string;
  stage: Stage;
  status: string;
};
/** What people said of a risk; `known` is whether it has a row. */
export type RiskEntered = {
  threat: string;
  stage: Stage;
  setLikelihood: number | null;
  setImpact: number | null;
  assessedAt: Date | null;
  assessedUntil: Date | null;
  acceptedUntil: Date | null;
  acceptedSeverity: number | null;
};
export type SafeguardEntered = { control: string; state: string; evidenceUntil: Date | null };
export type SignalEntered = { threat: string | null; severity: keyof typeof signalFloors };
export type Entered = {
  asset: AssetEntered;
  risks: readonly RiskEntered[];
  safeguards: readonly SafeguardEntered[];
  signals: readonly SignalEntered[];
};

/** All that is derived of a risk, but for when it opened, which only history tells. */
export type RiskDerived = {
  applies: boolean;
  kind: string;
  teamId: string;
  level: number;
  likelihood: number;
  impact: number;
  severity: number;
  coverage: number;
  signal: number;
  staleAt: Date | null;
  nextAt: Date | null;
  facts: string | null;
};
export type Derived = { risks: Map<string, RiskDerived>; level: number; stages: number[] };

export const riskKey = (threat: string, stage: string) => `${threat} ${stage}`;

/** The risks of an asset by threat and stage, and its levels, as they must stand at a moment. */
export function derive(entered: Entered, catalogue: LevellingCatalogue, at: Date): Derived {
  const { asset } = entered;
  const rows = new Map(entered.risks.map((risk) => [riskKey(risk.threat, risk.stage), risk]));
  const applying = applicationsOf(asset, catalogue);
  const risks = new Map<string, RiskDerived>();
  for (const { threat, stage } of applying)
    risks.set(riskKey(threat, stage), deriveRisk(entered, rows.get(riskKey(threat, stage)), { threat, stage }, catalogue, at));
  for (const key of rows.keys()) if (!risks.has(key)) risks.set(key, { ...nothing, kind: asset.kind, teamId: asset.teamId });
  const levelAt = stages.map((stage) =>
    worstOf(applying.filter((each) => each.stage === stage).map((each) => levelOf(risks.get(riskKey(each.threat, stage))?.level))),
  );
  return { risks, level: levels.indexOf(worstOf(levelAt)), stages: levelAt.map((level) => levels.indexOf(level)) };
}

const levelOf = (index = 0): Level => levels[index] ?? 'none';

const nothing = {
  applies: false,
  level: 0,
  likelihood: 0,
  impact: 0,
  severity: 0,
  coverage: 0,
  signal: 0,
  staleAt: null,
  nextAt: null,
  facts: null,
} as const;

/** Where threats apply to an asset: at its kind, at its stage and those before it, while it is active. */
function applicationsOf(asset: AssetEntered, { applies }: LevellingCatalogue) {
  if (asset.status !== 'active') return [];
  const passed = stages.slice(0, stages.indexOf(asset.stage) + 1);
  return [...applies].flatMap(([threat, pairs]) =>
    pairs.map((pair) => applicationOf(threat, pair)).filter(({ kind, stage }) => kind === asset.kind && passed.includes(stage)),
  );
}

function deriveRisk(
  { asset, safeguards, signals }: Entered,
  row: RiskEntered | undefined,
  { threat, stage }: { threat: string; stage: Stage },
  catalogue: LevellingCatalogue,
  at: Date,
): RiskDerived {
  const counting = safeguards.flatMap(({ control, state, evidenceUntil }) => {
    const mitigation = catalogue.mitigations.get(threat)?.get(control);
    const known = safeguardStates.find((each): each is SafeguardState => each === state);
    return mitigation && known && worksAt(mitigation, stage) ? [{ control, state: known, evidenceUntil }] : [];
  });
  const raised = signals.filter((each) => each.threat === null || each.threat === threat).map(({ severity }) => signalFloors[severity]);
  const signal: SignalFloor = ([5, 4, 3] as const).find((floor) => raised.includes(floor)) ?? 0;
  const facts: Facts = {
    threat,
    stage,
    exposure: asset.exposure,
    dataClass: asset.dataClass,
    criticality: asset.criticality,
    setLikelihood: row?.setLikelihood ?? null,
    setImpact: row?.setImpact ?? null,
    signal,
    safeguards: counting,
  };
  const scored = score(facts, catalogue);
  const evidence = counting.flatMap(({ state, evidenceUntil }) => (state !== 'planned' && evidenceUntil ? [evidenceUntil] : []));
  const staleAt = earliest([row?.assessedUntil ?? null, ...evidence]);
  const acceptedUntil = row?.acceptedUntil ?? null;
  const accepted = acceptedUntil !== null && acceptedUntil > at && scored.residualSeverity <= (row?.acceptedSeverity ?? 0);
  const level = levelOfRisk({
    applies: true,
    severity: scored.residualSeverity,
    assessed: (row?.assessedAt ?? null) !== null,
    stale: staleAt !== null && staleAt <= at,
    accepted,
    signalled: signal > 0,
  });
  return {
    applies: true,
    kind: asset.kind,
    teamId: asset.teamId,
    level: levels.indexOf(level),
    likelihood: scored.residualLikelihood,
    impact: scored.residualImpact,
    severity: scored.residualSeverity,
    coverage: scored.coverage,
    signal,
    staleAt,
    nextAt: earliest([staleAt, acceptedUntil].filter((moment) => moment !== null && moment > at)),
    facts: factsText(facts),
  };
}

const earliest = (moments: readonly (Date | null)[]): Date | null =>
  moments.reduce((first, moment) => (moment && (!first || moment < first) ? moment : first), null);
