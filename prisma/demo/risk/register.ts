import { levels, type Stage, stages } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { factsText } from '#lib/risks/scoring/facts/rules.ts';
import { type Facts, levelOfRisk, type SafeguardFact, type Score, score, signalFloors, worksAt } from '#lib/risks/scoring/rules.ts';
import type { Row } from '../history.ts';
import type { DemoCatalogue, Pair } from './catalogue.ts';
import type { Asset, Because, Evidence, Risk, Safeguard } from './state.ts';

const day = 86_400_000;
const minute = 60_000;
const noLevels = (): Record<Stage, number> => ({ collect: 0, validate: 0, develop: 0, deploy: 0, monitor: 0, change: 0 });

/** The earliest of those that are there. */
const earliest = (moments: (Date | null)[]): Date | null =>
  moments.reduce((least, moment) => (moment && (!least || moment < least) ? moment : least), null);

/** Of an asset, what settling brings forth: the values of a risk. */
type Standing = Pick<
  Risk,
  'applies' | 'facts' | 'signal' | 'level' | 'likelihood' | 'impact' | 'severity' | 'coverage' | 'staleAt' | 'nextAt'
>;

/**
 * The register in memory. `settle` does to an asset what lib/risks/posture does to its rows: a test settles the loaded rows there, and nothing may
 * change.
 */
export class Register {
  readonly assets = new Map<string, Asset>();
  /** Offers of teams, by "team control". */
  readonly offers = new Map<string, Safeguard>();
  readonly evidence = new Map<string, Evidence[]>();
  readonly changes: Row[] = [];
  readonly catalogue: DemoCatalogue;
  readonly #scores = new Map<string, Score>();
  readonly #applying = new Map<string, ReadonlyMap<string, Pair>>();

  constructor(catalogue: DemoCatalogue) {
    this.catalogue = catalogue;
  }

  /** @throws Error for an asset that the demonstration does not have. */
  asset(name: string): Asset {
    const found = this.assets.get(name);
    if (!found) throw new Error(`No such asset in the demonstration organisation: ${name}`);
    return found;
  }

  score(text: string, facts: Facts): Score {
    const known = this.#scores.get(text) ?? score(facts, this.catalogue.scoring);
    this.#scores.set(text, known);
    return known;
  }

  /** Every scoring that a risk rests on now, by its facts. */
  scorings(): Row[] {
    const used = new Set([...this.assets.values()].flatMap(({ risks }) => [...risks.values()].map(({ facts }) => facts)));
    return [...this.#scores].flatMap(([facts, made]) =>
      used.has(facts)
        ? [
            {
              facts,
              threat: facts.slice(0, facts.indexOf('|')),
              computed_likelihood: made.computedLikelihood,
              computed_impact: made.computedImpact,
              likelihood: made.likelihood,
              impact: made.impact,
              severity: made.severity,
              residual_likelihood: made.residualLikelihood,
              residual_impact: made.residualImpact,
              residual_severity: made.residualSeverity,
              coverage: made.coverage,
            },
          ]
        : [],
    );
  }

  /** Lets time pass up to a moment: what it alone changes is settled in the minute after, as the sweep does. */
  advance(to: Date): void {
    for (;;) {
      const next = earliest([...this.assets.values()].map(({ nextAt }) => nextAt));
      const at = next && new Date(Math.floor(next.getTime() / minute) * minute + minute);
      if (!at || at > to) return;
      for (const asset of this.assets.values())
        if (asset.nextAt && asset.nextAt <= at) this.settle(asset, at, { cause: 'time.passed', actorId: null });
    }
  }

  /** Nothing before the asset's risks are in the register. */
  settle(asset: Asset, at: Date, because: Because): void {
    if (at < asset.from) return;
    const wanted = this.#wanted(asset);
    for (const [key, { threat, stage }] of wanted) if (!asset.risks.has(key)) this.#appear(asset, threat, stage, at);
    for (const [key, risk] of asset.risks) this.#write(risk, this.#standing(asset, risk, wanted.has(key), at), at, because);
    asset.levels = noLevels();
    for (const { stage, level } of asset.risks.values()) asset.levels[stage] = Math.max(asset.levels[stage], level);
    asset.level = Math.max(...Object.values(asset.levels));
    asset.nextAt = earliest([...asset.risks.values()].map(({ nextAt }) => nextAt));
  }

  /** The threats that apply to an asset, by "threat stage": up to the stage that it has reached, while it is active. */
  #wanted({ kind, stage: reached, status }: Asset): ReadonlyMap<string, Pair> {
    const place = `${kind} ${reached} ${status}`;
    const known = this.#applying.get(place);
    if (known) return known;
    const pairs = status === 'active' ? (this.catalogue.pairs.get(kind) ?? []) : [];
    const passed = pairs.filter(({ stage }) => stages.indexOf(stage) <= stages.indexOf(reached));
    const wanted = new Map(passed.map((pair) => [`${pair.threat} ${pair.stage}`, pair]));
    this.#applying.set(place, wanted);
    return wanted;
  }

  #appear(asset: Asset, threat: string, stage: Stage, at: Date): void {
    const { teamId, id: assetId, kind } = asset;
    asset.risks.set(`${threat} ${stage}`, {
      ...{ id: newId(at.getTime()), teamId, assetId, kind, threat, stage, applies: true, facts: null },
      ...{ setLikelihood: null, setImpact: null, setReason: null, assessedAt: null, assessedBy: null, assessedUntil: null },
      ...{ treatment: null, target: null, ownerId: null, dueAt: null, notes: '', acceptedUntil: null, acceptedSeverity: null },
      ...{ signal: 0, level: -1, likelihood: 0, impact: 0, severity: 0, coverage: 0, staleAt: null, nextAt: null },
      ...{ openedAt: at, createdAt: at, updatedAt: at, version: 1 },
    });
  }

  #standing(asset: Asset, risk: Risk, applies: boolean, at: Date): Standing {
    const none = { applies, facts: null, signal: 0, level: 0, likelihood: 0, impact: 0, severity: 0, coverage: 0 };
    if (!applies) return { ...none, staleAt: null, nextAt: null };
    const { facts, until } = this.facts(asset, risk);
    const text = factsText(facts);
    const made = this.score(text, facts);
    const severity = made.residualSeverity;
    const staleAt = earliest([risk.assessedUntil, until]);
    const accepted = risk.acceptedUntil !== null && risk.acceptedUntil > at && severity <= (risk.acceptedSeverity ?? 0);
    const level = levelOfRisk({
      ...{ applies, severity, accepted, assessed: risk.assessedAt !== null },
      stale: staleAt !== null && staleAt <= at,
      signalled: facts.signal > 0,
    });
    const ahead = (moment: Date | null) => (moment && moment > at ? moment : null);
    return {
      ...{ applies, facts: text, signal: facts.signal, level: levels.indexOf(level), severity, coverage: made.coverage, staleAt },
      likelihood: made.residualLikelihood,
      impact: made.residualImpact,
      nextAt: earliest([ahead(staleAt), ahead(risk.acceptedUntil)]),
    };
  }

  /** The facts of a risk, and until when the evidence of the safeguards that count holds. */
  facts(asset: Asset, { threat, stage, setLikelihood, setImpact }: Risk): { facts: Facts; until: Date | null } {
    const open = asset.signals.filter((signal) => signal.clearedAt === null && (signal.threat ?? threat) === threat);
    const known = this.catalogue.scoring.mitigations.get(threat);
    const safeguards: SafeguardFact[] = [];
    const moments: (Date | null)[] = [];
    for (const { control, state, evidenceUntil } of asset.safeguards.values()) {
      const mitigation = known?.get(control);
      if (state === 'not_applicable' || !mitigation || !worksAt(mitigation, stage)) continue;
      safeguards.push({ control, state });
      if (state !== 'planned') moments.push(evidenceUntil);
    }
    const signal = Math.max(0, ...open.map(({ severity }) => signalFloors[severity])) as Facts['signal'];
    const { exposure, dataClass, criticality } = asset;
    return {
      facts: { threat, stage, exposure, dataClass, criticality, setLikelihood, setImpact, signal, safeguards },
      until: earliest(moments),
    };
  }

  #write(risk: Risk, next: Standing, at: Date, { cause, actorId }: Because): void {
    const is = { ...risk };
    const appeared = is.level < 0;
    Object.assign(risk, next);
    if (!appeared && [0, 2].includes(is.level) && ![0, 2].includes(next.level)) risk.openedAt = at;
    const moved = is.level !== next.level || is.likelihood !== next.likelihood || is.impact !== next.impact;
    if (appeared ? next.level === 3 : !moved) return;
    const treated = is.level >= 6 && [1, 2, 4, 5].includes(next.level);
    this.changes.push({
      ...{ id: newId(at.getTime()), team_id: risk.teamId, asset_id: risk.assetId, risk_id: risk.id, at, actor_id: actorId, cause },
      ...{ level_before: appeared ? 0 : is.level, level_after: next.level },
      ...{ likelihood_before: is.likelihood, likelihood_after: next.likelihood, impact_before: is.impact, impact_after: next.impact },
      ...{ facts_before: is.facts, facts_after: next.facts },
      treated_after: treated ? Math.floor((at.getTime() - is.openedAt.getTime()) / day) : null,
    });
  }
}
