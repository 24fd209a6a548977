import { z } from 'zod';

/** What a season's workflow tells on its socket; `type` tells which of the six a message is. */

const agent = z.enum(['orchestrator', 'demand', 'inventory', 'pricing']);
const timestamp = z.iso.datetime({ offset: true });
const durationSeconds = z.number().min(0).max(31_536_000);
const result = z.record(z.string(), z.unknown()).describe('What came of it; its form depends on the agent.');
const progress = z.number().min(0).max(100);
const text = z.string().min(1).max(10_000);
const at = '2026-11-21T09:00:00Z';

export const agentStatus = z
  .object({
    agent,
    status: z.enum(['waiting', 'running', 'awaiting_input', 'completed', 'skipped', 'failed']),
    progress_pct: progress,
    message: z.string().max(10_000).nullable(),
  })
  .meta({
    title: 'AgentStatus',
    examples: [{ agent: 'demand', status: 'running', progress_pct: 40, message: 'Fitting 3 of 5 models' }],
  });

export const agentStarted = z
  .object({ type: z.literal('agent_started'), agent, timestamp })
  .meta({ title: 'AgentStarted', examples: [{ type: 'agent_started', agent: 'demand', timestamp: at }] });

export const agentProgress = z
  .object({
    type: z.literal('agent_progress'),
    agent,
    message: text,
    progress_pct: progress.describe('Never falls for an agent.'),
    timestamp,
  })
  .meta({
    title: 'AgentProgress',
    examples: [
      {
        type: 'agent_progress',
        agent: 'demand',
        message: 'Fitting 3 of 5 models',
        progress_pct: 40,
        timestamp: at,
      },
    ],
  });

export const agentCompleted = z
  .object({ type: z.literal('agent_completed'), agent, duration_seconds: durationSeconds, result, timestamp })
  .meta({
    title: 'AgentCompleted',
    examples: [
      {
        type: 'agent_completed',
        agent: 'demand',
        duration_seconds: 12.5,
        result: { total_season_demand: 8_000 },
        timestamp: at,
      },
    ],
  });

export const humanInputRequired = z
  .object({
    type: z.literal('human_input_required'),
    agent,
    action: z.string().min(1).max(100),
    data: z.record(z.string(), z.unknown()),
    options: z.array(z.string().min(1).max(100)).min(1).max(20),
    timestamp,
  })
  .meta({
    title: 'HumanInputRequired',
    examples: [
      {
        type: 'human_input_required',
        agent: 'inventory',
        action: 'approve_manufacturing',
        data: { manufacturing_qty: 9_600 },
        options: ['accept', 'modify'],
        timestamp: at,
      },
    ],
  });

export const workflowComplete = z
  .object({
    type: z.literal('workflow_complete'),
    workflow_id: z.uuid(),
    duration_seconds: durationSeconds,
    result,
    timestamp,
  })
  .meta({
    title: 'WorkflowComplete',
    examples: [
      {
        type: 'workflow_complete',
        workflow_id: '6d3c5a52-1d0a-4c0c-8a53-0f5f7c1d2e3b',
        duration_seconds: 58,
        result: { forecast_id: '0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90' },
        timestamp: at,
      },
    ],
  });

export const workflowError = z
  .object({ type: z.literal('error'), agent, error_message: text, timestamp })
  .meta({
    title: 'WorkflowError',
    examples: [
      {
        type: 'error',
        agent: 'demand',
        error_message: 'Women’s dresses has no sales to forecast from. Load historical sales first.',
        timestamp: at,
      },
    ],
  });
