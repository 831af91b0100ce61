import { modelCard } from './cards.ts';

export const offerCard = (hit: string, older: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Ranking of offers for a customer',
    family: 'Two-tower neural network',
    architecture: 'Customer and offer towers, 64 dimensions, 9 million parameters',
    datasets: ['Campaign responses', 'Web and app clickstream'],
    inputs: ['Customer features', 'Catalogue of offers'],
    outputs: ['Ranked offers with probability of interest'],
    metrics: [
      ['Hit rate at 3', hit],
      ['Hit rate at 3', older, 'customers over 65'],
      ['Uplift in applications', '6.8 %', 'against no personalisation', '5.1 %', '8.4 %'],
    ],
    users: ['Banking application', 'Campaign managers'],
    useCases: ['Choose what is shown on the start page'],
    limitations: ['Learns from what it has shown before and narrows over time.', 'New products need two weeks of exposure.'],
    ethics: [['Credit is pushed to people in difficulty', 'Customers in arrears are left out by rule, ahead of the model.']],
    fairness: [
      {
        group: 'Women over 50',
        harms: 'Shown investment offers less often than men of equal means.',
        mitigation: 'Share of exposure is balanced after ranking; gap is down from 19 % to 6 %.',
      },
    ],
  });

export const churnCard = modelCard({
  approach: 'supervised',
  task: 'Probability that a customer leaves within 90 days',
  family: 'Random forest',
  architecture: '500 trees, scikit-learn',
  datasets: ['Customer segments', 'Web and app clickstream'],
  inputs: ['71 features, monthly'],
  outputs: ['Probability of leaving, 0 to 1'],
  metrics: [
    ['ROC AUC', '0.803'],
    ['Precision in the top decile', '0.261'],
  ],
  users: ['Retention team'],
  useCases: ['Choose whom to call'],
  limitations: ['Author has left; the training notebook does not run any more.', 'Drifted since the fee change of last year.'],
});

export const mortgageCard = modelCard({
  approach: 'supervised',
  task: 'Probability of interest in a mortgage',
  family: 'Gradient boosted decision trees',
  architecture: 'CatBoost, 900 trees',
  datasets: ['Web and app clickstream', 'Customer segments'],
  inputs: ['58 features'],
  outputs: ['Probability, 0 to 1'],
  metrics: [
    ['ROC AUC', '0.846'],
    ['ROC AUC', '0.797', 'tenants in rural districts'],
  ],
  users: ['Mortgage advisers'],
  useCases: ['Order of calls'],
  limitations: ['Postcode is a strong feature and stands in for origin.'],
  fairness: [
    {
      group: 'Residents of districts with many migrants',
      harms: 'Called less often at equal interest.',
      mitigation: 'Postcode is to be removed; release is held until then.',
    },
  ],
});

export const subjectCard = modelCard({
  approach: 'supervised',
  task: 'Writing of subject lines for campaign mail',
  family: 'Decoder-only transformer',
  architecture: 'Mistral 7B Instruct with adapter',
  inputs: ['Brief of a campaign'],
  outputs: ['Ten subject lines'],
  metrics: [['Chosen by editors', '0.34']],
  users: ['Campaign managers'],
  useCases: ['First drafts; an editor chooses'],
  limitations: ['Promises rates that the brief does not contain.'],
});

export const upliftCard = modelCard({
  approach: 'supervised',
  task: 'Effect of an incentive on savings',
  family: 'Meta-learner',
  architecture: 'X-learner over LightGBM',
  datasets: ['Campaign responses'],
  inputs: ['44 features'],
  outputs: ['Expected effect in euros'],
  metrics: [['Qini coefficient', '0.072']],
  users: ['Savings product team'],
  useCases: ['Choose who receives an incentive'],
  limitations: ['Trained on one randomised campaign.'],
});
