import type { DataClass, Exposure, Kind, Stage, Status } from '#lib/assets/rules.ts';

/** Words that files use for Gatehouse's vocabulary, in the folded form that `fold` gives. */
const kindWords: Record<string, Kind> = {
  dataset: 'dataset',
  data: 'dataset',
  trainingdata: 'dataset',
  trainingset: 'dataset',
  datasets: 'dataset',
  corpus: 'dataset',
  featurestore: 'dataset',
  table: 'dataset',
  model: 'model',
  models: 'model',
  mlmodel: 'model',
  aimodel: 'model',
  machinelearningmodel: 'model',
  llm: 'model',
  foundationmodel: 'model',
  classifier: 'model',
  pipeline: 'pipeline',
  pipelines: 'pipeline',
  cicd: 'pipeline',
  ci: 'pipeline',
  workflow: 'pipeline',
  trainingpipeline: 'pipeline',
  job: 'pipeline',
  dag: 'pipeline',
  infrastructure: 'infrastructure',
  infra: 'infrastructure',
  cloud: 'infrastructure',
  server: 'infrastructure',
  cluster: 'infrastructure',
  container: 'infrastructure',
  platform: 'infrastructure',
  compute: 'infrastructure',
  endpoint: 'infrastructure',
  device: 'infrastructure',
  application: 'infrastructure',
  repository: 'repository',
  repo: 'repository',
  registry: 'repository',
  modelregistry: 'repository',
  modelrepository: 'repository',
  containerregistry: 'repository',
  git: 'repository',
};

const stageWords: Record<string, Stage> = {
  collect: 'collect',
  collection: 'collect',
  datacollection: 'collect',
  datacollectionandstorage: 'collect',
  storage: 'collect',
  ingest: 'collect',
  raw: 'collect',
  validate: 'validate',
  validation: 'validate',
  datasetvalidation: 'validate',
  datavalidation: 'validate',
  curation: 'validate',
  develop: 'develop',
  development: 'develop',
  dev: 'develop',
  training: 'develop',
  experiment: 'develop',
  experimental: 'develop',
  research: 'develop',
  deploy: 'deploy',
  deployment: 'deploy',
  deploymentpipeline: 'deploy',
  release: 'deploy',
  staging: 'deploy',
  preprod: 'deploy',
  uat: 'deploy',
  test: 'deploy',
  monitor: 'monitor',
  monitoring: 'monitor',
  monitoringdeployedmodels: 'monitor',
  prod: 'monitor',
  production: 'monitor',
  live: 'monitor',
  serving: 'monitor',
  change: 'change',
  changereview: 'change',
  continuouschangereview: 'change',
  review: 'change',
  maintenance: 'change',
  decommission: 'change',
};

const exposureWords: Record<string, Exposure> = {
  isolated: 'isolated',
  airgapped: 'isolated',
  offline: 'isolated',
  none: 'isolated',
  internal: 'internal',
  intranet: 'internal',
  private: 'internal',
  vpn: 'internal',
  corporate: 'internal',
  partner: 'partner',
  partners: 'partner',
  b2b: 'partner',
  thirdparty: 'partner',
  extranet: 'partner',
  public: 'public',
  external: 'public',
  internet: 'public',
  internetfacing: 'public',
  open: 'public',
};

const dataClassWords: Record<string, DataClass> = {
  public: 'public',
  open: 'public',
  clear: 'public',
  unclassified: 'public',
  none: 'public',
  internal: 'internal',
  internalonly: 'internal',
  internaluse: 'internal',
  internaluseonly: 'internal',
  green: 'internal',
  private: 'internal',
  confidential: 'confidential',
  sensitive: 'confidential',
  amber: 'confidential',
  pii: 'confidential',
  personal: 'confidential',
  personaldata: 'confidential',
  gdpr: 'confidential',
  restricted: 'restricted',
  secret: 'restricted',
  topsecret: 'restricted',
  strictlyconfidential: 'restricted',
  highlyconfidential: 'restricted',
  red: 'restricted',
  phi: 'restricted',
  pci: 'restricted',
  specialcategory: 'restricted',
};

const statusWords: Record<string, Status> = {
  active: 'active',
  live: 'active',
  inuse: 'active',
  enabled: 'active',
  current: 'active',
  yes: 'active',
  retired: 'retired',
  inactive: 'retired',
  archived: 'retired',
  decommissioned: 'retired',
  deprecated: 'retired',
  disabled: 'retired',
  obsolete: 'retired',
  no: 'retired',
};

const criticalityWords: Record<string, number> = {
  minor: 1,
  verylow: 1,
  trivial: 1,
  negligible: 1,
  limited: 2,
  low: 2,
  important: 3,
  medium: 3,
  moderate: 3,
  normal: 3,
  severe: 4,
  high: 4,
  major: 4,
  vital: 5,
  critical: 5,
  veryhigh: 5,
  missioncritical: 5,
  highest: 5,
  p1: 5,
  p2: 4,
  p3: 3,
  p4: 2,
  p5: 1,
  tier1: 5,
  tier2: 4,
  tier3: 3,
  tier4: 2,
  tier5: 1,
};

/** Lower case, letters and digits only: "Training data" and "training_data" are one word. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function find<Value>(words: Record<string, Value>, text: string): Value | undefined {
  const word = fold(text);
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

export const interpretKind = (text: string): Kind | undefined => find(kindWords, text);
export const interpretStage = (text: string): Stage | undefined => find(stageWords, text);
export const interpretExposure = (text: string): Exposure | undefined => find(exposureWords, text);
export const interpretDataClass = (text: string): DataClass | undefined => find(dataClassWords, text);
export const interpretStatus = (text: string): Status | undefined => find(statusWords, text);

/** A number from 1 to 5, or a word for one ("High", "4 · Severe", "P2"). */
export function interpretCriticality(text: string): number | undefined {
  const number = /^\s*([1-5])(\.0+)?(\s*(·|-|\/|of|:).*)?$/.exec(text)?.[1];
  return number ? Number(number) : find(criticalityWords, text);
}
