/** The five kinds of asset. They stand here because a trade's rights are cut by them; everything else about assets is in assets/. */
export const kinds = ['dataset', 'model', 'pipeline', 'infrastructure', 'repository'] as const;
export type Kind = (typeof kinds)[number];
