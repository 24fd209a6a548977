import type pg from 'pg';
import type { App } from '../../packages/server/src/app.ts';
import type { Database } from '../../packages/server/src/platform/database/index.ts';
import { drawTampering, seeded } from './tamperings.ts';
import { disarm, falsify, keepCopy, restoreCopy, verification, writeTrail } from './trail.ts';

export interface TrialResult {
  tamperings: number;
  found: number;
  /** Of those that leave only one reading, how many were named by their kind. */
  nameable: number;
  namedRight: number;
  /** Times an untouched trail was accused, of so many times asked. */
  accusedWrongly: number;
  untouchedAsked: number;
  /** Chains written anew from some entry on, with their end: found without and with a saved head. */
  rewritten: { count: number; foundAlone: number; foundBySavedHead: number };
  missed: string[];
  misnamed: string[];
}

/**
 * Falsifies a trail in `tamperings` random ways, each committed with triggers
 * and constraints off, and asks the API after each; then puts back what was there.
 *
 * @param given.attacker connections of a superuser, or of the tables' owner
 */
export async function tryAuditChain(
  app: Pick<App, 'http' | 'identity'>,
  database: Database,
  given: { attacker: pg.Pool; tamperings: number; seed: number; changes: number },
): Promise<TrialResult> {
  const random = seeded(given.seed);
  const [orgId, otherOrgId] = [
    await makeOrganization(app, 'Tampered'),
    await makeOrganization(app, 'Neighbour'),
  ];
  const token = async (org: string) => `Bearer ${await app.identity.openTerminal(org, undefined)}`;
  const [own, others] = [await token(orgId), await token(otherOrgId)];
  const count = await writeTrail(database, orgId, given.changes, random);
  await writeTrail(database, otherOrgId, given.changes, random);
  await disarm(given.attacker);
  await keepCopy(given.attacker);

  const result: TrialResult = {
    tamperings: given.tamperings,
    found: 0,
    nameable: 0,
    namedRight: 0,
    accusedWrongly: 0,
    untouchedAsked: 0,
    rewritten: { count: 0, foundAlone: 0, foundBySavedHead: 0 },
    missed: [],
    misnamed: [],
  };
  const askUntouched = async (authorization: string) => {
    result.untouchedAsked += 1;
    const told = await verification(app, authorization);
    if (!told.valid) result.accusedWrongly += 1;
    return told;
  };
  const saved = (await askUntouched(own)).head;
  for (let index = 0; index < given.tamperings; index += 1) {
    const tampering = drawTampering(random, { orgId, otherOrgId, count });
    const changed = await falsify(given.attacker, tampering.statements);
    if (changed === 0) throw new Error(`"${tampering.name}" changed nothing`);
    const { broken } = await verification(app, own);
    if (broken === null) result.missed.push(tampering.name);
    else {
      result.found += 1;
      if (tampering.kinds.length > 0) {
        result.nameable += 1;
        if (tampering.kinds.includes(broken.kind)) result.namedRight += 1;
        else result.misnamed.push(`${tampering.name}: ${broken.kind}, ${broken.message}`);
      }
    }
    await restoreCopy(given.attacker);
    if (index % 10 === 0) await askUntouched(index % 20 === 0 ? own : others);
  }

  for (let index = 0; index < Math.min(20, given.tamperings); index += 1) {
    await falsify(given.attacker, rewriteFrom(orgId, 1 + random.below(count)));
    result.rewritten.count += 1;
    if (!(await verification(app, own)).valid) result.rewritten.foundAlone += 1;
    if (!(await verification(app, own, saved)).valid) result.rewritten.foundBySavedHead += 1;
    await restoreCopy(given.attacker);
  }
  await askUntouched(own);
  return result;
}

/** What somebody does who may write everything and knows how it is made: a new end of the chain, hashes and all. */
function rewriteFrom(orgId: string, from: number): string[] {
  return [
    `delete from identity.audit_entries where org_id = '${orgId}' and audit_id > ${from}`,
    `update identity.audit_entries set verb = 'nothing_happened' where org_id = '${orgId}' and audit_id = ${from}`,
    `update identity.audit_entries e set hash = identity.audit_hash(e) where org_id = '${orgId}' and audit_id = ${from}`,
    `update identity.audit_heads h set audit_id = e.audit_id, hash = e.hash
     from identity.audit_entries e where e.org_id = h.org_id and h.org_id = '${orgId}' and e.audit_id = ${from}`,
  ];
}

async function makeOrganization(app: Pick<App, 'identity'>, name: string): Promise<string> {
  const { org_id } = await app.identity.createOrganization({
    name,
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'Europe/Paris',
    isDemo: false,
  });
  return org_id;
}
