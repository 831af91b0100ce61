/** Lineage: what a version came from, was built by and went to, as arrows between versions, across teams as far as one may see. */
import { z } from 'zod';
import { Kind, Level, Stage } from '../schema.ts';
import { directions, relations } from './rules.ts';

const Id = z.uuid();
export const Relation = z.enum(relations);

export const LineageInput = z.strictObject({
  id: Id,
  direction: z.enum(directions).default('both'),
  /** Steps away from the start, each way. */
  depth: z.coerce.number().int().min(1).max(1000).default(1000),
  /** Start from this version instead of from all versions of the asset. */
  focus: Id.optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(500),
});
export type LineageInput = z.output<typeof LineageInput>;

export const LineageNode = z.strictObject({
  /** Of the version; where it lies outside the actor's teams, a name of this answer alone ("outside-1"). */
  id: z.string(),
  /** Steps from the start: below 0 upstream, above 0 downstream, 0 the start itself. */
  distance: z.number().int(),
  /** Null outside the actor's teams: that something is there is all that is told. */
  version: z
    .strictObject({
      label: z.string(),
      asset: z.strictObject({
        id: Id,
        name: z.string(),
        kind: Kind,
        stage: Stage,
        level: Level,
        teamName: z.string(),
        retired: z.boolean(),
      }),
    })
    .nullable(),
});
export type LineageNode = z.infer<typeof LineageNode>;

export const LineageEdge = z.strictObject({
  id: Id,
  from: z.string(),
  to: z.string(),
  relation: Relation,
  /** May the actor remove it? */
  removable: z.boolean(),
});
export type LineageEdge = z.infer<typeof LineageEdge>;

export const LineageGraph = z.strictObject({
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  /** True where there is more than was asked for, by number or by depth. */
  cut: z.boolean(),
});
export type LineageGraph = z.infer<typeof LineageGraph>;

export const NewLineage = z.strictObject({ fromVersionId: Id, toVersionId: Id, relation: Relation });
export type NewLineage = z.output<typeof NewLineage>;
