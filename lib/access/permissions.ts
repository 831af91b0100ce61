/**
 * Who may do what: one table, role × permission × scope. Everything that asks — a page, a procedure, the scope of a query — asks
 * policy.ts, and policy.ts reads this. Browser-safe: no Zod, no I/O.
 */
import type { Kind } from './kinds.ts';

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
  'view.share': 'Share saved views with everyone',
  'audit.read': 'Read the audit log',
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

const reading = ['asset.read', 'asset.export'] as const satisfies Permission[];
const tradeWriting = [
  'asset.create',
  'asset.edit',
  'asset.retire',
  'asset.import',
  'version.register',
  'lineage.edit',
] as const satisfies Permission[];

/** In the whole organisation: every team, every kind. */
export const organisationGrants: Record<OrganisationRole, readonly Permission[]> = {
  admin: [...reading, ...tradeWriting, 'asset.move', 'view.share', 'audit.read'],
  security: [...reading, ...tradeWriting, 'view.share', 'audit.read'],
  auditor: [...reading, 'audit.read'],
  member: [],
};

/** In one team. */
export const teamGrants: Record<TeamRole, readonly Permission[]> = {
  lead: [...reading, ...tradeWriting, 'asset.move', 'view.share'],
  data_scientist: [...reading, ...tradeWriting],
  ml_engineer: [...reading, ...tradeWriting],
  developer: [...reading, ...tradeWriting],
  cloud_admin: [...reading, ...tradeWriting],
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

/** Permissions that are about reading or not about an asset: a trade's kinds do not cut them. */
export const kindFree: ReadonlySet<Permission> = new Set(['asset.read', 'asset.export', 'view.share', 'audit.read']);
