/** The steps of a score in plain words. Pure: dates come through `day`, so that they are told in the viewer's zone. */
import { criticalityLabels, dataClassLabels, exposureLabels, levelLabels } from '#lib/assets/rules.ts';
import type { Risk, RiskSafeguard } from '#lib/risks/register/page/schema.ts';
import { impactLabels, levelOfSeverity, likelihoodLabels } from '#lib/risks/register/rules.ts';
import type { RiskStep } from '#lib/risks/register/steps/schema.ts';

export type StepWords = {
  title: string;
  detail: string;
  /** What it rests on: a line each. */
  grounds: readonly string[];
};

type About = Pick<Risk, 'threatName' | 'set' | 'safeguards' | 'signals'>;
type Day = (moment: string) => string;

const word = (labels: Record<number, string>, value: number) => labels[value]?.split(' · ')[1]?.toLowerCase() ?? String(value);
const level = (severity: number) => levelLabels[levelOfSeverity(severity)];

/** What a step did, said for whoever does not know how scores are made. */
export function stepWords(step: RiskStep, about: About, day: Day, at: Date): StepWords {
  switch (step.step) {
    case 'base':
      return {
        title: `Base likelihood: ${likelihoodLabels[step.base]}`,
        detail: `How likely “${about.threatName}” is before anything is known of the asset.`,
        grounds: [],
      };
    case 'exposure':
      return { title: `Exposure: ${exposureLabels[step.exposure]}`, detail: moved(step.shift), grounds: [] };
    case 'criticality':
      return {
        title: `Criticality: ${criticalityLabels[step.criticality]}`,
        detail: 'Impact begins at how much the asset matters to the organisation.',
        grounds: [],
      };
    case 'data-class':
      return {
        title: `Data class: ${dataClassLabels[step.dataClass]}`,
        detail: `The threat is to confidentiality: with such data the impact is at least ${step.atLeast}.`,
        grounds: [],
      };
    case 'override': {
      const labels = step.of === 'likelihood' ? likelihoodLabels : impactLabels;
      return {
        title: `${step.of === 'likelihood' ? 'Likelihood' : 'Impact'} set by hand: ${labels[step.set]}`,
        detail: `Instead of the computed ${step.computed}, ${word(labels, step.computed)}.`,
        grounds: about.set.reason ? [`“${about.set.reason}”`] : [],
      };
    }
    case 'control':
      return controlWords(step, about, day, at);
    case 'signal':
      return {
        title: `Open signals keep the likelihood at ${step.floor} or above`,
        detail: 'Whatever controls take off, until the signals are cleared.',
        grounds: about.signals.map((signal) => `${levelLabels[signal.severity]}: ${signal.title}, since ${day(signal.raisedAt)}`),
      };
    case 'matrix':
      return {
        title: `By the matrix: ${level(step.residual)}`,
        detail:
          step.inherent === step.residual
            ? `Likelihood ${step.likelihood} with impact ${step.impact} is ${level(step.residual).toLowerCase()}.`
            : `Likelihood ${step.likelihood} with impact ${step.impact} is ${level(step.residual).toLowerCase()}; without controls and signals it would be ${level(step.inherent).toLowerCase()}.`,
        grounds: [],
      };
  }
}

function moved(shift: number): string {
  if (shift === 0) return 'Leaves the likelihood alone.';
  return shift > 0 ? `Adds ${shift} to the likelihood.` : `Takes ${-shift} off the likelihood.`;
}

function controlWords(step: Extract<RiskStep, { step: 'control' }>, { safeguards }: About, day: Day, at: Date): StepWords {
  const safeguard = safeguards.find(({ control }) => control === step.control);
  return { title: safeguard?.name ?? step.control, detail: effectOf(step), grounds: safeguard ? groundsOf(safeguard, day, at) : [] };
}

const limits = { cap: 'controls take at most 3 together', floor: 'nothing is below 1' } as const;

function effectOf({ state, strength, full, taken, limit, reduces }: Extract<RiskStep, { step: 'control' }>): string {
  if (state === 'planned') return `Planned: takes nothing off yet. Verified, it would take ${strength} off the ${reduces}.`;
  const label = state === 'verified' ? 'Verified' : 'Implemented';
  if (full === 0) return `${label}: takes nothing off until it is verified; then ${strength} off the ${reduces}.`;
  if (limit && taken === 0) return `${label}: would take ${full} off the ${reduces}, but ${limits[limit]}.`;
  const counted = `${label}: takes ${taken} off the ${reduces}.`;
  if (limit) return `${counted} It would take ${full}, but ${limits[limit]}.`;
  return state === 'implemented' ? `${counted} Verified, it would take ${strength}.` : counted;
}

/** Who did what when, and until when its evidence holds. */
export function groundsOf(safeguard: RiskSafeguard, day: Day, at: Date): string[] {
  const by = (name: string | null) => (name ? ` by ${name}` : '');
  const lines: string[] = [];
  if (safeguard.inherited) lines.push('Inherited.');
  if (safeguard.implementedAt && (safeguard.state === 'implemented' || safeguard.state === 'verified'))
    lines.push(`Implemented ${day(safeguard.implementedAt)}${by(safeguard.implementedByName)}.`);
  if (safeguard.verifiedAt && safeguard.state === 'verified')
    lines.push(`Verified ${day(safeguard.verifiedAt)}${by(safeguard.verifiedByName)}.`);
  if (safeguard.state === 'not_applicable' && safeguard.reason) lines.push(safeguard.reason);
  if (safeguard.state === 'planned') lines.push(safeguard.dueAt ? `Due ${day(safeguard.dueAt)}.` : 'No due date.');
  if (safeguard.state === 'implemented' || safeguard.state === 'verified') lines.push(evidenceWords(safeguard, day, at));
  return lines;
}

function evidenceWords({ evidenceCount, evidenceUntil }: RiskSafeguard, day: Day, at: Date): string {
  if (evidenceUntil)
    return new Date(evidenceUntil) <= at ? `Evidence expired ${day(evidenceUntil)}.` : `Evidence holds until ${day(evidenceUntil)}.`;
  return evidenceCount > 0 ? 'Evidence does not expire.' : 'No evidence.';
}

/** From the matrix's word to what is shown: assessed or not, still trusted or not, accepted or not. */
export function stateWords(risk: Risk, day: Day, at: Date): StepWords[] {
  if (!risk.applies)
    return [{ title: 'No longer applies', detail: 'The threat, or the asset at this stage, is no more. Nothing is counted.', grounds: [] }];
  const words: StepWords[] = [];
  const severity = risk.residual?.severity ?? 0;
  if (!risk.assessedAt)
    words.push(
      risk.level === 'unassessed'
        ? {
            title: 'Nobody has assessed it',
            detail: 'So it is shown as unassessed, whatever was computed: unknown is not safe.',
            grounds: [],
          }
        : {
            title: 'Nobody has assessed it, yet a signal is open',
            detail: 'The signal is knowledge enough to show it as what was computed.',
            grounds: [],
          },
    );
  else
    words.push({
      title: 'Assessed',
      detail: `${day(risk.assessedAt)}${risk.assessedByName ? ` by ${risk.assessedByName}` : ''}${risk.assessedUntil ? `; holds until ${day(risk.assessedUntil)}` : ''}.`,
      grounds: [],
    });
  if (risk.stale && risk.staleAt)
    words.push({
      title: `Stale since ${day(risk.staleAt)}`,
      detail: severity <= 2 ? 'An old low or medium is not trusted: it is shown as stale.' : 'An old high or critical is feared as before.',
      grounds: [],
    });
  if (risk.acceptedUntil && new Date(risk.acceptedUntil) > at && risk.acceptedSeverity)
    words.push(
      severity <= risk.acceptedSeverity
        ? {
            title: `Accepted until ${day(risk.acceptedUntil)}`,
            detail: `Borne up to ${level(risk.acceptedSeverity).toLowerCase()}; open again after that day.`,
            grounds: [],
          }
        : {
            title: 'Worse than what was accepted',
            detail: `Accepted up to ${level(risk.acceptedSeverity).toLowerCase()}: it is open in spite of that.`,
            grounds: [],
          },
    );
  return words;
}
