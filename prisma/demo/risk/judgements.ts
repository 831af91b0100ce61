/** Why people of the bank set a value by hand. */
import type { Judgement } from './judging.ts';
import type { Asset } from './state.ts';

/** Those that answer in language: what threatens language models threatens no other here. */
const speaking = new Set([
  'ml-platform/mirrored-mistral-7b',
  'customer-assistant/service-assistant',
  'customer-assistant/service-assistant-small',
  'customer-assistant/message-guard',
  'customer-assistant/intent-router',
  'marketing-personalisation/subject-line-writer',
]);
const retrieved = new Set(['customer-assistant/policy-articles']);
const steering = new Set([
  'customer-assistant/prompt-library',
  'customer-assistant/assistant-source',
  'customer-assistant/knowledge-indexing',
]);

const fitting: { threats: string[]; besides: ReadonlySet<string>; judgement: Judgement }[] = [
  {
    threats: ['prompt-injection', 'improper-output-handling'],
    besides: speaking,
    judgement: {
      likelihood: 1,
      impact: 2,
      reason: 'It takes numbers from our own systems and gives a number: there is no text to hide an instruction in.',
    },
  },
  {
    threats: ['excessive-agency'],
    besides: speaking,
    judgement: { likelihood: 1, impact: 2, reason: 'It calls no tools and changes nothing by itself; another system reads its answer.' },
  },
  {
    threats: ['retrieval-poisoning'],
    besides: retrieved,
    judgement: { likelihood: 1, impact: 2, reason: 'It is not indexed for retrieval, and no language model reads it.' },
  },
  {
    threats: ['agent-tool-tampering'],
    besides: steering,
    judgement: { likelihood: 1, reason: 'No agent takes its prompts or tools from here.' },
  },
];

const published = 'Every article stands on our website: there is nothing in it to keep secret.';
const ownWords = 'One of forty words comes out of it, and the gateway takes no other.';
const freely = 'Anybody may download it from where we have it: a copy is no loss.';

/** By asset and threat. */
const named: Record<string, Judgement> = {
  'customer-assistant/policy-articles unauthorised-data-access': { impact: 1, reason: published },
  'customer-assistant/policy-articles membership-inference': { impact: 1, reason: published },
  'customer-assistant/policy-articles model-inversion': { impact: 1, reason: published },
  'customer-assistant/policy-articles unauthorised-training-data': {
    likelihood: 1,
    reason: 'Our own texts, written to be read by customers.',
  },
  'customer-assistant/intent-router excessive-agency': { likelihood: 1, reason: ownWords },
  'customer-assistant/intent-router improper-output-handling': { likelihood: 2, reason: ownWords },
  'customer-assistant/message-guard excessive-agency': { likelihood: 1, impact: 2, reason: 'It marks messages and does nothing else.' },
  'customer-assistant/message-guard improper-output-handling': {
    likelihood: 2,
    impact: 3,
    reason: 'Its answer is one of four words, checked by the gateway.',
  },
  'customer-assistant/message-guard membership-inference': { impact: 2, reason: 'It was trained on made-up attacks, not on customers.' },
  'customer-assistant/message-guard model-inversion': { impact: 2, reason: 'It was trained on made-up attacks, not on customers.' },
  'customer-assistant/message-guard model-theft': { impact: 2, reason: 'A thief would have a filter that others sell for little.' },
  'ml-platform/mirrored-mistral-7b model-theft': { impact: 1, reason: freely },
  'ml-platform/mirrored-e5-base model-theft': { impact: 1, reason: freely },
  'ml-platform/mirrored-layoutlmv3 model-theft': { impact: 1, reason: freely },
  'ml-platform/mirrored-layoutlmv3 model-extraction': { impact: 1, reason: freely },
  'customer-assistant/assistant-gateway cloud-misconfiguration': {
    likelihood: 4,
    reason: 'Only the path of the assistant is open to the internet; the console is behind the bank’s own network.',
  },
  'customer-assistant/assistant-gateway compromised-dependency': {
    likelihood: 3,
    reason: 'The image comes from the platform’s own build, which pins what it takes.',
  },
  'customer-assistant/service-assistant model-theft': {
    likelihood: 2,
    reason: 'The weights lie on the inner cluster; what is public is the conversation.',
  },
};

/** By threat, for some of the assets that it applies to. */
const considered: Record<string, Judgement> = {
  'training-data-poisoning': {
    likelihood: 2,
    reason: 'Two jobs alone may write to it, both reviewed, and each delivery is reconciled with the ledger.',
  },
  'poisoned-third-party-dataset': {
    likelihood: 1,
    reason: 'Nothing in it comes from outside the bank but for the reference lists, which are signed.',
  },
  'model-skewing': {
    likelihood: 2,
    reason: 'Feedback is entered by our own analysts after a case is closed; customers cannot write to it.',
  },
  'unauthorised-data-access': {
    impact: 4,
    reason: 'Names and account numbers are replaced by tokens; the table that joins them lies elsewhere.',
  },
  'membership-inference': {
    impact: 3,
    reason: 'That somebody is a customer is the most that could be learned, and the score does not leave the bank.',
  },
  'model-inversion': { impact: 3, reason: 'The features are bands and counts: what could be rebuilt names nobody.' },
  'unauthorised-training-data': {
    likelihood: 2,
    reason: 'Used under the contract for this purpose since it was signed; legal looked at it in spring.',
  },
  'cloud-misconfiguration': {
    likelihood: 3,
    reason: 'Nobody changes it by hand: the console has been read-only for people since last year.',
  },
  'exposed-endpoint': {
    likelihood: 2,
    reason: 'It listens on the inner network alone; the scan of last month found no way to it from outside.',
  },
  'host-compromise': { impact: 4, reason: 'A node that is lost is rebuilt in minutes and holds no keys that open anything else.' },
  'stolen-credentials': {
    likelihood: 2,
    reason: 'People have no standing rights here: each access is asked for and ends after four hours.',
  },
  'unbounded-consumption': {
    impact: 3,
    reason: 'Callers fall back to the rules score within a second; a day without it has been rehearsed.',
  },
  'abandoned-resources': { likelihood: 2, reason: 'Whatever has no owner tag is stopped by the nightly sweep.' },
  'model-theft': { impact: 3, reason: 'Without our features the weights are worth little to anybody else.' },
  'model-extraction': { impact: 2, reason: 'Callers get a decision and no score; a copy would know less than our published rules.' },
  'malicious-model-artifact': {
    likelihood: 2,
    reason: 'It is trained here from scratch and saved as plain tables; nothing in it runs when it is loaded.',
  },
  'model-tampering': {
    likelihood: 1,
    reason: 'The serving cluster refuses what the registry has not signed; tried again after the last upgrade.',
  },
  'backdoored-pretrained-model': { likelihood: 1, reason: 'It builds on no model but our own.' },
  'adversarial-evasion': {
    likelihood: 4,
    reason: 'Fraudsters try small amounts before large ones every week: this is what the model is up against.',
  },
  'prompt-injection': { likelihood: 5, reason: 'Anybody on the internet can type into it, and attempts are seen every day.' },
  'sensitive-information-disclosure': {
    impact: 3,
    reason: 'It sees the redacted conversation and no account; the worst is a detail that the customer typed.',
  },
  'unreliable-output': { impact: 3, reason: 'A second model and a person stand between its answer and a customer.' },
  'unauthorised-code-change': {
    likelihood: 2,
    reason: 'The branch is protected for administrators too; the exception of March was closed.',
  },
  'compromised-dependency': { likelihood: 4, reason: 'The image carries 212 packages, nine of them unpinned until the next release.' },
  'build-and-release-tampering': { likelihood: 1, reason: 'Runners live for one job, and the signing key never reaches them.' },
  'leaked-secrets': { likelihood: 3, reason: 'The scanner has found none since static keys were replaced in June.' },
  'data-pipeline-tampering': { likelihood: 1, reason: 'Each step writes totals that finance reconciles the next morning.' },
  'unauthorised-registry-change': { impact: 4, reason: 'Consumers pin digests: a moved tag would reach nobody before the next release.' },
  'upstream-masquerading': { likelihood: 2, reason: 'Names are resolved by the mirror’s list and by nothing else.' },
  'upstream-rug-pull': { likelihood: 1, reason: 'Versions are frozen at review; the mirror takes no update by itself.' },
};

/** Does a threat say anything of the asset at all? Controls against others would be for show. */
export const matters = (name: string, threat: string): boolean =>
  !fitting.some((each) => each.threats.includes(threat) && !each.besides.has(name));

/** What people saw fit to set by hand for a risk, if they did; `chance` is 0–99 and the same for the same risk. */
export function judgementOf({ name }: Asset, threat: string, chance: number): Judgement | null {
  const own = named[`${name} ${threat}`];
  if (own) return own;
  const fit = fitting.find((each) => each.threats.includes(threat) && !each.besides.has(name));
  if (fit) return fit.judgement;
  return chance < 22 ? (considered[threat] ?? null) : null;
}

/** What people noted of what they mean to do, by threat. */
export const notes: Readonly<Record<string, string>> = {
  'adversarial-evasion': 'Rules beside the model catch the small amounts that come before a large one. Retrain on last quarter’s attempts.',
  'cloud-misconfiguration': 'Two settings still differ from the baseline; both are in the next change window.',
  'compromised-dependency': 'Pin what is left, and move to the platform’s base image, which is scanned every night.',
  'exposed-endpoint': 'Behind the gateway with the next release; until then the network rule lets two addresses in.',
  'leaked-secrets': 'The last static key goes when the vault has the connector for the bureau.',
  'malicious-model-artifact': 'Ask the mirror for the safetensors file instead of the pickle.',
  'model-extraction': 'Answer a band instead of the score. Product agrees; the callers have to be changed.',
  'prompt-injection': 'Keep customer text and instructions apart in the template, and test again with the red team’s set.',
  'stolen-credentials': 'Standing rights end with the new access tool. Two service accounts are left.',
  'training-data-poisoning': 'Compare each delivery with the last before it is merged; the check exists, and only warns so far.',
  'unauthorised-data-access': 'Copies in notebooks are the gap: find them, delete them, and mount the store read-only instead.',
  'unauthorised-training-data': 'Legal reads the contract again; until then nothing new is trained on it.',
  'unreliable-output': 'Weekly review of a hundred answers by the business, with a line below which the old version comes back.',
};
