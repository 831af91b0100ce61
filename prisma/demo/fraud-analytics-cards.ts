import { modelCard } from './cards.ts';

const cardholders = {
  group: 'Cardholders who travel often or send money abroad',
  benefits: 'Stolen cards are stopped sooner.',
  harms: 'Honest purchases are declined more often than those of other cardholders.',
  mitigation: 'False positive rate is held within 1.25 times the average for each region; the slice is checked at each release.',
};

/** The scorer of card purchases; figures differ from release to release. */
export const cardFraudCard = (auc: string, recall: string, abroad: string, precision: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Binary classification of card purchases',
    family: 'Gradient boosted decision trees',
    architecture: 'XGBoost, 1 400 trees, depth 7',
    datasets: ['Card fraud features', 'Chargeback labels'],
    inputs: ['212 numeric features per purchase (float32)'],
    outputs: ['Probability of fraud, 0 to 1', 'Five strongest reasons'],
    metrics: [
      ['ROC AUC', auc],
      ['Recall at 1 % alerts', recall, 'all purchases', (Number(recall) - 0.009).toFixed(3), (Number(recall) + 0.009).toFixed(3)],
      ['Recall at 1 % alerts', abroad, 'purchases abroad'],
      ['Precision at 1 % alerts', precision],
      ['False positive rate', '0.006', 'new customers, first 90 days'],
    ],
    users: ['Authorisation system', 'Fraud operations analysts'],
    useCases: ['Score each purchase before authorisation', 'Rank alerts for investigation'],
    limitations: [
      'Labels are complete only after 60 days: the newest attacks are under-represented.',
      'Not valid for corporate cards, which the training data leaves out.',
      'Accuracy falls when the device signal is missing, which is the case for about 11 % of purchases.',
    ],
    tradeoffs: ['A threshold of 0.82 loses 4 % of recall against 0.75 and halves the number of declined honest purchases.'],
    ethics: [
      ['A customer is declined without knowing why', 'Reasons are kept for each decision and given by the call centre on request.'],
      [
        'Fraudsters probe the threshold with small purchases',
        'Scores never leave the bank; card testing is caught by velocity rules ahead of the model.',
      ],
    ],
    fairness: [cardholders],
  });

export const liteCard = (recall: string, latency: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Binary classification of card purchases within 8 ms',
    family: 'Gradient boosted decision trees',
    architecture: 'XGBoost, 180 trees, depth 5, distilled from the card fraud scorer',
    datasets: ['Card fraud features', 'Scores of the card fraud scorer'],
    inputs: ['64 numeric features per purchase (float32)'],
    outputs: ['Probability of fraud, 0 to 1'],
    metrics: [
      ['ROC AUC', '0.961'],
      ['Recall at 1 % alerts', recall],
      ['Recall at 1 % alerts', '0.641', 'purchases abroad'],
      ['Latency, 99th percentile (ms)', latency],
    ],
    users: ['Authorisation system'],
    useCases: ['Score in line when the full scorer cannot answer in time'],
    limitations: ['Inherits the blind spots of its teacher.', 'Gives no reasons; decisions are explained by the full scorer afterwards.'],
    tradeoffs: ['Three points of recall for a twelfth of the latency.'],
    fairness: [cardholders],
  });

export const takeoverCard = modelCard({
  approach: 'semi-supervised',
  task: 'Detection of hijacked online banking sessions',
  family: 'Transformer',
  architecture: 'Encoder over session events, 6 layers, 11 million parameters',
  datasets: ['Account takeover case notes', 'Device fingerprints'],
  inputs: ['Sequence of up to 256 session events'],
  outputs: ['Risk of takeover, 0 to 1', 'Position of the most suspicious event'],
  metrics: [
    ['Average precision', '0.711'],
    ['Average precision', '0.583', 'customers over 70'],
    ['Alerts per 10 000 sessions', '3.2'],
  ],
  users: ['Fraud operations analysts'],
  useCases: ['Ask for a second factor in suspicious sessions'],
  limitations: ['Trained on 1 900 confirmed cases; new attack tools are not among them.', 'Screen reader sessions resemble scripted ones.'],
  ethics: [
    ['Case notes hold personal details that the model could memorise', 'Only event sequences enter training; the notes supply the label.'],
  ],
  fairness: [
    {
      group: 'Customers who use assistive technology',
      harms: 'Their sessions are challenged 2.4 times as often.',
      mitigation: 'Assistive clients are recognised and scored with a threshold of their own; not yet measured in production.',
    },
  ],
});

export const sanctionsCard = (recall: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Matching of names across scripts',
    family: 'Siamese network',
    architecture: 'Character-level bidirectional LSTM, 4 million parameters',
    datasets: ['Sanctions and watch lists'],
    inputs: ['Two names (Unicode strings)'],
    outputs: ['Similarity, 0 to 1'],
    metrics: [
      ['Recall at 0.80', recall],
      ['Recall at 0.80', '0.962', 'names transliterated from Arabic'],
      ['Hits to review per 1 000 payments', '4.7'],
    ],
    users: ['Payment screening officers'],
    useCases: ['Propose possible matches; a person decides each one'],
    limitations: ['Single-word names give many false matches.', 'Never used to clear a payment without the exact-match rules.'],
    fairness: [
      {
        group: 'Customers with names common in listed regions',
        harms: 'Their payments wait for review more often.',
        mitigation: 'Date of birth and country settle most cases within a minute; waiting times are reported by name origin each quarter.',
      },
    ],
  });

export const muleCard = modelCard({
  approach: 'semi-supervised',
  task: 'Detection of mule accounts in the payment network',
  family: 'Graph neural network',
  architecture: 'GraphSAGE, 3 layers, 128 dimensions',
  datasets: ['Payment graph of the last 180 days'],
  inputs: ['Account node with two-hop neighbourhood'],
  outputs: ['Probability of being a mule, 0 to 1'],
  metrics: [
    ['Average precision', '0.448'],
    ['Recall at 200 alerts a day', '0.371'],
  ],
  users: ['Financial crime investigators'],
  useCases: ['Suggest accounts for investigation'],
  limitations: ['Students and new arrivals share patterns with mules.', 'An experiment: no alert reaches an investigator yet.'],
  fairness: [
    {
      group: 'Students and recent migrants',
      harms: 'Suspected more often than others.',
      mitigation: 'To be assessed before any use; required for release.',
    },
  ],
});

export const rulesScoreCard = modelCard({
  approach: 'supervised',
  task: 'Binary classification of card purchases',
  family: 'Logistic regression',
  architecture: '38 hand-made features, L2 regularised',
  inputs: ['38 numeric features'],
  outputs: ['Score, 0 to 999'],
  metrics: [
    ['ROC AUC', '0.874'],
    ['Recall at 1 % alerts', '0.402'],
  ],
  users: ['Authorisation system, until its replacement'],
  useCases: ['Score card purchases'],
  limitations: ['Not retrained for three years.', 'Documented after the fact.'],
});
