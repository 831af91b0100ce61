/** Facts of a version in shapes that CycloneDX's strict schema accepts. What does not fit is left out here and kept in Gatehouse's own property. */
type Facts = Record<string, unknown>;

const isFacts = (value: unknown): value is Facts => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Facts[] => (Array.isArray(value) ? value.filter(isFacts) : []);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []);

/** Those of `keys` whose values are texts. */
function pickTexts(facts: Facts, ...keys: string[]): Facts {
  return Object.fromEntries(keys.filter((key) => typeof facts[key] === 'string').map((key) => [key, facts[key]]));
}

function filled(facts: Facts): Facts | undefined {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const algorithms = new Map([
  ['MD5', 32],
  ['SHA-1', 40],
  ['SHA-256', 64],
  ['SHA-384', 96],
  ['SHA-512', 128],
  ['SHA3-256', 64],
  ['SHA3-384', 96],
  ['SHA3-512', 128],
  ['BLAKE2b-256', 64],
  ['BLAKE2b-384', 96],
  ['BLAKE2b-512', 128],
  ['BLAKE3', 64],
]);

export function hashes(value: unknown): Facts[] | undefined {
  const valid = list(value).filter(
    ({ alg, content }) => typeof content === 'string' && /^[0-9a-f]+$/i.test(content) && algorithms.get(String(alg)) === content.length,
  );
  return valid.length > 0 ? valid.map(({ alg, content }) => ({ alg, content })) : undefined;
}

/** Licences by name: an id must be on the SPDX list of the reader's day, which a name need not. */
export function licenses(value: unknown): Facts[] | undefined {
  const named = list(value).flatMap((entry) => {
    const license = isFacts(entry.license) ? entry.license : {};
    const name = [license.id, license.name, entry.expression].find((text) => typeof text === 'string' && text !== '');
    return name === undefined ? [] : [{ license: { name } }];
  });
  return named.length > 0 ? named : undefined;
}

const approaches = ['supervised', 'unsupervised', 'reinforcement-learning', 'semi-supervised', 'self-supervised'];

function parameters(card: Facts, datasetRefs: string[]): Facts | undefined {
  const told = isFacts(card.modelParameters) ? card.modelParameters : {};
  const approach = isFacts(told.approach) && approaches.includes(String(told.approach.type)) ? { type: told.approach.type } : undefined;
  const formats = (value: unknown) => list(value).map((entry) => pickTexts(entry, 'format'));
  return filled({
    approach,
    ...pickTexts(told, 'task', 'architectureFamily', 'modelArchitecture'),
    datasets: datasetRefs.map((ref) => ({ ref })),
    inputs: formats(told.inputs),
    outputs: formats(told.outputs),
  });
}

function analysis(card: Facts): Facts | undefined {
  const told = isFacts(card.quantitativeAnalysis) ? card.quantitativeAnalysis : {};
  const metrics = list(told.performanceMetrics).map((metric) => {
    const interval = isFacts(metric.confidenceInterval)
      ? filled(pickTexts(metric.confidenceInterval, 'lowerBound', 'upperBound'))
      : undefined;
    return { ...pickTexts(metric, 'type', 'value', 'slice'), ...(interval ? { confidenceInterval: interval } : {}) };
  });
  return filled({ performanceMetrics: metrics });
}

function considerations(card: Facts): Facts | undefined {
  const told = isFacts(card.considerations) ? card.considerations : {};
  const named = (value: unknown, ...keys: string[]) => list(value).map((entry) => pickTexts(entry, ...keys));
  return filled({
    users: texts(told.users),
    useCases: texts(told.useCases),
    technicalLimitations: texts(told.technicalLimitations),
    performanceTradeoffs: texts(told.performanceTradeoffs),
    ethicalConsiderations: named(told.ethicalConsiderations, 'name', 'mitigationStrategy'),
    fairnessAssessments: named(told.fairnessAssessments, 'groupAtRisk', 'benefits', 'harms', 'mitigationStrategy'),
  });
}

/** The model card, with the datasets it was trained on by their refs; undefined where there is nothing to say. */
export function modelCard(value: unknown, datasetRefs: string[]): Facts | undefined {
  const card = isFacts(value) ? value : {};
  return filled({
    modelParameters: parameters(card, datasetRefs),
    quantitativeAnalysis: analysis(card),
    considerations: considerations(card),
  });
}
