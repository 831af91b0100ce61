/** The command line itself, as a build or a person at a terminal runs it: what it prints, and with which exit code it ends. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveRole, makeAsset, makePerson, makeTeam, makeToken, type TestTeam } from '#lib/access/testing.ts';
import { owner } from '#lib/platform/testing.ts';
import { atTheDoor, gatehouse, type Serving, serve, servePrivately } from './testing.ts';

let folder: string;
let door: Serving;
let team: TestTeam;
let token: string;
const file = (name: string) => join(folder, name);
const signedIn = (more: Record<string, string> = {}) => ({ GATEHOUSE_URL: door.url, GATEHOUSE_TOKEN: token, ...more });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-command-line-'));
  door = await serve(atTheDoor);
  team = await makeTeam({ key: 'fraud', name: 'Fraud analytics' });
  const other = await makeTeam({ key: 'credit', name: 'Credit risk' });
  const person = await makePerson({ name: 'Inês Carvalho', roles: [[team, 'lead']] });
  await giveRole(person, other, 'viewer');
  ({ token } = await makeToken(person));
  await makeAsset(team, { key: 'scorer', name: 'Scorer \u001b[31mred\u001b[0m\nof two lines', kind: 'model' });
  await makeAsset(team, { key: 'twice', name: 'Ours', kind: 'model' });
  await makeAsset(other, { key: 'twice', name: 'Theirs', kind: 'model' });
  await Promise.all(Array.from({ length: 230 }, (_, at) => makeAsset(other, { key: `many-${at}`, kind: 'dataset' })));
});
afterAll(async () => {
  await door.close();
  await rm(folder, { recursive: true });
});

describe('signing in', () => {
  const home = () => ({ XDG_CONFIG_HOME: file('home') });
  const keychain = () => file('home/gatehouse/keychain.json');

  test('a token is asked for, tried, and kept where nobody else may read it; it is forgotten again', async () => {
    const entered = await gatehouse(['login', '--url', door.url], home(), `${token}\n`);
    expect(entered).toMatchObject({ code: 0, out: '' });
    expect(entered.err).toContain('as Inês Carvalho');
    expect(entered.err).not.toContain(token);
    expect((await stat(keychain())).mode & 0o777).toBe(0o600);
    expect((await gatehouse(['whoami'], home())).out).toContain('Inês Carvalho');
    await chmod(keychain(), 0o644);
    const seen = await gatehouse(['whoami'], home());
    expect(seen).toMatchObject({ code: 2, out: '' });
    expect(seen.err).toMatch(/Others may read .*chmod 600/);
    await writeFile(keychain(), '{"url": 7', { mode: 0o600 });
    await chmod(keychain(), 0o600);
    expect((await gatehouse(['whoami'], home())).err).toContain('is damaged. Sign in again');
    expect((await gatehouse(['logout'], home())).out).toContain('forgotten');
    const out = await gatehouse(['whoami'], home());
    expect(out.code).toBe(2);
    expect(out.err).toMatch(/gatehouse login --url/);
  });

  test('a token that is none, one that does not open, and one in the clear to another machine are refused, and nothing is kept', async () => {
    const nowhere = { XDG_CONFIG_HOME: file('other-home') };
    expect((await gatehouse(['login', '--url', door.url], nowhere, 'hunter2')).err).toContain('not a token of Gatehouse');
    const wrong = await gatehouse(['login', '--url', door.url], nowhere, 'gth_abcdefghijklmnopqrstuvwxyz012345678');
    expect(wrong.err).toContain('does not take this token');
    const clear = await gatehouse(['login', '--url', 'http://gatehouse.example.org'], nowhere, token);
    expect(clear.err).toContain('use https://gatehouse.example.org');
    expect([wrong.code, clear.code]).toEqual([2, 2]);
    expect((await gatehouse(['logout'], nowhere)).out).toContain('none');
  });

  test('a token that was kept is never told another server', async () => {
    await gatehouse(['login', '--url', door.url], home(), token);
    const told: (string | undefined)[] = [];
    const stranger = await serve((request, response) => {
      told.push(request.headers.authorization);
      response.writeHead(200).end('{}');
    });
    const ran = await gatehouse(['whoami', '--url', stranger.url], home());
    await stranger.close();
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('You are not signed in to');
    expect(told).toEqual([]);
  });
});

describe('assets', () => {
  test('are listed as a table without anything that a terminal would act upon, and as JSON whole', async () => {
    const shown = await gatehouse(['assets', 'list', '--team', 'fraud'], signedIn());
    expect(shown.code).toBe(0);
    expect(shown.out.split('\n')[0]).toMatch(/^KEY +NAME +KIND +TEAM +STAGE +LEVEL +OWNER$/);
    expect(shown.out).toContain('Scorer red of two lines');
    expect(shown.out).not.toContain('\u001b');
    const rows = JSON.parse((await gatehouse(['assets', 'list', '--team', 'fraud', '--json'], signedIn())).out);
    expect(rows.map((row: { key: string }) => row.key).sort()).toEqual(['scorer', 'twice']);
  });

  test('beyond a page are read page by page', async () => {
    const { out } = await gatehouse(['assets', 'list', '--kind', 'dataset', '--limit', '225', '--json'], signedIn());
    expect(new Set(JSON.parse(out).map((row: { id: string }) => row.id)).size).toBe(225);
    const some = await gatehouse(['assets', 'list', '--kind', 'dataset', '--limit', '3'], signedIn());
    expect(some.out.trim().split('\n')).toHaveLength(4);
    expect(some.err).toContain('There are more than these 3');
  });

  test('are shown by key; where several teams have one of that key, it is said which', async () => {
    expect((await gatehouse(['assets', 'show', 'scorer'], signedIn())).out).toMatch(/Key +scorer\n/);
    const two = await gatehouse(['assets', 'show', 'twice'], signedIn());
    expect(two.code).toBe(2);
    expect(two.err).toContain('name one with --team (');
    expect((await gatehouse(['assets', 'show', 'twice', '--team', 'credit'], signedIn())).out).toContain('Theirs');
    expect((await gatehouse(['assets', 'show', 'nothing'], signedIn())).err).toContain('There is no asset with the key "nothing"');
  });

  test('are exported to a file whole, or to standard output', async () => {
    const written = await gatehouse(['assets', 'export', '--format', 'json', '--team', 'fraud', '-o', file('assets.json')], signedIn());
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(JSON.stringify(JSON.parse(await readFile(file('assets.json'), 'utf8')))).toContain('scorer');
    expect((await gatehouse(['assets', 'export', '--team', 'fraud'], signedIn())).out).toContain('scorer');
    const refused = await gatehouse(['assets', 'export', '-o', file('no/such/folder.csv')], signedIn());
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.err).toContain('no such file');
  });
});

describe('versions', () => {
  test('are registered by what their files hash to, and the files stay here', async () => {
    await mkdir(file('model/inner'), { recursive: true });
    await writeFile(file('model/weights.bin'), 'weights');
    await writeFile(file('model/inner/config.json'), '{}');
    await symlink('/etc/passwd', file('model/outside'));
    const expected = sha256(`${sha256('{}')}  inner/config.json\n${sha256('weights')}  weights.bin\n`);
    const dry = await gatehouse(['versions', 'register', 'scorer', '1.0', file('model'), '--dry-run', '--json']);
    expect(JSON.parse(dry.out)).toEqual({ label: '1.0', rootDigest: expected, files: 2, bytes: 9 });
    const done = await gatehouse(['versions', 'register', 'scorer', '1.0', file('model'), '--signature', 'unsigned', '--json'], signedIn());
    expect(done).toMatchObject({ code: 0 });
    const { rows } = await owner.query("SELECT root_digest, file_count, signature FROM asset_versions WHERE label = '1.0'");
    expect(rows).toEqual([{ root_digest: expected, file_count: 2, signature: 'unsigned' }]);
    const repeated = await gatehouse(['versions', 'register', 'scorer', '1.0', file('model')], signedIn());
    expect(repeated).toMatchObject({ code: 0 });
    expect(repeated.err).toContain('registered already');
    const again = await gatehouse(['versions', 'register', 'scorer', '1.0', file('model/weights.bin')], signedIn());
    expect(again.code).toBe(2);
    expect(again.err).toContain('label: is taken');
  });

  test('of nothing, and of a file that is not there, are refused before anything is asked', async () => {
    await mkdir(file('empty'), { recursive: true });
    expect((await gatehouse(['versions', 'register', 'scorer', '2', file('empty')])).err).toContain('There is no file');
    expect((await gatehouse(['versions', 'register', 'scorer', '2', file('gone')])).err).toContain('There is no such file');
  });
});

describe('the network', () => {
  test('a private authority is taken when it is named, and only then', async () => {
    const hidden = await servePrivately(atTheDoor);
    await writeFile(file('authority.pem'), hidden.ca);
    await writeFile(file('no-authority.pem'), 'nothing');
    const settings = signedIn({ GATEHOUSE_URL: hidden.url });
    const unknown = await gatehouse(['whoami'], settings);
    const named = await gatehouse(['whoami', '--ca-file', file('authority.pem')], settings);
    const byEnvironment = await gatehouse(['whoami'], { ...settings, GATEHOUSE_CA_FILE: file('authority.pem') });
    const wrong = await gatehouse(['whoami', '--ca-file', file('no-authority.pem')], settings);
    await hidden.close();
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('name yours with --ca-file');
    expect([named.code, byEnvironment.code]).toEqual([0, 0]);
    expect(wrong.err).toContain('holds no certificate');
  });

  /** Refuses the first so many requests in this way, then hands them to the door. */
  async function refusing(times: number, refuse: (response: ServerResponse) => void): Promise<Serving & { asked: () => number }> {
    let asked = 0;
    const serving = await serve((request, response) => {
      asked += 1;
      if (asked > times) return atTheDoor(request, response);
      request.resume();
      return refuse(response);
    });
    return { ...serving, asked: () => asked };
  }
  const busy = (status: number) => (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'unavailable', message: 'Busy.' }));

  test('what only reads is asked again when the server is busy or the connection breaks', async () => {
    for (const refuse of [busy(503), busy(429), (response: ServerResponse) => void response.destroy()]) {
      const server = await refusing(2, refuse);
      const ran = await gatehouse(['whoami'], signedIn({ GATEHOUSE_URL: server.url }));
      expect(ran).toMatchObject({ code: 0 });
      expect(server.asked()).toBe(3);
      await server.close();
    }
  });

  test('what changes something is asked again only where it was certainly not begun', async () => {
    const register = (url: string, label: string) =>
      gatehouse(['versions', 'register', 'scorer', label, file('model/weights.bin')], signedIn({ GATEHOUSE_URL: url }));
    const posts = async (refuse: (response: ServerResponse) => void, label: string) => {
      let seen = 0;
      const server = await serve((request, response) => {
        if (request.method !== 'POST') return atTheDoor(request, response);
        seen += 1;
        if (seen > 1) return atTheDoor(request, response);
        request.resume();
        return refuse(response);
      });
      const { code } = await register(server.url, label);
      await server.close();
      return { code, seen };
    };
    expect(await posts((response) => void response.destroy(), 'broken')).toEqual({ code: 2, seen: 1 });
    expect(await posts(busy(503), 'unavailable')).toEqual({ code: 2, seen: 1 });
    expect(await posts(busy(429), 'turned-away')).toEqual({ code: 0, seen: 2 });
  });

  test('a redirect is not followed, for the token would go along', async () => {
    const told: unknown[] = [];
    const elsewhere = await serve((request, response) => {
      told.push(request.headers.authorization);
      response.end('{}');
    });
    const server = await serve((_, response) => void response.writeHead(302, { location: elsewhere.url }).end());
    const ran = await gatehouse(['whoami'], signedIn({ GATEHOUSE_URL: server.url }));
    await Promise.all([server.close(), elsewhere.close()]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('check the address');
    expect(told).toEqual([]);
  });

  test('a server that is not there is named', async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    const ran = await gatehouse(['assets', 'list'], signedIn({ GATEHOUSE_URL: gone.url }));
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`${gone.url} cannot be reached: nothing answers there.`);
  });
});

describe('help', () => {
  test('every command has examples', async () => {
    const commands = [
      ...[['login'], ['logout'], ['whoami'], ['assets', 'list'], ['assets', 'show'], ['assets', 'import'], ['assets', 'export']],
      ...[['versions', 'register'], ['gate'], ['reviews', 'list'], ['reviews', 'request'], ['audit', 'verify'], ['completion']],
    ];
    const shown = await Promise.all(commands.map((each) => gatehouse([...each, '--help'])));
    for (const { code, out } of shown) {
      expect(code).toBe(0);
      expect(out).toMatch(/Examples:\n {2}\$ /);
    }
  });

  test('a command or option that is none ends with 2 and says how to get help', async () => {
    for (const wrong of [['no-such'], ['assets', 'list', '--no-such'], ['gate', '--asset', 'scorer', '--stage', 'moon'], []]) {
      const ran = await gatehouse(wrong);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).not.toBe('');
    }
  });

  test('completion knows every command', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out } = await gatehouse(['completion', shell]);
      expect(code).toBe(0);
      for (const word of ['assets', 'register', 'gate', 'ca-file', 'summary']) expect(out).toContain(word);
    }
  });
});
