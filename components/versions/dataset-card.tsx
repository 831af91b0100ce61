import { Badge } from '#components/ui/badge.tsx';
import { CardPart, FactTable, Statements } from './card-part.tsx';
import { FactTree, FactValue } from './fact-tree.tsx';
import { besidesTexts, type Facts, factsOf, isEmpty, isFacts, keyed, listOf, textOf, without } from './facts.ts';
import { Graphics } from './graphics.tsx';

/** One set of data in CycloneDX's shape: its contents, how secret it is and who answers for it. */
export function DataFacts({ data, titled }: { data: unknown; titled: boolean }) {
  if (!isFacts(data)) return <FactValue value={data} />;
  const contents = factsOf(data.contents);
  const classification = textOf(data.classification);
  const name = textOf(data.name);
  const headed = titled || classification !== null;
  return (
    <div className="flex flex-col gap-5">
      {headed && (
        <div className="flex flex-wrap items-center gap-2">
          {titled && <h3 className="font-medium text-base">{name ?? 'Data without a name'}</h3>}
          {classification && <Badge tone="accent">{classification}</Badge>}
          {textOf(data.type) && <span className="text-muted text-sm">{textOf(data.type)}</span>}
        </div>
      )}
      {textOf(data.description) && <p className="max-w-[72ch] whitespace-pre-line text-sm">{textOf(data.description)}</p>}
      <Statements title="Sensitive data" value={data.sensitiveData} />
      <Governance governance={data.governance} />
      {!isEmpty(data.contents) && (
        <CardPart title="Contents">
          <FactTree facts={{ Address: contents.url, ...without(contents, 'url', 'properties') }} />
          <FactValueIf value={isFacts(data.contents) ? undefined : data.contents} />
        </CardPart>
      )}
      <FactTable
        title="Properties"
        value={contents.properties}
        columns={[
          ['name', 'Name'],
          ['value', 'Value'],
        ]}
      />
      <Graphics value={data.graphics} />
      <FactTree
        facts={without(
          besidesTexts(data, ...(titled ? ['name'] : []), ...(headed ? ['type', 'classification'] : []), 'description'),
          ...['sensitiveData', 'governance', 'contents', 'graphics'],
        )}
      />
    </div>
  );
}

const FactValueIf = ({ value }: { value: unknown }) => (isEmpty(value) ? null : <FactValue value={value} />);

const offices = { owners: 'Owners', stewards: 'Stewards', custodians: 'Custodians' };

function Governance({ governance }: { governance: unknown }) {
  if (isEmpty(governance)) return null;
  const facts = factsOf(governance);
  const named = Object.entries(offices).map(([name, label]): [string, unknown] => [label, listOf(facts[name]).map(partyName)]);
  return (
    <CardPart title="Governance">
      <FactTree facts={{ ...Object.fromEntries(named), ...without(facts, ...Object.keys(offices)) }} />
      <FactValueIf value={isFacts(governance) ? undefined : governance} />
    </CardPart>
  );
}

/** An organisation or a person by name alone, where no more is told of them. */
function partyName(party: unknown): unknown {
  if (!isFacts(party)) return party;
  const own = party.organization ?? party.contact;
  const only = Object.keys(party).length === 1 && isFacts(own) && Object.keys(own).length === 1 ? textOf(own.name) : null;
  return only ?? party;
}

/** A dataset card: CycloneDX's list of data, or the facts of another format by name. */
export function DatasetCard({ card }: { card: Facts }) {
  const data = listOf(card.data);
  return (
    <div className="flex flex-col gap-8">
      {keyed(data).map(({ key, entry }) => (
        <DataFacts key={key} data={entry} titled={data.length > 1 || (isFacts(entry) && textOf(entry.name) !== null)} />
      ))}
      <FactTree facts={without(card, 'data')} />
    </div>
  );
}
