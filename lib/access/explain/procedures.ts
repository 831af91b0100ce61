import { operation } from '../procedure.ts';
import { type AssetLookup, explainPrincipal, findPrincipals, listHolders } from './queries.ts';
import { Explanation, ExplanationInput, FoundPrincipals, Holders, HoldersInput, PrincipalSearch } from './schema.ts';

const tag = 'Access';

/** @param findAsset tells what an asset's id stands for: assets are a higher domain, and lib/composition.ts puts the two together */
export const explainOperations = (findAsset: AssetLookup) => ({
  explain: operation(
    'GET /access/explanations',
    {
      permission: 'signed-in',
      tag,
      summary: 'What somebody may do to an asset or in a team, through what, and why not the rest',
      input: ExplanationInput,
      output: Explanation,
    },
    ({ actor, input }) => explainPrincipal(actor, input, findAsset),
  ),
  principals: operation(
    'GET /access/principals',
    {
      permission: 'access.explain',
      tag,
      summary: 'Find people and service accounts by name, to explain what they may do; at most 20',
      input: PrincipalSearch,
      output: FoundPrincipals,
    },
    async ({ actor, input }) => ({ principals: await findPrincipals(actor, input.q) }),
  ),
  holders: operation(
    'GET /access/holders',
    {
      permission: 'access.explain',
      tag,
      summary: 'Everyone who holds a permission on an asset or in a team, and through what',
      input: HoldersInput,
      output: Holders,
    },
    ({ actor, input }) => listHolders(actor, input, findAsset),
  ),
});
