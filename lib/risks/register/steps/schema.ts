/** The steps of a score as they are answered: ../../scoring/rules.ts makes them, components/risks says them in words. */
import { z } from 'zod';
import { DataClass, Exposure } from '#lib/assets/schema.ts';
import { safeguardStates } from '../../scoring/rules.ts';

const Of = z.enum(['likelihood', 'impact']);
/** Likelihood and impact as they are after the step; null as long as nothing has been said of one. */
const values = { likelihood: z.number().int().nullable(), impact: z.number().int().nullable() };

export const RiskStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('base'), threat: z.string(), base: z.number().int(), ...values }),
  z.strictObject({ step: z.literal('exposure'), exposure: Exposure, shift: z.number().int(), ...values }),
  z.strictObject({ step: z.literal('criticality'), criticality: z.number().int(), ...values }),
  z.strictObject({ step: z.literal('data-class'), dataClass: DataClass, atLeast: z.number().int(), ...values }),
  z.strictObject({ step: z.literal('override'), of: Of, computed: z.number().int(), set: z.number().int(), ...values }),
  z.strictObject({
    step: z.literal('control'),
    control: z.string(),
    state: z.enum(safeguardStates),
    reduces: Of,
    strength: z.number().int(),
    full: z.number().int(),
    taken: z.number().int(),
    limit: z.enum(['cap', 'floor']).nullable(),
    ...values,
  }),
  z.strictObject({ step: z.literal('signal'), floor: z.number().int(), ...values }),
  z.strictObject({ step: z.literal('matrix'), inherent: z.number().int(), residual: z.number().int(), ...values }),
]);
export type RiskStep = z.infer<typeof RiskStep>;
