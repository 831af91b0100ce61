/** The catalogue that comes with Gatehouse, put together from its files. */
import { checkCatalogue } from './check.ts';
import catalogue from './data/catalogue.json' with { type: 'json' };
import accessControls from './data/controls/access.json' with { type: 'json' };
import dataControls from './data/controls/data.json' with { type: 'json' };
import governanceControls from './data/controls/governance.json' with { type: 'json' };
import modelControls from './data/controls/model.json' with { type: 'json' };
import servingControls from './data/controls/serving.json' with { type: 'json' };
import supplyChainControls from './data/controls/supply-chain.json' with { type: 'json' };
import atlas from './data/frameworks/atlas.json' with { type: 'json' };
import cosai from './data/frameworks/cosai.json' with { type: 'json' };
import euAiAct from './data/frameworks/eu-ai-act.json' with { type: 'json' };
import iso42001 from './data/frameworks/iso-42001.json' with { type: 'json' };
import nistAi1002 from './data/frameworks/nist-ai-100-2.json' with { type: 'json' };
import nistAiRmf from './data/frameworks/nist-ai-rmf.json' with { type: 'json' };
import owaspLlm2026 from './data/frameworks/owasp-llm-2026.json' with { type: 'json' };
import owaspMl2023 from './data/frameworks/owasp-ml-2023.json' with { type: 'json' };
import slsa12 from './data/frameworks/slsa-1.2.json' with { type: 'json' };

import datasetThreats from './data/threats/dataset.json' with { type: 'json' };
import infrastructureThreats from './data/threats/infrastructure.json' with { type: 'json' };
import modelThreats from './data/threats/model.json' with { type: 'json' };
import pipelineThreats from './data/threats/pipeline.json' with { type: 'json' };
import repositoryThreats from './data/threats/repository.json' with { type: 'json' };
import { type Catalogue, catalogueDraft, catalogueFile } from './file.ts';

let read: Catalogue | undefined;

/**
 * The built-in catalogue, read once. Every reference, mitigation, kind and stage in it holds.
 * @throws {Error} that names each problem, should the files not fit each other.
 */
export function builtInCatalogue(): Catalogue {
  read ??= readCatalogue({
    ...catalogue,
    threats: [...datasetThreats, ...infrastructureThreats, ...modelThreats, ...pipelineThreats, ...repositoryThreats],
    controls: [...accessControls, ...dataControls, ...governanceControls, ...modelControls, ...servingControls, ...supplyChainControls],
    frameworks: [atlas, cosai, euAiAct, iso42001, nistAi1002, nistAiRmf, owaspLlm2026, owaspMl2023, slsa12],
  });
  return read;
}

/** A catalogue from what a file held. @throws {ZodError} of its form, or {Error} that names each problem of its content. */
export function readCatalogue(content: unknown): Catalogue {
  const problems = checkCatalogue(catalogueDraft.parse(content));
  if (problems.length > 0) throw new Error(`The catalogue is wrong: ${problems.map((problem) => problem.message).join(' ')}`);
  return catalogueFile.parse(content);
}
