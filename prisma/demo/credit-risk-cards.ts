import { modelCard } from './cards.ts';

const youngApplicants = {
  group: 'Applicants under 25',
  harms: 'Thin credit files lead to more refusals at the same true risk.',
  mitigation: 'Refusals near the cut-off with fewer than three accounts go to an underwriter.',
};

export const scorecardCard = (gini: string, young: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Probability of default within 12 months',
    family: 'Logistic regression',
    architecture: 'Scorecard, 22 binned characteristics',
    datasets: ['Retail credit features', 'Loan performance history'],
    inputs: ['22 characteristics of an application'],
    outputs: ['Score, 300 to 850', 'Probability of default', 'Adverse action reasons'],
    metrics: [
      ['Gini', gini],
      ['Gini', young, 'applicants under 25'],
      ['Population stability index', '0.06'],
      ['Calibration error', '0.004'],
    ],
    users: ['Underwriters', 'Loan decision engine'],
    useCases: ['Decide retail loan applications up to 50 000', 'Set price bands'],
    limitations: ['Built on accepted applicants; refused ones are inferred.', 'Not calibrated for the self-employed.'],
    tradeoffs: ['Chosen above a stronger model since each decision can be explained line by line.'],
    ethics: [
      ['A person is refused by a machine alone', 'Every refusal may be appealed to an underwriter within 30 days, who sees the reasons.'],
    ],
    fairness: [
      youngApplicants,
      {
        group: 'Recent migrants',
        harms: 'Short address history lowers the score.',
        mitigation: 'Foreign bureau data are accepted from five countries.',
      },
    ],
  });

export const challengerCard = modelCard({
  approach: 'supervised',
  task: 'Probability of default within 12 months',
  family: 'Gradient boosted decision trees',
  architecture: 'LightGBM, 600 trees, monotone constraints on 31 features',
  datasets: ['Retail credit features'],
  inputs: ['94 features of an application'],
  outputs: ['Probability of default', 'Reasons by SHAP'],
  metrics: [
    ['Gini', '0.641', undefined, '0.633', '0.649'],
    ['Gini', '0.557', 'applicants under 25'],
    ['Approval rate at equal risk', '+2.1 points'],
  ],
  users: ['Model validation'],
  useCases: ['Run beside the scorecard without deciding'],
  limitations: ['Reasons shift between retrainings.', 'Gain over the scorecard halves in a downturn scenario.'],
  fairness: [youngApplicants],
});

export const lossCard = modelCard({
  approach: 'supervised',
  task: 'Loss given default',
  family: 'Two-stage regression',
  architecture: 'Cure model and beta regression',
  datasets: ['Loan performance history'],
  inputs: ['17 features of a defaulted loan'],
  outputs: ['Share of exposure lost, 0 to 1'],
  metrics: [
    ['Mean absolute error', '0.118'],
    ['Mean absolute error', '0.164', 'unsecured loans'],
    ['Bias over five years', '-0.007'],
  ],
  users: ['Finance and risk reporting'],
  useCases: ['IFRS 9 provisions', 'Regulatory capital, with a margin'],
  limitations: ['Few defaults on loans above 200 000.', 'House prices enter with a delay of one quarter.'],
});

export const readerCard = (exact: string, foreign: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Reading of income from payslips',
    family: 'Multimodal transformer',
    architecture: 'LayoutLMv3 base, token classification head',
    datasets: ['KYC identity documents', 'Income labels'],
    inputs: ['Scan of a payslip (PNG or PDF)'],
    outputs: ['Net income', 'Employer', 'Period', 'Confidence of each'],
    metrics: [
      ['Exact match', exact],
      ['Exact match', foreign, 'payslips in other languages'],
      ['Forged payslips passed', '0.9 %'],
    ],
    users: ['Loan operations'],
    useCases: ['Fill the application form; a clerk confirms it'],
    limitations: [
      'Photographs of screens are read badly.',
      'Text hidden in a PDF is read as if it were visible: an applicant can plant a higher income.',
    ],
    ethics: [
      [
        'Identity documents could be recovered from the model',
        'Only payslips enter training; identity pages are filtered out, which has not been tested.',
      ],
      ['Base model may not be used commercially', 'Licence question is open with the legal department.'],
    ],
    fairness: [
      {
        group: 'Applicants paid abroad',
        harms: 'Their forms need to be typed by hand more often.',
        mitigation: 'Queue for manual entry within one working day.',
      },
    ],
  });

export const affordabilityCard = modelCard({
  approach: 'supervised',
  task: 'Estimate of household spending',
  family: 'Linear regression',
  architecture: 'Quantile regression on nine features',
  inputs: ['Income, household size, region'],
  outputs: ['Monthly spending'],
  metrics: [['Median absolute error', '184 a month']],
  users: ['Underwriters'],
  useCases: ['Affordability check, until open banking replaced it'],
  limitations: ['Based on a survey from before the rise of energy prices.'],
});
