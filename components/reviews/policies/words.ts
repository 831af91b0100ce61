import { kindLabels, kinds, stageLabels, stages } from '#lib/assets/rules.ts';
import type { SignalSeverity } from '#lib/reviews/policies/rules.ts';

type Conditions = { kinds: readonly string[]; stages: readonly string[]; severity: SignalSeverity | null };

const listed = (words: readonly string[]) => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);

/** On which assets a policy asks: "Model or infrastructure at Deployment pipeline, from high on". */
export function conditionWords({ kinds: given, stages: at, severity }: Conditions): string {
  const what = given.length === 0 ? 'Any asset' : listed(kinds.filter((kind) => given.includes(kind)).map((kind) => kindLabels[kind]));
  const where = at.length === 0 ? '' : ` at ${listed(stages.filter((stage) => at.includes(stage)).map((stage) => stageLabels[stage]))}`;
  return `${what}${where}${severity ? `, from ${severity} on` : ''}`;
}
