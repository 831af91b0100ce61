/** Composition: what each domain has that hangs on a person. A new domain that knows owners adds its part here. */
import type { Belongings } from './access/users/belongings.ts';
import { leavingOperationsOf } from './access/users/leaving/procedures.ts';
import { ownedAssets } from './assets/takeover/commands.ts';

export const belongings: readonly Belongings[] = [ownedAssets];

export const leavingOperations = leavingOperationsOf(belongings);
