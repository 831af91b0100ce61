import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { clearByHand, raiseByHand } from './commands.ts';
import { getSignals } from './queries.ts';
import { AssetSignals, Clearing, NewSignal } from './schema.ts';

const tag = 'Signals';
const One = z.strictObject({ id: z.uuid() });

export const signalOperations = {
  list: operation(
    'GET /assets/{id}/signals',
    { permission: 'asset.read', tag, summary: 'List what raises the risks of an asset, and what did', input: One, output: AssetSignals },
    ({ actor, input }) => getSignals(actor, input.id),
  ),
  raise: operation(
    'POST /assets/{id}/signals',
    {
      permission: 'signal.raise',
      tag,
      summary: 'Raise the risks of an asset until it is cleared',
      input: NewSignal,
      output: One,
      status: 201,
    },
    ({ actor, input, context }) => raiseByHand(actor, actOf(context), input),
  ),
  clear: operation(
    'POST /signals/{id}/clear',
    { permission: 'signal.raise', tag, summary: 'Clear a signal that was raised by hand', input: Clearing, output: z.void(), status: 204 },
    ({ actor, input, context }) => clearByHand(actor, actOf(context), input),
  ),
};
