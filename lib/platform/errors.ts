/** Everything that may go wrong for a person's reason, and the HTTP status that says it. Anything else is a fault of ours. */
export const errorStatus = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** What a caller may need to mend the request: messages by field, the values as they stand now, seconds to wait, a proof to give. */
export type ErrorDetails = {
  fields?: Record<string, string>;
  current?: Record<string, unknown>;
  retryAfter?: number;
  /** It takes a fresh proof of who is there. */
  confirm?: boolean;
  /** It takes a second factor, which this person has not added yet. */
  enrol?: boolean;
};

/** A refusal that a person can understand and act on. `message` is shown as it is; it never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

export const signInFirst = 'Sign in to go on.';
/** Nobody is signed in: there is no session, or it has ended. */
export const signedOut = () => new AppError('unauthenticated', signInFirst);

/** A thing that is not there, or not for this person: both look alike from outside. */
export const notFound = (noun: string) => new AppError('not_found', `This ${noun} does not exist, or you may not see it.`);

/** Input that was understood and cannot be accepted; `field` names the place to mend. */
export const invalid = (field: string, message: string) => new AppError('invalid', message, { fields: { [field]: message } });
