/**
 * Who may do what: one table, role × permission × scope. Everything that asks — a page, a procedure, the scope of a query — asks
 * policy.ts, and policy.ts reads this. Browser-safe: no Zod, no I/O.
 */
import { type Kind, kinds } from './kinds.ts';

/** What can be permitted, each with the sentence that the interface shows. */
export const permissions = {
  'asset.read': 'See assets, their versions and lineage',
  'asset.export': 'Export the inventory',
  'asset.create': 'Register assets',
  'asset.edit': 'Edit assets',
  'asset.retire': 'Retire and restore assets',
  'asset.move': 'Move assets to another team',
  'asset.import': 'Import files into the inventory',
  'version.register': 'Register versions',
  'lineage.edit': 'Record and remove lineage',
  'risk.assess': 'Assess and treat risks, and ask for their acceptance',
  'safeguard.edit': 'Plan and implement controls on assets',
  'safeguard.verify': 'Verify controls that others implemented',
  'signal.raise': 'Raise and clear signals',
  'acceptance.decide': 'Decide whether a risk is accepted',
  'catalogue.manage': 'Change the catalogue of threats and controls',
  'review.request': 'Ask for reviews',
  'review.decide': 'Decide in reviews that they are asked to look at',
  'review.manage': 'Assign, reassign and schedule reviews',
  'template.manage': 'Change review templates, review policies and gates',
  'asset.promote': 'Promote assets to another stage',
  'waiver.decide': 'Decide whether a requirement of a gate is waived',
  'webhook.manage': 'Manage webhooks',
  'view.share': 'Share saved views with everyone',
  'audit.read': 'Read the audit log',
  'audit.export': 'Export the audit log',
  'person.read': 'See people’s accounts, rights and activity',
  'person.manage': 'Invite, change and deactivate people',
  'team.manage': 'Create, rename and archive teams',
  'member.manage': 'Manage the members of teams',
  'role.manage': 'Define custom roles',
  'access.explain': 'See who may do what, and why',
  'service.manage': 'Manage service accounts and their tokens',
  'settings.manage': 'Change the settings of the organisation',
} as const;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];

export const organisationRoles = ['admin', 'security', 'auditor', 'member'] as const;
export type OrganisationRole = (typeof organisationRoles)[number];

export const teamRoles = ['lead', 'data_scientist', 'ml_engineer', 'developer', 'cloud_admin', 'viewer'] as const;
export type TeamRole = (typeof teamRoles)[number];

export const organisationRoleLabels: Record<OrganisationRole, string> = {
  admin: 'Administrator',
  security: 'Security',
  auditor: 'Auditor',
  member: 'Member',
};

export const teamRoleLabels: Record<TeamRole, string> = {
  lead: 'Lead',
  data_scientist: 'Data scientist',
  ml_engineer: 'ML engineer',
  developer: 'Developer',
  cloud_admin: 'Cloud administrator',
  viewer: 'Viewer',
};

/** A set of rights that people hold: in the whole organisation, or in one team. Built in, or made by copying one. */
export type Role = {
  /** A word for a built-in role, a UUID for a custom one. */
  key: string;
  scope: 'organisation' | 'team';
  name: string;
  permissions: readonly Permission[];
  /** The kinds of asset that its write rights cover; reading is never cut by kind. */
  kinds: readonly Kind[];
};

const reading = ['asset.read', 'asset.export'] as const satisfies Permission[];
const tradeWriting = [
  'asset.create',
  'asset.edit',
  'asset.retire',
  'asset.import',
  'version.register',
  'lineage.edit',
  'risk.assess',
  'safeguard.edit',
  'asset.promote',
] as const satisfies Permission[];

const reviewing = ['review.request', 'review.decide'] as const satisfies Permission[];

/** In the whole organisation: every team, every kind. */
export const organisationGrants: Record<OrganisationRole, readonly Permission[]> = {
  admin: permissionNames,
  security: [
    ...reading,
    ...tradeWriting,
    'safeguard.verify',
    'signal.raise',
    'acceptance.decide',
    'catalogue.manage',
    ...reviewing,
    'review.manage',
    'template.manage',
    'waiver.decide',
    'view.share',
    'audit.read',
    'audit.export',
    'person.read',
    'access.explain',
  ],
  auditor: [...reading, 'audit.read', 'audit.export', 'person.read', 'access.explain'],
  member: [],
};

/** In one team. */
export const teamGrants: Record<TeamRole, readonly Permission[]> = {
  lead: [
    ...reading,
    ...tradeWriting,
    'safeguard.verify',
    'signal.raise',
    ...reviewing,
    'review.manage',
    'webhook.manage',
    'asset.move',
    'view.share',
    'member.manage',
    'access.explain',
    'service.manage',
  ],
  data_scientist: [...reading, ...tradeWriting, ...reviewing],
  ml_engineer: [...reading, ...tradeWriting, ...reviewing],
  developer: [...reading, ...tradeWriting, ...reviewing],
  cloud_admin: [...reading, ...tradeWriting, ...reviewing],
  viewer: reading,
};

/** The kinds that a trade's write rights cover; reading is never cut by kind. */
export const tradeKinds: Record<TeamRole, readonly Kind[]> = {
  lead: ['dataset', 'model', 'pipeline', 'infrastructure', 'repository'],
  data_scientist: ['dataset', 'model'],
  ml_engineer: ['model', 'pipeline', 'repository'],
  developer: ['pipeline', 'repository'],
  cloud_admin: ['infrastructure'],
  viewer: [],
};

/** Permissions that are about an asset of some kind and change it: these a role's kinds cut. All others hold for every kind. */
export const cutByKind: ReadonlySet<Permission> = new Set([...tradeWriting, 'asset.move']);

/** What only a person judges: a service account never holds these, whatever its role gives. */
export const forPersons: ReadonlySet<Permission> = new Set([
  'risk.assess',
  'safeguard.verify',
  'acceptance.decide',
  'review.decide',
  'waiver.decide',
]);

/** Every built-in role, in the order in which the interface shows them. */
export const builtInRoles: readonly Role[] = [
  ...organisationRoles.map((key) => ({
    key,
    scope: 'organisation' as const,
    name: organisationRoleLabels[key],
    permissions: organisationGrants[key],
    kinds,
  })),
  ...teamRoles.map((key) => ({
    key,
    scope: 'team' as const,
    name: teamRoleLabels[key],
    permissions: teamGrants[key],
    kinds: tradeKinds[key],
  })),
];

const builtInByKey = new Map(builtInRoles.map((role) => [role.key, role]));

/** The built-in role of this key, if it is one. */
export const findBuiltInRole = (key: string): Role | undefined => builtInByKey.get(key);
