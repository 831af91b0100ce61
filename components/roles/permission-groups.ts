/** The rights in the order and groups in which one chooses them. */
import type { Permission } from '#lib/access/permissions.ts';

export const permissionGroups: readonly { label: string; permissions: readonly Permission[] }[] = [
  {
    label: 'Assets',
    permissions: [
      'asset.read',
      'asset.export',
      'asset.create',
      'asset.edit',
      'asset.retire',
      'asset.move',
      'asset.import',
      'version.register',
      'lineage.edit',
      'view.share',
    ],
  },
  {
    label: 'Risk',
    permissions: ['risk.assess', 'safeguard.edit', 'safeguard.verify', 'signal.raise', 'acceptance.decide', 'catalogue.manage'],
  },
  {
    label: 'Reviews and gates',
    permissions: ['review.request', 'review.decide', 'review.manage', 'asset.promote', 'waiver.decide', 'template.manage'],
  },
  { label: 'Teams and access', permissions: ['team.manage', 'member.manage', 'role.manage', 'access.explain', 'service.manage'] },
  {
    label: 'People, log and settings',
    permissions: ['person.read', 'person.manage', 'audit.read', 'audit.export', 'webhook.manage', 'settings.manage'],
  },
];
