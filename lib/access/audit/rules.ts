/** The vocabulary of the audit log, for people: a sentence for every event, words for what it is about and for its fields. Browser-safe. */
import { builtInRoles, permissions } from '../permissions.ts';

/** What somebody did, after their name; {target} stands where the thing is named. Every event that the code records has its sentence here. */
export const sentences: Readonly<Record<string, string>> = {
  'asset.registered': 'registered {target}',
  'asset.edited': 'edited {target}',
  'asset.moved': 'moved {target} to another team',
  'asset.received': 'moved {target} here from another team',
  'asset.retired': 'retired {target}',
  'asset.restored': 'restored {target}',
  'version.registered': 'registered a version of {target}',
  'lineage.recorded': 'recorded where {target} comes from or goes to',
  'lineage.removed': 'removed lineage of {target}',
  'risk.assessed': 'assessed {target}',
  'risk.reassessed': 'confirmed the assessment of {target}',
  'risk.treated': 'chose the treatment of {target}',
  'risk.assigned': 'set the owner of {target}',
  'risk.scheduled': 'set the due date of {target}',
  'risk.edited': 'edited {target}',
  'risk.restored': 'took back a change of {target}',
  'risks.exported': 'exported the register of risks',
  'acceptance.requested': 'asked for the acceptance of {target}',
  'acceptance.granted': 'granted the acceptance of {target}',
  'acceptance.refused': 'refused the acceptance of {target}',
  'acceptance.withdrawn': 'withdrew the request for the acceptance of {target}',
  'acceptance.revoked': 'revoked the acceptance of {target}',
  'acceptance.decided': 'decided on the acceptance of {target}',
  'acceptance.ended': 'ended the acceptance of {target}',
  'acceptance.ending': 'reminded people that the acceptance of {target} ends soon',
  'acceptance.noticed': 'told people that the acceptance of {target} ends soon',
  'acceptances.exported': 'exported the list of acceptances',
  'approval.given': 'completed the approval of {target}',
  'approval.staled': 'made an approval of {target} stale',
  'review.staled': 'made {target} stale',
  'signal.raised': 'raised the signal {target}',
  'signal.cleared': 'cleared the signal {target}',
  'inventory.exported': 'exported the inventory',
  'audit.exported': 'exported the audit log',
  'people.exported': 'exported the list of people',
  'import.uploading': 'began to upload {target}',
  'import.uploaded': 'uploaded {target}',
  'import.mapped': 'had {target} read',
  'import.previewed': 'had a preview of {target} made',
  'import.configured': 'chose how to read {target}',
  'import.reread': 'had {target} read again',
  'import.decided': 'decided on rows of {target}',
  'import.progressed': 'went on with {target}',
  'import.confirmed': 'confirmed {target}',
  'import.applied': 'applied {target}',
  'import.failed': 'could not finish {target}',
  'import.discarded': 'discarded {target}',
  'import.expired': 'let {target} expire',
  'import.cleaned': 'cleaned up after {target}',
  'safeguard.added': 'planned {target}',
  'safeguard.edited': 'edited {target}',
  'safeguard.implemented': 'implemented {target}',
  'safeguard.verified': 'verified {target}',
  'safeguard.unverified': 'took the verification of {target} back',
  'safeguard.reopened': 'planned {target} again',
  'safeguard.excluded': 'set {target} aside as not applicable',
  'safeguard.inherited': 'let {target} follow another',
  'safeguard.released': 'ended what {target} inherits',
  'safeguard.followed': 'moved {target} with what it inherits from',
  'safeguard.disinherited': 'ended what {target} inherits, with what that rested on',
  'safeguard.removed': 'removed {target}',
  'safeguards.exported': 'exported the list of safeguards',
  'evidence.added': 'added evidence to {target}',
  'evidence.removed': 'removed evidence of {target}',
  'comment.added': 'commented on {target}',
  'comment.edited': 'edited a comment on {target}',
  'comment.removed': 'removed a comment on {target}',
  'file.attached': 'attached a file to {target}',
  'file.detached': 'took a file of {target} away',
  'user.created': 'created the account of {target}',
  'user.invited': 'invited {target}',
  'user.joined': 'saw {target} join by single sign-on',
  'user.edited': 'edited {target}',
  'user.role_changed': 'changed the organisation role of {target}',
  'user.deactivated': 'deactivated {target}',
  'user.reactivated': 'reactivated {target}',
  'user.erased': 'erased the personal data of {target}',
  'invitation.renewed': 'renewed the invitation of {target}',
  'invitation.accepted': 'accepted the invitation as {target}',
  'invitation.cancelled': 'cancelled the invitation of {target}',
  'password.changed': 'changed the password of {target}',
  'password.reset': 'set a new password for {target} by a link',
  'password.reset_started': 'started a password reset for {target}',
  'password.reset_asked': 'asked for a password reset for {target}',
  'session.started': 'signed in',
  'session.ended': 'ended {target}',
  'session.refused': 'was refused at sign-in',
  'session.confirmed': 'confirmed who they are',
  'session.new_browser': 'signed in from a browser not seen before',
  'confirmation.refused': 'could not confirm who they are',
  'factor.added': 'added a second factor to {target}',
  'factor.removed': 'removed a second factor of {target}',
  'factor.renamed': 'renamed a second factor of {target}',
  'factors.reset': 'reset the second factors of {target}',
  'recovery_codes.made': 'created new recovery codes for {target}',
  'recovery_code.used': 'used a recovery code of {target}',
  'identity.linked': 'linked single sign-on to {target}',
  'identity.unlinked': 'unlinked single sign-on from {target}',
  'identity.used': 'signed in by single sign-on as {target}',
  'provider.added': 'added a provider of single sign-on',
  'provider.changed': 'changed the provider of single sign-on',
  'provider.removed': 'removed the provider of single sign-on',
  'settings.changed': 'changed the settings of the organisation',
  'team.created': 'created the team {target}',
  'team.edited': 'edited the team {target}',
  'team.renamed': 'renamed the team {target}',
  'team.archived': 'archived the team {target}',
  'team.unarchived': 'restored the team {target}',
  'membership.granted': 'gave a role in a team to {target}',
  'membership.changed': 'changed the role in a team of {target}',
  'membership.ended': 'ended the membership of {target}',
  'membership.expiring': 'reminded {target} that a membership ends soon',
  'membership.expired': 'expired a membership of {target}',
  'role.created': 'created the role {target}',
  'role.changed': 'changed the role {target}',
  'role.retired': 'retired the role {target}',
  'role.restored': 'restored the role {target}',
  'access.requested': 'asked for access',
  'access.withdrawn': 'withdrew a request for access',
  'access.decided': 'decided on a request for access',
  'access.approved': 'approved a request for access',
  'access.refused': 'refused a request for access',
  'token.made': 'created the token {target}',
  'token.revoked': 'revoked the token {target}',
  'service_account.created': 'created the service account {target}',
  'service_account.edited': 'edited the service account {target}',
  'service_account.deactivated': 'deactivated the service account {target}',
  'service_account.reactivated': 'reactivated the service account {target}',
  'view.created': 'saved the view {target}',
  'view.saved': 'saved the view {target}',
  'view.edited': 'edited the view {target}',
  'view.deleted': 'deleted the view {target}',
  'demonstration.loaded': 'loaded the demonstration organisation',
  'demonstration.logins_enabled': 'enabled the demonstration sign-ins',
  'demonstration.logins_disabled': 'disabled the demonstration sign-ins',
  'catalogue.installed': 'installed the built-in catalogue',
  'catalogue.changed': 'changed the catalogue',
  'catalogue.updated': 'applied a newer built-in catalogue',
  'catalogue.imported': 'imported a file into the catalogue',
  'threat.added': 'added the threat {target}',
  'threat.edited': 'edited the threat {target}',
  'threat.switched_off': 'switched off the threat {target}',
  'threat.switched_on': 'switched on the threat {target}',
  'control.added': 'added the control {target}',
  'control.edited': 'edited the control {target}',
  'control.switched_off': 'switched off the control {target}',
  'control.switched_on': 'switched on the control {target}',
  'framework.added': 'added the framework {target}',
  'framework.edited': 'edited the framework {target}',
  'framework.switched_off': 'switched off the framework {target}',
  'framework.switched_on': 'switched on the framework {target}',
  'mitigation.edited': 'set how much {target} takes off threats',
  'matrix.edited': 'edited the matrix of levels',
  'validity.edited': 'set how long assessments hold',
  'first_administrator.link_issued': 'issued the link for the first administrator',
};

/** A sentence for every event; for one that is not known, its name in words. */
export const sentenceOf = (event: string): string => sentences[event] ?? `${event.replace(/[._]/g, ' ')}: {target}`;

/** The event as a choice: "Registered an asset" becomes "asset registered". */
export function eventLabel(event: string): string {
  const text = event.replace(/[._]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const targetLabels: Readonly<Record<string, string>> = {
  asset: 'Asset',
  user: 'Person',
  team: 'Team',
  role: 'Role',
  import: 'Import',
  session: 'Session',
  token: 'Token',
  service_account: 'Service account',
  access_request: 'Request for access',
  identity: 'Single sign-on identity',
  settings: 'Settings',
  view: 'Saved view',
  inventory: 'Inventory',
  risk: 'Risk',
  risks: 'Register of risks',
  acceptance: 'Acceptance of a risk',
  acceptances: 'List of acceptances',
  signal: 'Signal',
  review: 'Review',
  people: 'List of people',
  safeguard: 'Safeguard',
  safeguards: 'List of safeguards',
  audit: 'Audit log',
  membership: 'Membership',
  invitation: 'Invitation',
  demonstration: 'Demonstration organisation',
  one_time_link: 'One-time link',
  catalogue: 'Catalogue',
  threat: 'Threat',
  control: 'Control',
  framework: 'Framework',
};

export const targetLabel = (type: string): string => targetLabels[type] ?? eventLabel(type);

/** The page of a thing, where it has one. */
export function targetHref(type: string, id: string | null): string | null {
  if (!id) return null;
  const rooms: Record<string, string> = {
    asset: '/assets',
    risk: '/risks',
    acceptance: '/acceptances',
    safeguard: '/safeguards',
    user: '/people',
    team: '/teams',
    role: '/roles',
    import: '/imports',
  };
  const room = rooms[type];
  return room ? `${room}/${id}` : null;
}

const fieldLabels: Readonly<Record<string, string>> = {
  setLikelihood: 'Likelihood by hand',
  setImpact: 'Impact by hand',
  setReason: 'Reason',
  assessedUntil: 'Assessment holds until',
  dueAt: 'Due',
  target: 'Target level',
  ownerId: 'Owner',
  teamId: 'Team',
  userId: 'Person',
  orgRole: 'Organisation role',
  dataClass: 'Data class',
  userAgent: 'Browser',
  emailSha256: 'SHA-256 of the email address',
  email: 'Email address',
  timeZone: 'Time zone',
  expiresAt: 'Expires',
  until: 'Until',
  why: 'Reason',
  rootDigest: 'Root digest',
  upstream: 'Versions upstream',
  validUntil: 'Valid until',
  fileCount: 'Files',
  totalBytes: 'Bytes',
  copyOf: 'Copy of',
  sha256: 'SHA-256',
  purl: 'Package URL',
};

/** "dataClass" as "Data class", "file_name" as "File name". */
export function fieldLabel(field: string): string {
  const known = fieldLabels[field];
  if (known) return known;
  const words = field
    .replace(/Ids?$/, '')
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as a person reads it: names instead of ids, lists by commas, members of an object by name; "nothing" where there is none. */
export function valueWords(value: unknown, names: Readonly<Record<string, string>>): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length > 0 ? value.map((each) => valueWords(each, names)).join(', ') : 'nothing';
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, each]) => `${fieldLabel(name)}: ${valueWords(each, names)}`)
      .join('; ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  return names[text] ?? text;
}

/** Fields that hold permissions and keys of roles. */
const rightFields = new Set(['role', 'orgRole', 'permissions', 'scopes', 'copiedFrom', 'requiredFor']);
const rightWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(builtInRoles.map(({ key, name }) => [key, name])),
  ...permissions,
};

/** The value of a field in words: permissions and built-in roles as the interface names them. */
export const fieldWords = (field: string, value: unknown, names: Readonly<Record<string, string>>): string =>
  valueWords(value, rightFields.has(field) ? { ...rightWords, ...names } : names);

/** What the filters of time offer: so many days back from now. */
export const daysBack = /^(\d{1,4})d$/;

/** A time that a filter names: a day, a time, or so many days back. Of a day, its beginning; `end`: the beginning of the next. */
export function momentOf(text: string, now: Date, end = false): Date {
  const back = daysBack.exec(text);
  if (back) return new Date(now.getTime() - Number(back[1]) * 86_400_000);
  const at = new Date(text);
  return end && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(at.getTime() + 86_400_000) : at;
}

/** Totals are exact up to here. */
export const countedExactly = 10_000;

export const facets = ['event', 'actor', 'targetType', 'team'] as const;
export type AuditFacet = (typeof facets)[number];
