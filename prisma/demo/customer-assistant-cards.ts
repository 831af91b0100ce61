import { modelCard } from './cards.ts';

export const assistantCard = (helpful: string, invented: string, injected: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Dialogue with customers on products and service',
    family: 'Decoder-only transformer',
    architecture: 'Mistral 7B Instruct, fine-tuned with low-rank adapters and merged',
    datasets: ['Assistant instruction set', 'Transcripts, redacted'],
    inputs: ['Conversation and retrieved articles, up to 16 000 tokens'],
    outputs: ['Answer with references', 'Hand-over to a person'],
    metrics: [
      ['Helpful answers', helpful],
      ['Helpful answers', '0.81', 'Polish'],
      ['Answers with an invented fact', invented],
      ['Injected instructions followed', injected, 'red team prompts'],
    ],
    users: ['Customers in the application and on the web', 'Contact centre staff'],
    useCases: ['Answer questions on fees, cards and accounts', 'Hand over with a summary'],
    limitations: [
      'Follows some instructions that are hidden in quoted pages.',
      'Gives no investment, tax or legal advice, and is sometimes talked into it.',
      'Knows nothing of the account of the person asking unless the gateway passes it.',
    ],
    tradeoffs: ['A stricter refusal threshold halves invented facts and doubles hand-overs.'],
    ethics: [
      ['A customer in hardship gets a cheerful machine', 'Words of distress hand over to a person at once.'],
      ['Training data reappear in an answer', 'Canary phrases are searched for in each release; none found so far.'],
    ],
    fairness: [
      {
        group: 'Customers who write in Polish or Portuguese',
        benefits: 'Help at any hour in their language.',
        harms: 'Answers are less often right than in English.',
        mitigation: 'Evaluated per language; below 0.80 the language is switched to hand-over.',
      },
    ],
  });

export const smallAssistantCard = modelCard({
  approach: 'supervised',
  task: 'Dialogue with customers on simple questions',
  family: 'Decoder-only transformer',
  architecture: '1.5 billion parameters, distilled from the service assistant model',
  datasets: ['Answers of the service assistant model', 'Assistant instruction set'],
  inputs: ['Conversation, up to 4 000 tokens'],
  outputs: ['Answer', 'Hand-over to the large model'],
  metrics: [
    ['Helpful answers', '0.79'],
    ['Answers with an invented fact', '0.043'],
    ['Median time to first word (ms)', '140'],
  ],
  users: ['Customers in the application'],
  useCases: ['First answer to the thirty most common questions'],
  limitations: ['English only.', 'Refuses less reliably than its teacher.'],
});

export const routerCard = (accuracy: string) =>
  modelCard({
    approach: 'supervised',
    task: 'Classification of requests into 58 intents',
    family: 'Encoder transformer',
    architecture: 'Multilingual E5 base with a linear head',
    datasets: ['Transcripts, redacted'],
    inputs: ['First two messages of a conversation'],
    outputs: ['Intent', 'Confidence'],
    metrics: [
      ['Accuracy', accuracy],
      ['Recall', '0.977', 'lost or stolen card'],
      ['Recall', '0.941', 'signs of vulnerability'],
    ],
    users: ['Assistant gateway'],
    useCases: ['Choose model, tool or person'],
    limitations: ['New products are unknown until the next training.'],
  });

export const embedderCard = modelCard({
  approach: 'self-supervised',
  task: 'Sentence embedding for retrieval',
  family: 'Encoder transformer',
  architecture: 'Multilingual E5 base, tuned on the bank’s questions',
  datasets: ['Assistant instruction set'],
  inputs: ['Text, up to 512 tokens'],
  outputs: ['Vector of 768 dimensions'],
  metrics: [
    ['Recall at 5', '0.918'],
    ['Recall at 5', '0.861', 'Portuguese'],
  ],
  users: ['Knowledge indexing', 'Assistant gateway'],
  useCases: ['Find the articles that answer a question'],
  limitations: ['Text can be recovered in part from its vector: vectors are as sensitive as what they were made from.'],
});

export const redactorCard = modelCard({
  approach: 'supervised',
  task: 'Recognition of personal data in transcripts',
  family: 'Encoder transformer',
  architecture: 'DeBERTa-v3 small, token classification, 19 labels',
  inputs: ['Transcript turn'],
  outputs: ['Spans with label'],
  metrics: [
    ['Recall', '0.991'],
    ['Recall', '0.958', 'names from West Africa and South Asia'],
    ['Precision', '0.964'],
  ],
  users: ['Transcript redaction'],
  useCases: ['Replace personal data before anyone reads a transcript'],
  limitations: ['Misses names that the speech recogniser wrote as common words.'],
  fairness: [
    {
      group: 'Callers with names rare in the training data',
      harms: 'Their names stay in transcripts more often.',
      mitigation: 'Names of the customer register are matched as well, from version 1.3.',
    },
  ],
});

export const guardCard = modelCard({
  approach: 'supervised',
  task: 'Detection of abuse and injected instructions',
  family: 'Encoder transformer',
  architecture: 'ModernBERT base, two heads',
  datasets: ['Public jailbreak collections', 'Reports of contact centre staff'],
  inputs: ['Message, retrieved passage or answer'],
  outputs: ['Abuse, 0 to 1', 'Injected instruction, 0 to 1'],
  metrics: [
    ['Recall', '0.873', 'red team prompts'],
    ['Recall', '0.702', 'attacks in Polish'],
    ['False alarms', '0.011'],
  ],
  users: ['Assistant gateway'],
  useCases: ['Stop a message before the model reads it, or an answer before the customer does'],
  limitations: ['One line of defence among others: attacks split over several messages pass.'],
});
