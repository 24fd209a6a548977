import { type Action, ApiError, type BulkResult, type GranaryClient, unwrap } from '@granary/client';
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
      decideMany(ids, json === true, 'approved', (granary, seen) =>
        granary.POST('/api/v1/actions/approve', {
          body: { items: seen.map((item) => ({ ...item, ...(note === undefined ? {} : { note }) })) },
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
      decideMany(ids, json === true, 'rejected', (granary, seen) =>
        granary.POST('/api/v1/actions/reject', {
          body: { items: seen.map((item) => ({ ...item, reason })) },
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
        decideMany(ids, options.json === true, 'completed', (granary, seen) =>
          granary.POST('/api/v1/actions/complete', {
            body: {
              items: seen.map((item) => ({
                ...item,
                recovered_value: options.recovered,
                cleared_units: options.cleared,
                ...(options.notes === undefined ? {} : { notes: options.notes }),
              })),
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

/** The API takes so many decisions in one call. */
const mostAtOnce = 1000;

interface Seen {
  action_id: number;
  version: number;
}

/** Many in a call, each on its own: one that is refused is reported and does not hold up the others. */
async function decideMany(
  ids: number[],
  asJson: boolean,
  verb: string,
  decide: (
    granary: GranaryClient,
    seen: Seen[],
  ) => Promise<{ data?: BulkResult; error?: unknown; response: Response }>,
): Promise<void> {
  await withServer(async ({ granary, formats }) => {
    const refuse = (id: number, reason: string) => {
      process.stderr.write(`${id} not ${verb}: ${reason}\n`);
      process.exitCode = 1;
    };
    const decided: Action[] = [];
    for (let start = 0; start < ids.length; start += mostAtOnce) {
      const seen = new Map<number, Action>();
      for (const id of ids.slice(start, start + mostAtOnce)) {
        const action = await readAction(granary, id).catch((error: unknown) => {
          if (!(error instanceof ApiError)) throw error;
          refuse(id, describeRefusal(error));
        });
        if (action !== undefined) seen.set(id, action);
      }
      if (seen.size === 0) continue;
      const items = [...seen.values()].map(({ action_id, version }) => ({ action_id, version }));
      for (const { action_id, error } of (await unwrap(decide(granary, items))).results) {
        const { qty, item_name, expected_savings } = seen.get(action_id) as Action;
        if (error !== undefined)
          refuse(action_id, describeRefusal({ status: 0, correlationId: '', ...error }));
        else if (asJson) decided.push(await readAction(granary, action_id));
        else print(`${action_id} ${verb}: ${qty} × ${item_name}, saves ${formats.money(expected_savings)}\n`);
      }
    }
    if (asJson) printJson(decided);
  });
}

/** As it stands in the list, without its proof and history. */
async function readAction(granary: GranaryClient, action_id: number): Promise<Action> {
  const params = { path: { action_id } };
  const {
    proof: _,
    outcomes: __,
    history: ___,
    plan: ____,
    ...action
  } = await unwrap(granary.GET('/api/v1/actions/{action_id}', { params }));
  return action;
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
