import type { Kind } from '#lib/assets/rules.ts';
import type { ImportedVersion } from '../schema.ts';
import { type Draft, draftRecord } from './cyclonedx-record.ts';
import { labelOf } from './cyclonedx-version.ts';
import { type Facts, factsOf, isEmpty, shorten, textOf, textsOf, without } from './facts.ts';
import type { UniqueKeys } from './unique-keys.ts';
import { interpretDataClass } from './values.ts';

/** SPDX hash algorithms by the names that the rest of Gatehouse uses, CycloneDX's. */
function hashName(algorithm: string): string {
  return algorithm
    .replace(/^sha(\d)/, 'SHA-$1')
    .replace(/^sha3_/, 'SHA3-')
    .replace(/^blake2b/, 'BLAKE2b-')
    .replace(/^blake3$/, 'BLAKE3')
    .replace(/^md(\d)$/, 'MD$1');
}

function hashesOf(element: Facts): { alg: string; content: string }[] {
  return factsOf(element.verifiedUsing).flatMap((entry) => {
    const [algorithm, content] = [textOf(entry.algorithm), textOf(entry.hashValue)];
    return algorithm && content ? [{ alg: hashName(algorithm), content }] : [];
  });
}

/** The members whose names begin with `prefix`, without it. */
function profile(element: Facts, prefix: string): Facts {
  const own = Object.entries(element).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

function dictionary(value: unknown): { name: unknown; value: unknown }[] {
  return factsOf(value).map((entry) => ({ name: entry.key, value: entry.value }));
}

function filled(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => !isEmpty(value) && value !== ''));
}

/** SPDX's AI profile as a model card in CycloneDX's shape; what that has no place for stands under `other`, by SPDX's own names. */
function modelCard(ai: Facts): Facts {
  const taken = [
    'domain',
    'typeOfModel',
    'hyperparameter',
    'metric',
    'metricDecisionThreshold',
    'informationAboutApplication',
    'limitation',
  ];
  return filled({
    modelParameters: filled({
      task: textsOf(ai.domain).join(', '),
      modelArchitecture: textsOf(ai.typeOfModel).join('; '),
      hyperparameters: dictionary(ai.hyperparameter),
    }),
    quantitativeAnalysis: filled({
      performanceMetrics: dictionary(ai.metric).map(({ name, value }) => ({ type: name, value })),
      decisionThresholds: dictionary(ai.metricDecisionThreshold),
    }),
    considerations: filled({ useCases: textsOf(ai.informationAboutApplication), technicalLimitations: textsOf(ai.limitation) }),
    other: without(ai, ...taken),
  });
}

const ownColumns = [
  'name',
  'description',
  'suppliedBy',
  'originatedBy',
  'creationInfo',
  'verifiedUsing',
  'type',
  '@type',
  '@id',
  'spdxId',
  'software_packageVersion',
];

/** An asset from a SPDX package. What is named by id (agents, creation, licences) is filled in at the end of the file. */
export function draftOfPackage(element: Facts, type: string, kind: Kind, ref: string, keys: UniqueKeys): Draft {
  const name = textOf(element.name) ?? 'Unnamed';
  const purl = textOf(element.software_packageUrl);
  const hashes = hashesOf(element);
  const digest = hashes.find((hash) => hash.alg === 'SHA-256')?.content.toLowerCase();
  const [ai, dataset] = [profile(element, 'ai_'), profile(element, 'dataset_')];
  const rest = Object.entries(element).filter(
    ([key]) => !key.startsWith('ai_') && !key.startsWith('dataset_') && !ownColumns.includes(key),
  );
  const metadata = filled({
    componentType: type,
    spdxId: ref,
    modelCard: modelCard(ai),
    datasetCard: dataset,
    hashes,
    ...Object.fromEntries(rest),
  });
  // Hashes with more to them than a digest (a comment, a package verification code) are kept whole beside the short list.
  if (factsOf(element.verifiedUsing).some((entry) => Object.keys(entry).length > 3)) metadata.verifiedUsing = element.verifiedUsing;
  const location = textOf(element.software_downloadLocation) ?? textOf(element.software_homePage) ?? null;
  const version: ImportedVersion = {
    label: labelOf(element.software_packageVersion ?? dayOf(element.releaseTime) ?? dayOf(element.builtTime), digest),
    location: location && location.length <= 2048 ? location : null,
    purl: purl && purl.length <= 2048 ? purl : null,
    files: [],
    provenance: { signature: 'unsigned' },
    metadata,
  };
  const description = textOf(element.description) ?? textOf(element.summary) ?? textOf(element.comment);
  const draft = draftRecord({
    ref,
    kind,
    key: keys.take(purl, name, digest ?? (ref.includes(':') ? ref : undefined)),
    name,
    description,
    originRef: purl ?? ref,
    version,
  });
  const level = textOf(dataset.confidentialityLevel);
  const dataClass = level && interpretDataClass(level);
  if (dataClass) {
    draft.record.dataClass = dataClass;
    draft.notes.push(`The confidentiality level "${shorten(level, 40)}" is taken as ${dataClass}.`);
  }
  return draft;
}

/** A version label from a time, where a package states no version: the day. */
function dayOf(time: unknown): string | undefined {
  return textOf(time)?.slice(0, 10);
}
