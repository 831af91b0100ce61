import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { FactTable } from './card-part.tsx';
import { DataFacts, DatasetCard } from './dataset-card.tsx';
import { FactTree } from './fact-tree.tsx';
import { type Facts, factsOf, isEmpty, isFacts, keyed, listOf, without } from './facts.ts';
import { Libraries, licencesOf } from './libraries.tsx';
import { ModelCard } from './model-card.tsx';

/** Names that a part of the card draws; all others stand under "Other facts", so that nothing of an import is hidden. */
const drawn = ['modelCard', 'datasetCard', 'data', 'licenses', 'hashes', 'externalReferences', 'components', 'properties', 'pedigree'];

/**
 * All that is known of a version beyond its columns: model card, dataset card, licences, digests, references, libraries, and the rest by
 * name. Shows nothing where there is nothing.
 */
export function VersionCard({ metadata }: { metadata: Facts }) {
  const card = factsOf(metadata.modelCard);
  const dataset = factsOf(metadata.datasetCard);
  const misshapen = ['modelCard', 'datasetCard'].filter((name) => !isEmpty(metadata[name]) && !isFacts(metadata[name]));
  const rest = { ...without(metadata, ...drawn), ...Object.fromEntries(misshapen.map((name) => [name, metadata[name]])) };
  return (
    <>
      {!isEmpty(card) && (
        <DetailSection title="Model card">
          <ModelCard card={card} />
        </DetailSection>
      )}
      {!isEmpty(dataset) && (
        <DetailSection title="Dataset card">
          <DatasetCard card={dataset} />
        </DetailSection>
      )}
      {!isEmpty(metadata.data) && (
        <DetailSection title="Data inside">
          <div className="flex flex-col gap-8">
            {keyed(listOf(metadata.data)).map(({ key, entry }) => (
              <DataFacts key={key} data={entry} titled />
            ))}
          </div>
        </DetailSection>
      )}
      <SupplyChain metadata={metadata} />
      {!isEmpty(rest) && (
        <DetailSection title="Other facts">
          <FactTree facts={rest} />
        </DetailSection>
      )}
    </>
  );
}

function SupplyChain({ metadata }: { metadata: Facts }) {
  const { licenses, hashes, externalReferences, properties, pedigree } = metadata;
  return (
    <>
      {!isEmpty([licenses, hashes, externalReferences, properties, pedigree]) && (
        <DetailSection title="Licences, digests and references">
          <div className="flex flex-col gap-6">
            <FactTable
              title="Licences"
              value={licencesOf(licenses)}
              columns={[
                ['licence', 'Licence'],
                ['url', 'Address'],
                ['relationship', 'Relationship'],
              ]}
            />
            <FactTable
              title="Digests"
              value={hashes}
              columns={[
                ['alg', 'Algorithm'],
                ['content', 'Digest'],
              ]}
            />
            <FactTable
              title="External references"
              value={externalReferences}
              columns={[
                ['type', 'Type'],
                ['url', 'Address'],
                ['comment', 'Comment'],
              ]}
            />
            <FactTable
              title="Properties"
              value={properties}
              columns={[
                ['name', 'Name'],
                ['value', 'Value'],
              ]}
            />
            {!isEmpty(pedigree) && <FactTree facts={{ pedigree }} />}
          </div>
        </DetailSection>
      )}
      <Libraries components={listOf(metadata.components)} />
    </>
  );
}
