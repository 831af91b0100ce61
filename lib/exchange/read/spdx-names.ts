import type { Limits } from '../rules.ts';
import type { ImportRecord } from '../schema.ts';
import { type Facts, isEmpty, isFacts, textOf, textsOf } from './facts.ts';

type Wanted = { creationInfo: unknown; suppliedBy: string[]; originatedBy: string[]; licences: { relationship: string; id: string }[] };

/** What SPDX names by id: agents, creation infos and licences, and which asset asks for which; as much as `maxHeldBytes` allows. */
export class SpdxNames {
  readonly #limits: Limits;
  readonly #elements = new Map<string, Facts>();
  readonly #wanted = new Map<string, Wanted>();
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  add(id: string, element: Facts, bytes: number): void {
    if (this.#room(bytes + id.length)) this.#elements.set(id, element);
  }

  /** Notes what a package names, to be filled in at the end. */
  remember(ref: string, element: Facts): void {
    if (!this.#room(512)) return;
    const wanted = this.#want(ref);
    wanted.creationInfo = element.creationInfo;
    wanted.suppliedBy = textsOf(element.suppliedBy);
    wanted.originatedBy = textsOf(element.originatedBy);
  }

  licence(ref: string, relationship: string, id: string): void {
    if (this.#room(ref.length + id.length + 64)) this.#want(ref).licences.push({ relationship, id });
  }

  /** Puts agents and creation into the version's provenance and licences into its metadata; an id that nothing answers to stays an id. */
  fill(record: ImportRecord): void {
    const version = record.versions[0];
    const wanted = this.#wanted.get(record.ref);
    if (!version || !wanted) return;
    const { provenance, metadata } = version;
    if (wanted.suppliedBy.length > 0) provenance.suppliedBy = wanted.suppliedBy.map((id) => this.#resolved(id));
    if (wanted.originatedBy.length > 0) provenance.originatedBy = wanted.originatedBy.map((id) => this.#resolved(id));
    const creation =
      typeof wanted.creationInfo === 'string' ? (this.#elements.get(wanted.creationInfo) ?? wanted.creationInfo) : wanted.creationInfo;
    if (isFacts(creation))
      provenance.creationInfo = { ...creation, createdBy: textsOf(creation.createdBy).map((id) => this.#resolved(id)) };
    else if (!isEmpty(creation)) provenance.creationInfo = creation;
    if (wanted.licences.length > 0)
      metadata.licenses = wanted.licences.map(({ relationship, id }) => ({ relationship, license: this.#licenceOf(id) }));
  }

  #licenceOf(id: string): Facts {
    const element = this.#elements.get(id);
    const expression = textOf(element?.simplelicensing_licenseExpression);
    return { ...(element ?? {}), id: expression ?? id };
  }

  #resolved(id: string): Facts {
    const element = this.#elements.get(id);
    const name = textOf(element?.name);
    return {
      id,
      ...(name === undefined ? {} : { name }),
      ...(isEmpty(element?.externalIdentifier) ? {} : { externalIdentifier: element?.externalIdentifier }),
    };
  }

  #want(ref: string): Wanted {
    let wanted = this.#wanted.get(ref);
    if (!wanted) {
      wanted = { creationInfo: undefined, suppliedBy: [], originatedBy: [], licences: [] };
      this.#wanted.set(ref, wanted);
    }
    return wanted;
  }

  #room(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes <= this.#limits.maxHeldBytes;
  }
}
