import type { Actions, ProposedAction } from '../actions/index.ts';
import type { Catalog, Lane } from '../catalog/index.ts';
import type { Demand, ElasticityRow } from '../demand/index.ts';
import { type Actor, nightlyActor, recordAudit } from '../identity/index.ts';
import type { NightlyContext, Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { conflict, stale } from '../platform/http/errors.ts';
import { inOrder } from '../platform/jobs/in-order.ts';
import type { Stock } from '../stock/index.ts';
import type assessItems from './assess-task.ts';
import type { AssessTask } from './assess-task.ts';
import { seedOf } from './item-stock.ts';
import { lanesFrom } from './lanes.ts';
import { type LoadedItem, loadItems, type Snapshot } from './load-items.ts';
import { buildProposals } from './proposal.ts';
import type proposeForItems from './propose-task.ts';
import type { BatchRemedy, ItemElasticity, ProposeTask } from './propose-task.ts';
import * as queries from './queries.ts';
import { type ReceivingRoom, takeRoom } from './receiving-room.ts';
import type { ExpiryRules } from './rules.ts';

const assessModule = new URL('./assess-task.ts', import.meta.url);
const proposeModule = new URL('./propose-task.ts', import.meta.url);
const itemsPerChunk = 10;
/** 10 % and 90 % points of a normal distribution, for the range of an elasticity. */
const z90 = 1.2816;

export interface Uses {
  catalog: Catalog;
  stock: Stock;
  demand: Demand;
  actions: Actions;
}

export function createService(platform: Pick<Platform, 'database' | 'threads' | 'events'>, uses: Uses) {
  const { database, threads, events } = platform;
  const { catalog, stock, demand, actions } = uses;

  async function openSnapshot(tx: Tx, rules: ExpiryRules): Promise<Snapshot> {
    const date = await stock.service.newestSnapshot(tx);
    if (date === null)
      throw conflict('expiry.no_stock', 'There is no stock count yet. Import inventory first.');
    const run = await demand.service.currentRun(tx);
    if (run === undefined)
      throw conflict('expiry.no_forecast', 'There is no forecast yet. Start the nightly run.');
    const locations = await stock.service.locationsWithRoom(tx, date);
    return {
      date,
      forecastRunId: run.forecast_run_id,
      locations: new Map(locations.map((location) => [location.store_id, location])),
      replenished: await stock.service.replenishedSeries(tx, date, rules.replenished_within_days),
    };
  }

  async function* chunksOfItems(tx: Tx, skuIds: string[], snapshot: Snapshot): AsyncGenerator<LoadedItem[]> {
    for (let start = 0; start < skuIds.length; start += itemsPerChunk) {
      yield await loadItems(tx, skuIds.slice(start, start + itemsPerChunk), snapshot, { stock, demand });
    }
  }

  return {
    currentRules: queries.currentRules,

    /** @throws {AppError} `expiry.stale_rules` when they are not, or no longer, at the version that was seen */
    async setRules(
      tx: Tx,
      rules: ExpiryRules,
      actor: Actor & { userId: string },
      seen: number | undefined,
    ): Promise<queries.RuleSet> {
      const before = await queries.currentRules(tx);
      const version = before.version + 1;
      const isCurrent = seen === undefined || seen === before.version;
      if (!isCurrent || !(await queries.insertRules(tx, version, rules, actor.userId))) {
        throw stale(
          'expiry.stale_rules',
          'The rules have changed since you loaded them. Look at them again before you set yours.',
          { details: [{ field: 'version', message: 'is not the newest', seen_version: seen }] },
        );
      }
      await recordAudit(tx, actor, [
        {
          verb: 'changed',
          entity: 'expiry_rules',
          entityId: String(version),
          before: before.rules,
          after: rules,
        },
      ]);
      return { version, rules };
    },

    /** Risk of every batch of the newest snapshot; replaces what was known of that day and leaves earlier days. */
    async assess({ orgId, log, signal, progress }: NightlyContext): Promise<Record<string, number>> {
      return withOrganization(database, orgId, async (tx) => {
        const { version, rules } = await queries.currentRules(tx);
        const snapshot = await openSnapshot(tx, rules);
        const skuIds = await stock.service.stockedItems(tx, snapshot.date);
        await queries.clearRisk(tx, snapshot.date);
        const counts = { batches: 0, skipped: 0 };
        let items = 0;

        async function* tasks(): AsyncGenerator<AssessTask> {
          for await (const chunk of chunksOfItems(tx, skuIds, snapshot)) {
            yield {
              snapshotDate: snapshot.date,
              seed: seedOf(snapshot.date),
              freshestFirstShare: rules.freshest_first_percentage,
              handlingMarginDays: rules.handling_margin_days,
              items: chunk.map(({ sku_id, locations }) => ({ sku_id, locations })),
            };
          }
        }

        const results = inOrder(tasks(), threads.size + 1, (task) =>
          threads.run<AssessTask, ReturnType<typeof assessItems>>(assessModule, task, signal),
        );
        for await (const { rows, skipped } of results) {
          await queries.saveRisk(
            tx,
            { snapshotDate: snapshot.date, ruleVersion: version, forecastRunId: snapshot.forecastRunId },
            rows,
          );
          for (const one of skipped)
            log.warn({ ...one, snapshotDate: snapshot.date }, 'stock of a series could not be judged');
          await queries.saveSkipped(tx, snapshot.date, skipped);
          counts.batches += rows.length;
          counts.skipped += skipped.length;
          items += itemsPerChunk;
          await progress(Math.min(1, items / Math.max(1, skuIds.length)), `${counts.batches} batches judged`);
        }
        await events.announce(tx, { type: 'risk.changed', snapshot_date: snapshot.date });
        return counts;
      });
    },

    /** The best plan for each batch at risk; open proposals are refreshed, not repeated. */
    async propose({ orgId, log, signal, progress }: NightlyContext): Promise<Record<string, number>> {
      return withOrganization(database, orgId, async (tx) => {
        const { version, rules } = await queries.currentRules(tx);
        const snapshot = await openSnapshot(tx, rules);
        const risky = await queries.riskyBatches(tx, snapshot.date, rules);
        const skuIds = [...new Set(risky.map((batch) => batch.sku_id))];
        const lanes = await catalog.service.lanes(tx);
        const elasticities = new Map(
          (await demand.service.elasticities(tx, snapshot.forecastRunId)).map((row) => [row.sku_id, row]),
        );
        const madeAt = new Date().toISOString();
        const seed = seedOf(snapshot.date);
        const items = new Map<string, LoadedItem>();
        const proposals: ProposedAction[] = [];
        const counts = { candidates: risky.length, skipped: 0 };
        let done = 0;

        async function* tasks(): AsyncGenerator<ProposeTask> {
          for await (const chunk of chunksOfItems(tx, skuIds, snapshot)) {
            for (const item of chunk) items.set(item.sku_id, item);
            yield proposeTask(chunk, { risky, lanes, elasticities, snapshot, rules, seed });
          }
        }

        const plan = (task: ProposeTask) =>
          threads.run<ProposeTask, ReturnType<typeof proposeForItems>>(proposeModule, task, signal);
        const results = inOrder(tasks(), threads.size + 1, async (task) => ({
          task,
          found: await plan(task),
        }));
        const room = roomOf(snapshot);
        for await (const { task, found } of results) {
          const fits = takeRoom(room, found.remedies);
          const { remedies, skipped } = fits ? found : await plan({ ...task, freeCapacityUnits: room });
          if (!fits) takeRoom(room, remedies);
          for (const remedy of remedies) {
            const item = items.get(remedy.sku_id) as LoadedItem;
            proposals.push(
              ...proposalsOf(remedy, item, { snapshot, version, rules, seed, madeAt, elasticities }),
            );
          }
          for (const one of skipped)
            log.warn({ ...one, snapshotDate: snapshot.date }, 'no remedy could be found for a batch');
          counts.skipped += skipped.length;
          done += itemsPerChunk;
          await progress(Math.min(1, done / Math.max(1, skuIds.length)), `${proposals.length} proposals`);
        }
        const saved = await actions.service.saveProposals(tx, {
          snapshotDate: snapshot.date,
          proposals,
          actor: nightlyActor,
        });
        return {
          ...counts,
          created: saved.created,
          refreshed: saved.refreshed,
          withdrawn: saved.withdrawn,
          unchanged: saved.unchanged,
        };
      });
    },
  };
}

interface ProposeShared {
  risky: queries.RiskyBatch[];
  lanes: Lane[];
  elasticities: Map<string, ElasticityRow>;
  snapshot: Snapshot;
  rules: ExpiryRules;
  seed: string;
}

function roomOf(snapshot: Snapshot): ReceivingRoom {
  const locations = [...snapshot.locations.values()];
  return Object.fromEntries(locations.map((location) => [location.store_id, location.free_capacity_units]));
}

function proposeTask(chunk: LoadedItem[], shared: ProposeShared): ProposeTask {
  const { snapshot, rules } = shared;
  return {
    snapshotDate: snapshot.date,
    seed: shared.seed,
    rules,
    freeCapacityUnits: roomOf(snapshot),
    items: chunk.map((item) => ({
      sku_id: item.sku_id,
      locations: item.locations,
      packUnits: 1,
      elasticity: describeElasticity(shared.elasticities.get(item.sku_id)),
      candidates: shared.risky
        .filter((batch) => batch.sku_id === item.sku_id)
        .map((batch) => ({
          store_id: batch.store_id,
          batch_id: batch.batch_id,
          at_risk_units: batch.at_risk_units,
          at_risk_value: batch.at_risk_value,
          lanes: lanesFrom(batch.store_id, shared.lanes, snapshot.locations, rules),
        })),
    })),
  };
}

function proposalsOf(
  remedy: BatchRemedy,
  item: LoadedItem,
  shared: {
    snapshot: Snapshot;
    version: number;
    rules: ExpiryRules;
    seed: string;
    madeAt: string;
    elasticities: Map<string, ElasticityRow>;
  },
): ProposedAction[] {
  const location = item.locations.find((entry) => entry.store_id === remedy.candidate.store_id);
  const batch = location?.batches.find((entry) => entry.batch_id === remedy.candidate.batch_id);
  const forecast = item.forecasts.get(remedy.candidate.store_id);
  if (location === undefined || batch === undefined || forecast === undefined) return [];
  return buildProposals(remedy, {
    snapshotDate: shared.snapshot.date,
    madeAt: shared.madeAt,
    seed: shared.seed,
    ruleVersion: shared.version,
    forecastRunId: shared.snapshot.forecastRunId,
    itemName: item.facts.name,
    unit: item.facts.unit,
    batch,
    batches: location.batches,
    handlingMarginDays: shared.rules.handling_margin_days,
    forecast,
    price: location.price,
    elasticity: describeElasticity(shared.elasticities.get(item.sku_id)),
    storeName: (storeId) => shared.snapshot.locations.get(storeId)?.name ?? storeId,
  });
}

function describeElasticity(row: ElasticityRow | undefined): ItemElasticity {
  if (row === undefined)
    return { value: -2, low: -2 - 0.7 * z90, high: -2 + 0.7 * z90, source: 'default', price_changes: 0 };
  return {
    value: row.elasticity,
    low: row.elasticity - z90 * row.standard_error,
    // Demand does not fall when a price falls.
    high: Math.min(0, row.elasticity + z90 * row.standard_error),
    source: row.source,
    price_changes: row.price_changes,
  };
}
