import { type Action, ApiError, type GranaryClient, unwrap } from '@granary/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { actionColumns } from './action-columns.ts';
import { withServer } from './connection.ts';
import { describeRefusal } from './failure.ts';
import { addListOptions, type ListOptions, printList } from './list.ts';
import { print, printJson } from './output.ts';

const statuses = ['pending', 'PROPOSED', 'APPROVED', 'DONE', 'REJECTED'] as const;
const types = ['TRANSFER', 'MARKDOWN', 'LIQUIDATE'] as const;

interface ActionListOptions extends ListOptions {
  status?: (typeof statuses)[number];
  type?: (typeof types)[number];
  store?: string;
  sku?: string;
}

/** `granary actions list | approve | reject | complete` */
export function registerActions(program: Command): void {
  const actions = program.command('actions').description('what Granary proposes, and your decisions');
  registerList(actions);
  actions
    .command('approve')
    .description('approve actions as they stand now')
    .argument('<action_id...>', 'their numbers', readIds)
    .option('--note <text>', 'kept with the decision')
    .option('--json', 'print the decided actions as JSON')
    .action((ids: number[], { note, json }: { note?: string; json?: boolean }) =>
      decideEach(ids, json === true, 'approved', (granary, { action_id, version }) =>
        granary.POST('/api/v1/actions/{action_id}/approve', {
          params: { path: { action_id } },
          body: { version, ...(note === undefined ? {} : { note }) },
        }),
      ),
    );
  actions
    .command('reject')
    .description('reject actions, with the reason')
    .argument('<action_id...>', 'their numbers', readIds)
    .requiredOption('--reason <text>', 'kept with the decision')
    .option('--json', 'print the decided actions as JSON')
    .action((ids: number[], { reason, json }: { reason: string; json?: boolean }) =>
      decideEach(ids, json === true, 'rejected', (granary, { action_id, version }) =>
        granary.POST('/api/v1/actions/{action_id}/reject', {
          params: { path: { action_id } },
          body: { version, reason },
        }),
      ),
    );
  actions
    .command('complete')
    .description('record what an approved action achieved')
    .argument('<action_id>', 'its number', readIds)
    .requiredOption('--recovered <money>', 'money the units brought in', readAmount)
    .requiredOption('--cleared <units>', 'units that left the shelf', readAmount)
    .option('--notes <text>', 'kept with the outcome')
    .option('--json', 'print the action as JSON')
    .action(
      (ids: number[], options: { recovered: number; cleared: number; notes?: string; json?: boolean }) =>
        decideEach(ids, options.json === true, 'completed', (granary, { action_id, version }) =>
          granary.POST('/api/v1/actions/{action_id}/complete', {
            params: { path: { action_id } },
            body: {
              version,
              recovered_value: options.recovered,
              cleared_units: options.cleared,
              ...(options.notes === undefined ? {} : { notes: options.notes }),
            },
          }),
        ),
    );
}

function registerList(actions: Command): void {
  const command = actions
    .command('list')
    .description('actions, those that save most first')
    .addOption(new Option('--status <status>', 'pending is PROPOSED').choices(statuses))
    .addOption(new Option('--type <type>', 'of one kind').choices(types))
    .option('--store <store_id>', 'from or to one store')
    .option('--sku <sku_id>', 'of one item');
  addListOptions(command).action((options: ActionListOptions) =>
    withServer(({ granary, formats }) => {
      const filter = {
        ...(options.status === undefined ? {} : { status: options.status }),
        ...(options.type === undefined ? {} : { action_type: options.type }),
        ...(options.store === undefined ? {} : { store_id: options.store }),
        ...(options.sku === undefined ? {} : { sku_id: options.sku }),
      };
      const list = {
        page: (query: { limit: number; cursor?: string }) =>
          unwrap(granary.GET('/api/v1/actions', { params: { query: { ...filter, ...query } } })),
        csv: () =>
          unwrap(
            granary.GET('/api/v1/actions', {
              params: { query: { ...filter, format: 'csv' } },
              parseAs: 'stream',
            }),
          ),
      };
      const columns = actionColumns(formats, { withStatus: true });
      return printList(
        list,
        options,
        columns,
        'There is no such action. Proposals come from: granary run nightly',
      );
    }),
  );
}

/** Each on its own: one that is refused is reported and does not hold up the others. */
async function decideEach(
  ids: number[],
  asJson: boolean,
  verb: string,
  decide: (
    granary: GranaryClient,
    seen: Action,
  ) => Promise<{ data?: Action; error?: unknown; response: Response }>,
): Promise<void> {
  await withServer(async ({ granary, formats }) => {
    const decided: Action[] = [];
    for (const action_id of ids) {
      try {
        const seen = await unwrap(
          granary.GET('/api/v1/actions/{action_id}', { params: { path: { action_id } } }),
        );
        const action = await unwrap(decide(granary, seen));
        decided.push(action);
        if (!asJson) {
          print(
            `${action_id} ${verb}: ${action.qty} × ${action.item_name}, saves ${formats.money(action.expected_savings)}\n`,
          );
        }
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        process.stderr.write(`${action_id} not ${verb}: ${describeRefusal(error)}\n`);
        process.exitCode = 1;
      }
    }
    if (asJson) printJson(decided);
  });
}

function readIds(text: string, before: number[] | undefined): number[] {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be the number of an action.');
  return [...(before ?? []), Number(text)];
}

function readAmount(text: string): number {
  if (!/^\d{1,12}(\.\d+)?$/.test(text))
    throw new InvalidArgumentError('It must be a number from 0, as 12.50.');
  return Number(text);
}
