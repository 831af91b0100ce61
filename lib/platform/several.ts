import { z } from 'zod';
import { splitValues } from './values.ts';

/** Several values of a filter in one query parameter, separated by commas as in a list's URL: "any of these". */
export const several = <T extends z.ZodType<unknown, string>>(each: T) =>
  z.string().max(4000).transform(splitValues).pipe(z.array(each).max(100, 'at most 100 values'));
