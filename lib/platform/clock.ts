/** The present moment. Rules never read it: whoever calls a rule passes the time in. */
export const now = (): Date => new Date();
