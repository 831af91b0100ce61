import type { Mapping } from '#lib/access/sso/rules.ts';
import type { Provider } from '#lib/access/sso/schema.ts';

export type ProviderValues = {
  key: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  groupsClaim: string;
  enabled: boolean;
  createsPeople: boolean;
  trustsMail: boolean;
  enforcesSecondFactor: boolean;
  mappings: readonly Mapping[];
};

export const labels: Record<keyof ProviderValues, string> = {
  key: 'Identifier',
  name: 'Name',
  issuer: 'Issuer',
  clientId: 'Client ID',
  clientSecret: 'Client secret',
  scopes: 'Scopes',
  groupsClaim: 'Groups claim',
  enabled: 'On',
  createsPeople: 'Creates accounts',
  trustsMail: 'Trusted mail addresses',
  enforcesSecondFactor: 'Second factor',
  mappings: 'Mappings',
};

/** What is believed of a provider, each with its consequence. */
export const rules = [
  {
    name: 'createsPeople',
    label: 'Create accounts automatically',
    hint: 'With the role of a member, in no team, unless a mapping gives more. Off, people link their identity themselves or come by an invitation.',
  },
  {
    name: 'trustsMail',
    label: 'Trust its email addresses as verified',
    hint: 'For a provider that does not say whether an address is. Nobody gets an account by an address that is not.',
  },
  {
    name: 'enforcesSecondFactor',
    label: 'It enforces a second factor',
    hint: 'Then Gatehouse asks those who come through it for none.',
  },
] as const;

/** The form of a provider as it stands, or of a new one. A secret is never shown. */
export function initialValues(provider?: Provider): ProviderValues {
  return {
    key: provider?.key ?? '',
    name: provider?.name ?? '',
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    scopes: provider?.scopes ?? 'openid profile email',
    groupsClaim: provider?.groupsClaim ?? '',
    enabled: provider?.enabled ?? true,
    createsPeople: provider?.createsPeople ?? false,
    trustsMail: provider?.trustsMail ?? false,
    enforcesSecondFactor: provider?.enforcesSecondFactor ?? false,
    mappings: provider?.mappings ?? [],
  };
}

/** What is missing, before anything is sent. */
export function checkProvider(values: ProviderValues, { isNew, fixed }: { isNew: boolean; fixed: boolean }): Record<string, string> {
  const wrong: [boolean, string, string][] = [
    [!fixed && values.name.trim() === '', 'name', 'Enter a name.'],
    [isNew && values.key === '', 'key', 'Enter a word for the redirect URI.'],
    [!fixed && values.issuer.trim() === '', 'issuer', 'Enter the issuer.'],
    [!fixed && values.clientId.trim() === '', 'clientId', 'Enter the client ID.'],
    [isNew && values.clientSecret === '', 'clientSecret', 'Enter the client secret.'],
    ...values.mappings.flatMap((mapping, at): [boolean, string, string][] => [
      [mapping.group.trim() === '', `mappings.${at}.group`, 'Enter a group.'],
      [mapping.role === '', `mappings.${at}.role`, 'Choose a role.'],
    ]),
  ];
  return Object.fromEntries(wrong.flatMap(([holds, name, text]) => (holds ? [[name, text]] : [])));
}
