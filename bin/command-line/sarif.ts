/** A verdict as SARIF 2.1.0 (OASIS), for the tools that show findings of a build. Pure. */
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { plain } from './output.ts';
import { standOf, type Verdict } from './verdict.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** What has no requirement: an unknown digest, a retired asset. */
const wholeGate = 'gate';

/**
 * One result for each reason. What a waiver lifts is there, suppressed, so that it is seen. Results point to the asset, and, because viewers want a
 * file, to one of its name.
 */
export function verdictAsSarif(verdict: Verdict, server: string): Log {
  const { asset, stage, digest } = verdict;
  const location = {
    physicalLocation: { artifactLocation: { uri: `gatehouse/${encodeURIComponent(asset.key)}` }, region: { startLine: 1 } },
    logicalLocations: [{ name: asset.key, fullyQualifiedName: `${asset.kind}/${asset.key}@sha256:${digest}`, kind: 'resource' }],
  };
  const result = (ruleId: string, { code, message, path }: Verdict['reasons'][number]): Result => ({
    ruleId,
    level: 'error',
    message: { text: plain(message) },
    locations: [location],
    partialFingerprints: { 'gatehouse/v1': [asset.id, stage, ruleId, code, path ?? message].join('/') },
    ...(path ? { hostedViewerUri: server + path } : {}),
    properties: { code },
  });
  const unmet = verdict.requirements.flatMap((judged): Result[] => {
    const { waiver } = judged;
    if (standOf(judged) === 'met') return [];
    const lifted = waiver
      ? { suppressions: [{ kind: 'external' as const, status: 'accepted' as const, justification: plain(waiver.reason) }] }
      : {};
    return judged.reasons.map((reason) => ({ ...result(judged.key, reason), ...lifted }));
  });
  const rules: ReportingDescriptor[] = [
    { id: wholeGate, shortDescription: { text: `The gate before ${stage}` }, helpUri: `${server}/assets/${asset.id}/gate` },
    ...verdict.requirements.map(({ key, title }) => ({
      id: key,
      shortDescription: { text: plain(title) },
      helpUri: `${server}/assets/${asset.id}/gate`,
    })),
  ];
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Gatehouse', informationUri: server, rules } },
        invocations: [{ executionSuccessful: true, endTimeUtc: verdict.at }],
        results: [...verdict.reasons.map((reason) => result(wholeGate, reason)), ...unmet],
        properties: { passed: verdict.passed, stage, digest, policyNumber: verdict.policyNumber },
      },
    ],
  };
}
