import * as oauth from 'oauth4webapi';
import { Unreachable } from '#lib/platform/outgoing.ts';
import { SsoRefusal } from './refusal.ts';

/** What a fault of the protocol means for the person, with the fault itself for the log. Faults of ours pass as they are. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof Unreachable) return new SsoRefusal('unreachable', error.message, { cause: error });
  if (error instanceof oauth.AuthorizationResponseError) return ofAuthorization(error);
  if (error instanceof oauth.ResponseBodyError) {
    const reason = error.error === 'invalid_grant' ? 'used' : 'misconfigured';
    return new SsoRefusal(reason, `the token endpoint answered ${word(error.error)}`, { cause: error });
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return new SsoRefusal('misconfigured', `the provider answered ${error.status} and asks for credentials`, { cause: error });
  if (error instanceof oauth.OperationProcessingError) {
    const { status, attribute } = (error.cause ?? {}) as { status?: number; attribute?: string };
    if (typeof status === 'number' && status >= 500)
      return new SsoRefusal('unreachable', `the provider answered ${status}`, { cause: error });
    const unreadable: readonly unknown[] = [
      oauth.RESPONSE_IS_NOT_CONFORM,
      oauth.RESPONSE_IS_NOT_JSON,
      oauth.PARSE_ERROR,
      oauth.JSON_ATTRIBUTE_COMPARISON,
    ];
    const detail = typeof status === 'number' ? `the provider answered ${status}` : error.message;
    const setUp = unreadable.includes(error.code) && attribute !== 'sub';
    return new SsoRefusal(setUp ? 'misconfigured' : 'untrusted', detail, { cause: error });
  }
  if (error instanceof oauth.UnsupportedOperationError) return new SsoRefusal('untrusted', error.message, { cause: error });
  return error;
}

/** The words of RFC 6749 and OpenID Connect for "the person, or the provider's own rules, said no". */
const declined = new Set(['access_denied', 'login_required', 'interaction_required', 'consent_required', 'account_selection_required']);

function ofAuthorization(error: oauth.AuthorizationResponseError): SsoRefusal {
  if (declined.has(error.error)) return new SsoRefusal('cancelled', `the provider answered ${word(error.error)}`, { cause: error });
  const down = ['server_error', 'temporarily_unavailable'].includes(error.error);
  return new SsoRefusal(down ? 'unreachable' : 'misconfigured', `the provider answered ${word(error.error)}`, { cause: error });
}

/** A code of an error as the standards write it; anything else is not repeated. */
const word = (code: string) => (/^[a-z_]{1,60}$/.test(code) ? code : 'with an error');
