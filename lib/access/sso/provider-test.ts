import { invalid } from '#lib/platform/errors.ts';
import { algorithms, countKeys, discover } from './protocol.ts';
import { SsoRefusal } from './refusal.ts';
import type { Findings } from './schema.ts';

/**
 * What a provider says of itself, as far as it matters here, with remarks on what is missing.
 * @throws AppError `invalid` at `issuer`, in words that say what was wrong with the answer.
 */
export async function testProvider(issuer: string): Promise<Findings> {
  try {
    const server = await discover(issuer);
    const keys = await countKeys(server, issuer);
    const findings = {
      issuer: server.issuer,
      authorizationEndpoint: String(server.authorization_endpoint),
      tokenEndpoint: String(server.token_endpoint),
      algorithms: server.id_token_signing_alg_values_supported ?? algorithms,
      scopes: server.scopes_supported ?? [],
      claims: server.claims_supported ?? [],
      pkce: server.code_challenge_methods_supported?.includes('S256') ?? false,
      namesIssuer: server.authorization_response_iss_parameter_supported === true,
      keys,
    };
    return { ...findings, remarks: remarksOn(findings) };
  } catch (error) {
    if (!(error instanceof SsoRefusal)) throw error;
    throw invalid('issuer', `This cannot be used: ${error.detail.replace(/\.$/, '')}.`);
  }
}

function remarksOn({ algorithms: signs, scopes, claims, pkce, keys }: Omit<Findings, 'remarks'>): string[] {
  const remarks: [boolean, string][] = [
    [signs.length === 0, 'It signs by no algorithm that is taken here: nobody could sign in.'],
    [keys === 0, 'It publishes no keys: nobody could sign in.'],
    [!pkce, 'It does not say that it knows PKCE with S256. Gatehouse asks for it in any case.'],
    [scopes.length > 0 && !scopes.includes('email'), 'It does not offer the scope “email”: mail addresses may be missing.'],
    [
      claims.length > 0 && !claims.includes('email_verified'),
      'It does not say whether mail addresses are verified. Accounts are made only for verified ones, unless you trust its addresses.',
    ],
  ];
  return remarks.flatMap(([holds, text]) => (holds ? [text] : []));
}
