import { CardPart, FactTable, Statements } from './card-part.tsx';
import { FactTree, FactValue } from './fact-tree.tsx';
import { type Facts, factsOf, isEmpty, isFacts, listOf, textOf, without } from './facts.ts';
import { Graphics } from './graphics.tsx';
import { Metrics } from './metrics.tsx';

/** A model card in CycloneDX's shape: what the model is, how well it does, and what to consider. Parts that nobody told of are left out. */
export function ModelCard({ card }: { card: Facts }) {
  const [parameters, analysis, considerations] = [
    factsOf(card.modelParameters),
    factsOf(card.quantitativeAnalysis),
    factsOf(card.considerations),
  ];
  return (
    <div className="flex flex-col gap-6">
      <Parameters parameters={parameters} />
      <Metrics value={analysis.performanceMetrics} />
      <Graphics title="Graphics of the analysis" value={analysis.graphics} />
      <FactTree facts={without(analysis, 'performanceMetrics', 'graphics')} />
      <Considerations considerations={considerations} />
      <FactTable
        title="Properties"
        value={card.properties}
        columns={[
          ['name', 'Name'],
          ['value', 'Value'],
        ]}
      />
      <FactTree facts={without(card, 'modelParameters', 'quantitativeAnalysis', 'considerations', 'properties')} />
      <FactTree
        facts={Object.fromEntries(
          ['modelParameters', 'quantitativeAnalysis', 'considerations']
            .map((name): [string, unknown] => [name, card[name]])
            .filter(([, value]) => !isEmpty(value) && !isFacts(value)),
        )}
      />
    </div>
  );
}

function Parameters({ parameters }: { parameters: Facts }) {
  const approach = factsOf(parameters.approach);
  const facts: Facts = {
    Task: parameters.task,
    Architecture: parameters.modelArchitecture,
    'Architecture family': parameters.architectureFamily,
    Approach: textOf(approach.type) ?? parameters.approach,
    ...without(approach, 'type'),
  };
  return (
    <>
      {!isEmpty(facts) && (
        <CardPart title="What it is">
          <FactTree facts={facts} />
        </CardPart>
      )}
      {(!isEmpty(parameters.inputs) || !isEmpty(parameters.outputs)) && (
        <div className="grid gap-6 sm:grid-cols-2">
          <Statements title="Inputs" value={formatsOf(parameters.inputs)} />
          <Statements title="Outputs" value={formatsOf(parameters.outputs)} />
        </div>
      )}
      <FactTable
        title="Datasets"
        value={parameters.datasets}
        columns={[
          ['name', 'Name'],
          ['ref', 'Reference'],
          ['type', 'Type'],
          ['classification', 'Classification'],
          ['description', 'Description'],
        ]}
      />
      <FactTree
        facts={without(parameters, 'task', 'modelArchitecture', 'architectureFamily', 'approach', 'inputs', 'outputs', 'datasets')}
      />
    </>
  );
}

/** `{format: "image"}` says no more than "image". */
const formatsOf = (value: unknown) =>
  listOf(value).map((entry) => (isFacts(entry) && Object.keys(entry).length === 1 && textOf(entry.format) ? textOf(entry.format) : entry));

function Considerations({ considerations }: { considerations: Facts }) {
  const environment = factsOf(considerations.environmentalConsiderations);
  return (
    <>
      <div className="grid gap-6 empty:hidden lg:grid-cols-2">
        <Statements title="Users" value={considerations.users} />
        <Statements title="Use cases" value={considerations.useCases} />
        <Statements title="Technical limitations" value={considerations.technicalLimitations} />
        <Statements title="Performance trade-offs" value={considerations.performanceTradeoffs} />
      </div>
      <FactTable
        title="Ethical considerations"
        value={considerations.ethicalConsiderations}
        columns={[
          ['name', 'Risk'],
          ['mitigationStrategy', 'Mitigation'],
        ]}
      />
      <FactTable
        title="Fairness"
        value={considerations.fairnessAssessments}
        columns={[
          ['groupAtRisk', 'Group at risk'],
          ['benefits', 'Benefits'],
          ['harms', 'Harms'],
          ['mitigationStrategy', 'Mitigation'],
        ]}
      />
      {!isEmpty(considerations.environmentalConsiderations) && (
        <CardPart title="Environment">
          {isEmpty(environment) ? <FactValue value={considerations.environmentalConsiderations} /> : <FactTree facts={environment} />}
        </CardPart>
      )}
      <FactTree
        facts={without(
          considerations,
          'users',
          'useCases',
          'technicalLimitations',
          'performanceTradeoffs',
          'ethicalConsiderations',
          'fairnessAssessments',
          'environmentalConsiderations',
        )}
      />
    </>
  );
}
