import { expect, test } from 'vitest';
import { isGeneric } from './generic-names.ts';

test.each([
  'Unknown Model',
  'model',
  'unknown',
  'Model.pkl',
  'my_model-v2',
  'Training data',
  'train_images.npy',
  'Dataset 1',
  '',
  '42',
  'LLM',
])('"%s" may be anyone’s', (name) => expect(isGeneric(name)).toBe(true));
test.each(['Card fraud scorer', 'resnet50', 'MNIST', 'Acme/model', 'bert-base', 'Modèle de risque', 'churn.csv', '不明'])(
  '"%s" is a name',
  (name) => expect(isGeneric(name)).toBe(false),
);
