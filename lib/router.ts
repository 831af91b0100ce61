/** Every operation that Gatehouse offers. The paths in the tree are names for people; the routes stand with each operation. */
import { assetOperations } from './assets/procedures.ts';

export const router = {
  assets: assetOperations,
};

export type Router = typeof router;
