/** Facts as one line of text: what a row of `scorings` is found by, and what a change of a risk can be explained from later. */
import { dataClasses, exposures, stages } from '#lib/assets/rules.ts';
import type { Facts, SafeguardFact, SafeguardState } from '../rules.ts';

const letters: Record<SafeguardState, string> = { planned: 'p', implemented: 'i', verified: 'v' };
const states: Record<string, SafeguardState> = { p: 'planned', i: 'implemented', v: 'verified' };

/**
 * Facts as one line, the same for the same facts however their safeguards are ordered: "poisoning|collect|public|internal|3|-|4|0|scan:v,seal:i".
 * Keys are lower-case letters, digits and hyphens, so that none holds a separator. lib/risks/posture/sql.ts writes the same from rows.
 */
export function factsText(facts: Facts): string {
  const set = (value: number | null) => value ?? '-';
  const safeguards = facts.safeguards.map(({ control, state }) => `${control}:${letters[state]}`).sort();
  const { threat, stage, exposure, dataClass, criticality, setLikelihood, setImpact, signal } = facts;
  return [threat, stage, exposure, dataClass, criticality, set(setLikelihood), set(setImpact), signal, safeguards.join(',')].join('|');
}

/**
 * Reads what `factsText` wrote.
 * @throws Error for any other text.
 */
export function parseFacts(text: string): Facts {
  const [threat, stage, exposure, dataClass, criticality, setLikelihood, setImpact, signal, safeguards, ...more] = text.split('|');
  const number = (part: string | undefined, allowed: readonly number[]) => oneOf(Number(part), allowed, text);
  const value = (part: string | undefined) => (part === '-' ? null : number(part, [1, 2, 3, 4, 5]));
  if (!threat || safeguards === undefined || more.length > 0) throw unreadable(text);
  return {
    threat,
    stage: oneOf(stage, stages, text),
    exposure: oneOf(exposure, exposures, text),
    dataClass: oneOf(dataClass, dataClasses, text),
    criticality: number(criticality, [1, 2, 3, 4, 5]),
    setLikelihood: value(setLikelihood),
    setImpact: value(setImpact),
    signal: oneOf(Number(signal), [0, 3, 4, 5] as const, text),
    safeguards: safeguards === '' ? [] : safeguards.split(',').map((part) => safeguardOf(part, text)),
  };
}

function safeguardOf(part: string, text: string): SafeguardFact {
  const [control, letter = '', ...more] = part.split(':');
  const state = Object.hasOwn(states, letter) ? states[letter] : undefined;
  if (!control || !state || more.length > 0) throw unreadable(text);
  return { control, state };
}

function oneOf<T>(value: unknown, allowed: readonly T[], text: string): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw unreadable(text);
  return found;
}

const unreadable = (text: string) => new Error(`These are no facts of a risk: "${text.slice(0, 200)}".`);
