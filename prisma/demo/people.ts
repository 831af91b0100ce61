/** Who works at the demonstration bank, what they may do in the organisation and in which teams. */
import type { OrganisationRole, TeamRole } from '#lib/access/permissions.ts';
import type { TeamKey } from './teams.ts';

export type DemoPerson = {
  name: string;
  email: string;
  timeZone: string;
  orgRole: OrganisationRole;
  teams: Partial<Record<TeamKey, TeamRole>>;
  daysAgo: number;
  /** Left the bank so many days ago: cannot sign in, and what they owned still bears their name. */
  left?: number;
  /** Was invited so many days ago, and has not joined. */
  invited?: number;
  /** Was last seen so many days ago; a day or few where nothing is said. */
  seen?: number;
};

const person = (
  name: string,
  mailbox: string,
  timeZone: string,
  daysAgo: number,
  teams: DemoPerson['teams'],
  orgRole: OrganisationRole = 'member',
): DemoPerson => ({ name, email: `${mailbox}@wrenfieldbank.example`, timeZone, daysAgo, teams, orgRole });

export const people = {
  ingrid: person('Ingrid Solheim', 'ingrid.solheim', 'Europe/Oslo', 745, {}, 'admin'),

  priya: person('Priya Raghunathan', 'priya.raghunathan', 'Europe/London', 741, {}, 'security'),
  mateus: person('Mateus Carvalho', 'mateus.carvalho', 'Europe/Lisbon', 512, {}, 'security'),
  tomasz: person('Tomasz Wilk', 'tomasz.wilk', 'Europe/Warsaw', 266, {}, 'security'),
  abena: person('Abena Owusu', 'abena.owusu', 'Europe/London', 688, {}, 'auditor'),
  lucien: { ...person('Lucien Favre', 'lucien.favre', 'Europe/Zurich', 190, {}, 'auditor'), seen: 96 },

  dana: person('Dana Whitcombe', 'dana.whitcombe', 'Europe/London', 738, { 'fraud-analytics': 'lead' }),
  yusuf: person('Yusuf Demir', 'yusuf.demir', 'Europe/Istanbul', 702, { 'fraud-analytics': 'data_scientist' }),
  hana: person('Hana Kobayashi', 'hana.kobayashi', 'Europe/London', 433, { 'fraud-analytics': 'data_scientist' }),
  callum: person('Callum Reid', 'callum.reid', 'Europe/London', 655, { 'fraud-analytics': 'ml_engineer', 'ml-platform': 'developer' }),
  nadia: person('Nadia Haddad', 'nadia.haddad', 'Europe/Paris', 381, { 'fraud-analytics': 'developer' }),

  oluwaseun: person('Oluwaseun Adeyemi', 'oluwaseun.adeyemi', 'Europe/London', 735, { 'credit-risk': 'lead' }),
  marta: person('Marta Lindqvist', 'marta.lindqvist', 'Europe/Stockholm', 730, { 'credit-risk': 'data_scientist' }),
  rafael: person('Rafael Ortega', 'rafael.ortega', 'Europe/Madrid', 344, { 'credit-risk': 'data_scientist' }),
  siobhan: person('Siobhán Kearney', 'siobhan.kearney', 'Europe/Dublin', 618, { 'credit-risk': 'ml_engineer' }),
  petra: {
    ...person('Petra Nováková', 'petra.novakova', 'Europe/Prague', 560, { 'credit-risk': 'viewer', 'fraud-analytics': 'viewer' }),
    seen: 41,
  },
  yasmin: { ...person('Yasmin Osei', 'yasmin.osei', 'Europe/London', 3, { 'credit-risk': 'data_scientist' }), invited: 3 },

  leila: person('Leila Farahani', 'leila.farahani', 'Europe/London', 420, { 'customer-assistant': 'lead' }),
  jonas: person('Jonas Becker', 'jonas.becker', 'Europe/Berlin', 415, { 'customer-assistant': 'ml_engineer' }),
  thandiwe: person('Thandiwe Mokoena', 'thandiwe.mokoena', 'Africa/Johannesburg', 308, {
    'customer-assistant': 'ml_engineer',
    'ml-platform': 'ml_engineer',
  }),
  chiara: person('Chiara Romano', 'chiara.romano', 'Europe/Rome', 404, { 'customer-assistant': 'data_scientist' }),
  minh: person('Minh Trần', 'minh.tran', 'Europe/Paris', 157, { 'customer-assistant': 'developer' }),

  eleanor: person('Eleanor Finch', 'eleanor.finch', 'Europe/London', 611, { 'marketing-personalisation': 'lead' }),
  arjun: person('Arjun Mehta', 'arjun.mehta', 'Asia/Kolkata', 597, {
    'marketing-personalisation': 'data_scientist',
    'credit-risk': 'viewer',
  }),
  sofia: person('Sofia Petrenko', 'sofia.petrenko', 'Europe/Kyiv', 402, { 'marketing-personalisation': 'ml_engineer' }),
  gregor: {
    ...person('Gregor Hallam', 'gregor.hallam', 'Europe/London', 604, { 'marketing-personalisation': 'data_scientist' }),
    left: 133,
  },

  aroha: person('Aroha Ngata', 'aroha.ngata', 'Europe/London', 742, { 'ml-platform': 'lead' }),
  samuel: person('Samuel Okafor', 'samuel.okafor', 'Africa/Lagos', 690, {
    'ml-platform': 'cloud_admin',
    'customer-assistant': 'cloud_admin',
  }),
  wei: person('Wei Zhang', 'wei.zhang', 'Asia/Singapore', 530, { 'ml-platform': 'ml_engineer' }),
  felix: person('Felix Brandt', 'felix.brandt', 'Europe/Berlin', 275, { 'ml-platform': 'developer', 'credit-risk': 'developer' }),
};
export type PersonKey = keyof typeof people;

/** The five through whose eyes a newcomer may look (`--demo-logins`). */
export const personas = [
  { persona: 'administrator', person: 'ingrid' },
  { persona: 'security analyst', person: 'mateus' },
  { persona: 'team lead', person: 'dana' },
  { persona: 'data scientist', person: 'yusuf' },
  { persona: 'auditor', person: 'abena' },
] as const satisfies { persona: string; person: PersonKey }[];
