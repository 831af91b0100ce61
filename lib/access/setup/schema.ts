/** The first administrator, made once through a link that the start of Gatehouse prints. */
import { z } from 'zod';
import { NewPerson } from '../users/schema.ts';

export const Setup = NewPerson.extend({ token: z.string('Open the link that the start printed.').min(1).max(200) });
export type Setup = z.output<typeof Setup>;
