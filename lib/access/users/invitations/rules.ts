/** Reads what a person pastes to invite others: a list of addresses, or a CSV with a head. Pure; judged afterwards by who invites. */
import { parse } from 'csv-parse/sync';

/** One line as it was written: nothing is known yet about whether it can be. */
export type WrittenInvitee = { line: number; name: string; email: string; role: string; team: string; teamRole: string };

/** The columns of a CSV, by what people call them. */
const columns: Record<keyof Omit<WrittenInvitee, 'line'>, readonly string[]> = {
  name: ['name', 'full name', 'person'],
  email: ['email', 'e-mail', 'mail', 'email address', 'address'],
  role: ['role', 'organisation role', 'organization role', 'org role'],
  team: ['team'],
  teamRole: ['team role', 'role in team', 'teamrole', 'team_role'],
};

const headOf = (text: string) => text.slice(0, text.search(/[\r\n]|$/));
const columnOf = (head: string) =>
  (Object.keys(columns) as (keyof typeof columns)[]).find((name) => columns[name].includes(head.trim().toLowerCase()));

/** The delimiter that splits the first line into known heads, the address among them; null where it is no CSV. */
function delimiterOf(text: string): string | null {
  const head = headOf(text);
  if (head.includes('@')) return null;
  return [',', ';', '\t'].find((each) => head.split(each).some((cell) => columnOf(cell.replace(/^\s*"|"\s*$/g, '')) === 'email')) ?? null;
}

/**
 * The people of a text, by line. A text whose first line names the columns is a CSV; any other is a list of "Name <mail>" or mail, one a line
 * or parted by commas or semicolons.
 * @throws Error in words for people when a CSV cannot be read
 */
export function readInvitees(text: string): WrittenInvitee[] {
  const plain = text.replace(/^\uFEFF/, '').trimStart();
  const delimiter = delimiterOf(plain);
  return delimiter ? readCsv(plain, delimiter) : readList(plain);
}

function readCsv(text: string, delimiter: string): WrittenInvitee[] {
  type Read = { record: string[]; info: { lines: number } };
  const read = parse(text, { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as unknown as Read[];
  const [head, ...rows] = read;
  const names = head?.record.map(columnOf) ?? [];
  const empty = { name: '', email: '', role: '', team: '', teamRole: '' };
  return rows.map(({ record, info }) => {
    const cells = names.flatMap((name, at) => (name ? [[name, record[at] ?? '']] : []));
    return { ...empty, ...Object.fromEntries(cells), line: info.lines };
  });
}

/** Parted at commas, semicolons and line ends, though not within quotes or angle brackets: "Doe, Jane" <jane@example.org> is one. */
function readList(text: string): WrittenInvitee[] {
  return text.split(/\r?\n/).flatMap((written, at) =>
    piecesOf(written)
      .map((piece) => piece.trim())
      .filter(Boolean)
      .map((piece) => ({ line: at + 1, role: '', team: '', teamRole: '', ...nameAndMail(piece) })),
  );
}

/** One pass, however many quotes and brackets are never closed: an expression would look for the end of each anew. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  const [lastQuote, lastBracket] = [line.lastIndexOf('"'), line.lastIndexOf('>')];
  let from = 0;
  for (let at = 0; at <= line.length; at += 1) {
    const sign = line[at];
    if (sign === '"' && at < lastQuote) at = line.indexOf('"', at + 1);
    else if (sign === '<' && at < lastBracket) at = line.indexOf('>', at);
    else if (sign === undefined || sign === ',' || sign === ';') {
      pieces.push(line.slice(from, at));
      from = at + 1;
    }
  }
  return pieces;
}

/** "Name <mail>", the name in quotes or not; anything else is taken for the mail, to be judged. */
function nameAndMail(piece: string): { name: string; email: string } {
  const plain = { name: '', email: piece };
  const open = piece.lastIndexOf('<');
  if (open < 0 || !piece.endsWith('>')) return plain;
  const before = piece.slice(0, open).trim();
  const name = before.slice(before.startsWith('"') ? 1 : 0, before.length > 1 && before.endsWith('"') ? -1 : undefined);
  const email = piece.slice(open + 1, -1);
  return /["<]/.test(name) || email.includes('>') ? plain : { name: name.trim(), email: email.trim() };
}

/** A name to begin with, from the mailbox: "mara.oh@example.org" is "Mara Oh" until she says otherwise. */
export function provisionalName(email: string): string {
  const words = (email.split('@')[0] ?? '')
    .replace(/\+.*$/, '')
    .split(/[._-]+/)
    .filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email;
}
