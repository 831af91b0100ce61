/** Model cards and dataset cards in CycloneDX's shape (modelCard; component.data), from the facts alone. */

type Metric = [type: string, value: string, slice?: string, lower?: string, upper?: string];
type Fairness = { group: string; harms: string; mitigation: string; benefits?: string };

export type ModelFacts = {
  approach: 'supervised' | 'unsupervised' | 'semi-supervised' | 'self-supervised' | 'reinforcement-learning';
  task: string;
  family: string;
  architecture: string;
  datasets?: string[];
  inputs: string[];
  outputs: string[];
  metrics: Metric[];
  users: string[];
  useCases: string[];
  limitations: string[];
  tradeoffs?: string[];
  /** [risk, what is done about it] */
  ethics?: [string, string][];
  fairness?: Fairness[];
};

/** CycloneDX 1.6 `modelCard` (valid by its schema). */
export function modelCard(facts: ModelFacts) {
  return {
    modelParameters: {
      approach: { type: facts.approach },
      task: facts.task,
      architectureFamily: facts.family,
      modelArchitecture: facts.architecture,
      datasets: (facts.datasets ?? []).map((name) => ({ type: 'dataset', name })),
      inputs: facts.inputs.map((format) => ({ format })),
      outputs: facts.outputs.map((format) => ({ format })),
    },
    quantitativeAnalysis: {
      performanceMetrics: facts.metrics.map(([type, value, slice, lowerBound, upperBound]) => ({
        type,
        value,
        ...(slice && { slice }),
        ...(lowerBound && upperBound && { confidenceInterval: { lowerBound, upperBound } }),
      })),
    },
    considerations: {
      users: facts.users,
      useCases: facts.useCases,
      technicalLimitations: facts.limitations,
      ...(facts.tradeoffs && { performanceTradeoffs: facts.tradeoffs }),
      ...(facts.ethics && { ethicalConsiderations: facts.ethics.map(([name, mitigationStrategy]) => ({ name, mitigationStrategy })) }),
      ...(facts.fairness && {
        fairnessAssessments: facts.fairness.map(({ group, benefits, harms, mitigation }) => ({
          groupAtRisk: group,
          ...(benefits && { benefits }),
          harms,
          mitigationStrategy: mitigation,
        })),
      }),
    },
  };
}
export type ModelCard = ReturnType<typeof modelCard>;

export type DataFacts = {
  name: string;
  description: string;
  classification: 'public' | 'internal' | 'confidential' | 'restricted';
  /** Kinds of personal or secret content. */
  sensitive?: string[];
  url?: string;
  /** Departments, not people: those stand as the asset's owner. */
  owner: string;
  steward?: string;
  custodian?: string;
  properties?: Record<string, string>;
};

const party = (name: string | undefined) => (name ? [{ organization: { name } }] : undefined);

/** One entry of CycloneDX 1.6 `component.data` (valid by its schema). */
export function dataCard(facts: DataFacts) {
  const properties = Object.entries(facts.properties ?? {}).map(([name, value]) => ({ name, value }));
  const contents = { ...(facts.url && { url: facts.url }), ...(properties.length > 0 && { properties }) };
  const [owners, stewards, custodians] = [facts.owner, facts.steward, facts.custodian].map(party);
  return {
    type: 'dataset',
    name: facts.name,
    ...(Object.keys(contents).length > 0 && { contents }),
    classification: facts.classification,
    ...(facts.sensitive && { sensitiveData: facts.sensitive }),
    description: facts.description,
    governance: { ...(custodians && { custodians }), ...(stewards && { stewards }), ...(owners && { owners }) },
  };
}
export type DataCard = ReturnType<typeof dataCard>;
