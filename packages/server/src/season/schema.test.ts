import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/harness.ts';
import * as messages from './messages.ts';
import * as shapes from './schema.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const named = [
  'SeasonParameters',
  'ParameterExtractionRequest',
  'ParameterExtraction',
  'SeasonCategory',
  'SeasonStore',
  'StoreCluster',
  'SeasonForecast',
  'WeeklyDemand',
  'ClusterDistribution',
  'AllocationPlan',
  'StoreAllocation',
  'MarkdownDecision',
  'WorkflowRequest',
  'WorkflowReply',
  'AgentStatus',
  'AgentStarted',
  'AgentProgress',
  'AgentCompleted',
  'HumanInputRequired',
  'WorkflowComplete',
  'WorkflowError',
];

describe('the contract of the season', () => {
  it('is in the OpenAPI document, each shape with an example', async () => {
    const { components } = (await app.http.inject({ url: '/docs/json' })).json();
    for (const name of named) expect(components.schemas[name]?.examples, name).toHaveLength(1);
  });

  it.each(Object.entries({ ...shapes, ...messages }))(
    '%s reads its own example, and no empty thing',
    (_, shape) => {
      const example = (shape.meta()?.examples as unknown[] | undefined)?.[0];
      expect(example).toBeDefined();
      expect(shape.parse(example)).toEqual(example);
      if (shape !== shapes.seasonParameters) expect(shape.safeParse({}).success).toBe(false);
    },
  );

  it('fills in twelve weeks, weekly replenishment and a holdback of 45 %', () => {
    expect(shapes.seasonParameters.parse({})).toEqual({
      forecast_horizon_weeks: 12,
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: 0.45,
      markdown_checkpoint_week: null,
    });
  });

  it.each([
    ['forecast_horizon_weeks', { forecast_horizon_weeks: 0 }],
    ['forecast_horizon_weeks', { forecast_horizon_weeks: 53 }],
    ['season_start_date', { season_start_date: '2027-02-30' }],
    ['replenishment_strategy', { replenishment_strategy: 'daily' }],
    ['dc_holdback_percentage', { dc_holdback_percentage: 1.01 }],
    ['markdown_checkpoint_week', { markdown_checkpoint_week: 13 }],
  ])('refuses a wrong %s by name (%j)', (field, given) => {
    const read = shapes.seasonParameters.safeParse(given);
    expect(read.error?.issues.map((issue) => issue.path)).toEqual([[field]]);
  });
});
