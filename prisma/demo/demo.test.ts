import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { kinds, stages } from '#lib/assets/rules.ts';
import { AssetListInput } from '#lib/assets/schema.ts';
import { AcceptanceListInput } from '#lib/risks/acceptances/schema.ts';
import { RiskListInput } from '#lib/risks/register/schema.ts';
import { SafeguardListInput } from '#lib/risks/safeguards/list/schema.ts';
import { assetsOfTeams } from './assets.ts';
import { importRecordOf } from './import-records.ts';
import { type DemoPerson, type PersonKey, people, personas } from './people.ts';
import { firstStateOf, mayWrite, stateOf, targetOf } from './records.ts';
import type { DemoAsset, DemoVersion } from './shape.ts';
import { organisation, type TeamKey, teams } from './teams.ts';
import { views } from './views.ts';

const staff = Object.entries(people) as [PersonKey, DemoPerson][];
const all = (Object.entries(assetsOfTeams) as [TeamKey, DemoAsset[]][]).flatMap(([team, assets]) =>
  assets.map((asset) => ({ team, asset })),
);
const versions = all.flatMap(({ team, asset }) =>
  (asset.versions ?? []).map((version) => ({ team, asset, version, name: `${team}/${asset.key}@${version.label}` })),
);
const byName = new Map(versions.map((each) => [each.name, each]));
const arrows = versions.flatMap(({ team, name, version }) =>
  (version.links ?? []).map((link) => {
    const target = targetOf(team, link);
    return { from: name, to: `${target.team}/${target.asset}@${target.label}`, relation: target.relation };
  }),
);

describe('people of the demonstration organisation', () => {
  it('are many, with distinct names and addresses of one example domain', () => {
    expect(staff.length).toBeGreaterThanOrEqual(22);
    expect(new Set(staff.map(([, person]) => person.email)).size).toBe(staff.length);
    expect(new Set(staff.map(([, person]) => person.name)).size).toBe(staff.length);
    for (const [, person] of staff) expect(person.email).toMatch(new RegExp(`^[a-z.]+@${organisation.domain}$`));
  });

  it('hold each role of the organisation and of a team', () => {
    const held = (role: string) => staff.filter(([, person]) => person.orgRole === role).length;
    expect([held('admin'), held('security'), held('auditor')]).toEqual([1, 3, 2]);
    const inTeams = new Set(staff.flatMap(([, person]) => Object.values(person.teams)));
    expect([...inTeams].sort()).toEqual(['cloud_admin', 'data_scientist', 'developer', 'lead', 'ml_engineer', 'viewer']);
    expect(staff.filter(([, person]) => Object.keys(person.teams).length > 1).length).toBeGreaterThanOrEqual(4);
  });

  it('have one lead for each team, and five personas that may sign in', () => {
    for (const team of teams) expect(people[team.lead].teams, team.key).toHaveProperty(team.key, 'lead');
    expect(personas.map(({ person }) => (people[person] as DemoPerson).left)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(personas.map(({ person }) => people[person].orgRole)).toEqual(['admin', 'security', 'member', 'member', 'auditor']);
  });
});

describe('assets of the demonstration organisation', () => {
  it('are enough, in every kind at every stage', () => {
    expect(all.length).toBeGreaterThanOrEqual(75);
    const cells = new Set(all.map(({ asset }) => `${asset.kind} ${stateOf(asset).stage}`));
    for (const kind of kinds) for (const stage of stages) expect(cells, 'kind and stage').toContain(`${kind} ${stage}`);
  });

  it('are all records that an import would take', () => {
    for (const { team, asset } of all) expect(() => importRecordOf(team, asset), `${team}/${asset.key}`).not.toThrow();
  });

  it('have keys that are unique in their team, and words that a person wrote', () => {
    for (const assets of Object.values(assetsOfTeams)) expect(new Set(assets.map(({ key }) => key)).size).toBe(assets.length);
    expect(new Set(all.map(({ asset }) => asset.description)).size).toBe(all.length);
    for (const { asset } of all) expect(asset.description, asset.key).toMatch(/^(?!.*(lorem|ipsum|dolor sit)).{20,400}[.]$/i);
  });

  it('are owned by someone of their team or of security, who was there when they were registered', () => {
    for (const { team, asset } of all.filter(({ asset }) => asset.owner)) {
      const owner: DemoPerson = people[asset.owner as PersonKey];
      expect(owner.orgRole === 'security' || team in owner.teams, `${asset.key}: ${owner.name}`).toBe(true);
      const handedOver = (asset.changes ?? []).some((change) => change.field === 'ownerId');
      if (!handedOver) expect(owner.daysAgo, `${asset.key}: ${owner.name}`).toBeGreaterThanOrEqual(asset.daysAgo);
    }
  });

  it('show the gaps the product is for: no owner, an owner who has left, no version, retired', () => {
    const count = (test: (asset: DemoAsset) => boolean) => all.filter(({ asset }) => test(asset)).length;
    expect(count((asset) => asset.owner === null)).toBeGreaterThanOrEqual(4);
    expect(count((asset) => asset.owner !== null && (people[asset.owner] as DemoPerson).left !== undefined)).toBeGreaterThanOrEqual(1);
    expect(count((asset) => !asset.versions)).toBeGreaterThanOrEqual(4);
    expect(count((asset) => asset.retired === true)).toBeGreaterThanOrEqual(3);
  });

  it('were changed by people who may, in order, each change beginning where the last one ended', () => {
    for (const { team, asset } of all.filter(({ asset }) => asset.changes)) {
      let state: Record<string, unknown> = firstStateOf(asset);
      let daysAgo = asset.daysAgo;
      for (const change of asset.changes ?? []) {
        expect(mayWrite(change.by, team, asset.kind), `${asset.key}: ${change.by}`).toBe(true);
        expect(change.daysAgo, asset.key).toBeLessThan(daysAgo);
        expect(state[change.field], asset.key).toBe(change.from);
        state = { ...state, [change.field]: change.to };
        daysAgo = change.daysAgo;
      }
      expect(state, asset.key).toEqual(stateOf(asset));
    }
  });
});

describe('versions of the demonstration organisation', () => {
  it('have distinct labels, from older to newer, registered by people who may', () => {
    expect(byName.size).toBe(versions.length);
    for (const { team, asset } of all) {
      const days = [asset.daysAgo, ...(asset.versions ?? []).map((version) => version.daysAgo)];
      expect(days, asset.key).toEqual(days.toSorted((a, b) => b - a));
      for (const { by } of asset.versions ?? []) if (by) expect(mayWrite(by, team, asset.kind), `${asset.key}: ${by}`).toBe(true);
    }
  });

  it('name an older version of the same asset where a file has not changed', () => {
    for (const { asset, version, name } of versions)
      for (const [path, told] of Object.entries(version.files ?? {})) {
        if (!Array.isArray(told)) continue;
        const since = (asset.versions ?? []).slice(0, asset.versions?.indexOf(version)).find(({ label }) => label === told[1]);
        expect(since?.files?.[path], `${name} ${path}`).toBe(told[0]);
      }
  });

  it('of models all carry a card, which is valid CycloneDX 1.6, as are the dataset cards', () => {
    const models = versions.filter(({ asset }) => asset.kind === 'model');
    expect(models.filter(({ version }) => !version.card).map(({ name }) => name)).toEqual([]);
    const valid = cycloneDxValidator();
    for (const { asset, version, name } of versions) expect(valid(bomOf(asset, version)), name).toEqual([]);
  });
});

describe('lineage of the demonstration organisation', () => {
  it('leads to versions that exist, and from later to earlier where something was made of something', () => {
    for (const { from, to, relation } of arrows) {
      expect([...byName.keys()], from).toContain(to);
      const isPlace = relation === 'deployed_to' || relation === 'stored_in';
      if (!isPlace)
        expect(byName.get(to)?.version.daysAgo, `${from} ${relation} ${to}`).toBeGreaterThanOrEqual(byName.get(from)?.version.daysAgo ?? 0);
    }
    expect(new Set(arrows.map((arrow) => Object.values(arrow).join(' '))).size).toBe(arrows.length);
    expect(new Set(arrows.map(({ relation }) => relation)).size).toBe(6);
  });

  it('has no circle', () => {
    for (const { name } of versions) expect(() => depthsBelow(name), name).not.toThrow();
  });

  it('runs deep: endpoint, distilled model, model, features, cleaned data, raw data', () => {
    const walk = (from: string, to: string) =>
      expect(
        arrows.find((arrow) => arrow.from === from && arrow.to === to),
        `${from} → ${to}`,
      ).toBeDefined();
    const fraud = (name: string) => `fraud-analytics/${name}`;
    walk(fraud('card-fraud-scorer-lite@2.4.0'), fraud('card-authorisation-endpoint@6.3'));
    walk(fraud('card-fraud-scorer-lite@2.4.0'), fraud('card-fraud-scorer@4.2.0'));
    walk(fraud('card-fraud-scorer@4.2.0'), fraud('card-features@r41'));
    walk(fraud('card-features@r41'), fraud('card-transactions-clean@r41'));
    walk(fraud('card-transactions-clean@r41'), fraud('card-transactions-raw@r41'));
  });

  it('reaches across teams: a base model that two teams build on', () => {
    const users = arrows.filter(({ to }) => to === 'ml-platform/mirrored-mistral-7b@v0.3').map(({ from }) => from.split('/')[0]);
    expect(new Set(users)).toEqual(new Set(['customer-assistant', 'marketing-personalisation']));
  });

  /** Longest way down from a version. @throws Error naming the way that closes. */
  function depthsBelow(name: string, way: string[] = []): number {
    if (way.includes(name)) throw new Error([...way, name].join(' → '));
    return Math.max(0, ...arrows.filter(({ from }) => from === name).map(({ to }) => 1 + depthsBelow(to, [...way, name])));
  }
});

describe('saved views of the demonstration organisation', () => {
  const inputs = { assets: AssetListInput, risks: RiskListInput, safeguards: SafeguardListInput, acceptances: AcceptanceListInput };

  it('are queries that the list understands, and names that differ for each person', () => {
    for (const { list = 'assets', query, name } of views) {
      const read = inputs[list].safeParse(Object.fromEntries(new URLSearchParams(query)));
      expect(read.error, name).toBeUndefined();
      for (const team of read.data?.team ?? []) expect(teams.map(({ key }) => key as string)).toContain(team);
    }
    expect(new Set(views.map(({ by, name }) => `${by} ${name}`)).size).toBe(views.length);
  });
});

const bomOf = (asset: DemoAsset, { label, card, data }: DemoVersion) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [
    {
      type: asset.kind === 'dataset' ? 'data' : 'machine-learning-model',
      name: asset.name,
      version: label,
      ...(card && { modelCard: card }),
      ...(data && { data }),
    },
  ],
});

/** Validates against the schema that comes with the CycloneDX library; returns what is wrong. */
function cycloneDxValidator() {
  const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library');
  const folder = `${library.slice(0, library.lastIndexOf('/cyclonedx-library/'))}/cyclonedx-library/res/schema`;
  const schema = (file: string) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const file of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema({ ...schema(file), $id: `http://cyclonedx.org/schema/${file}` });
  const validate = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
  return (bom: unknown) => (validate(bom) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`));
}
