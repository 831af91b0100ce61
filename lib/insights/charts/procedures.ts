import { operation } from '#lib/access/procedure.ts';
import { getAgeing, getAssessment, getCoverage, getEndings, getMatrix, getTeams, getTreatmentTimes } from './queries.ts';
import { Ageing, Assessment, Coverage, Endings, InsightFilter, LevelFilter, Matrix, Teams, TreatmentTimes } from './schema.ts';

const shared = { permission: 'asset.read', tag: 'Insights' } as const;

export const chartOperations = {
  matrix: operation(
    'GET /insights/matrix',
    { ...shared, summary: 'Count open risks by likelihood and impact', input: LevelFilter, output: Matrix },
    ({ actor, input }) => getMatrix(actor, input),
  ),
  coverage: operation(
    'GET /insights/coverage',
    { ...shared, summary: 'Count the risks of each stage by the best of their safeguards', input: LevelFilter, output: Coverage },
    ({ actor, input }) => getCoverage(actor, input),
  ),
  ageing: operation(
    'GET /insights/ageing',
    { ...shared, summary: 'Count open risks by the month since which they are open, over all stages', input: LevelFilter, output: Ageing },
    ({ actor, input }) => getAgeing(actor, input),
  ),
  treatment: operation(
    'GET /insights/treatment',
    {
      ...shared,
      summary: 'Median days until high and critical risks were treated, by month',
      input: InsightFilter,
      output: TreatmentTimes,
    },
    ({ actor, input }) => getTreatmentTimes(actor, input),
  ),
  endings: operation(
    'GET /insights/endings',
    { ...shared, summary: 'Count granted acceptances that end soon', input: InsightFilter, output: Endings },
    ({ actor, input }) => getEndings(actor, input),
  ),
  assessment: operation(
    'GET /insights/assessment',
    { ...shared, summary: 'Risks by level, day by day, as assessment goes on', input: InsightFilter, output: Assessment },
    ({ actor, input }) => getAssessment(actor, input),
  ),
  teams: operation(
    'GET /insights/teams',
    { ...shared, summary: 'Compare teams by level and by unresolved exposure', input: InsightFilter, output: Teams },
    ({ actor, input }) => getTeams(actor, input),
  ),
};
