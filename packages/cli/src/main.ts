#!/usr/bin/env node
import { Command } from 'commander';
import { registerActions } from './actions.ts';
import { registerAudit } from './audit.ts';
import { registerBlocked } from './blocked.ts';
import { registerDemo } from './demo.ts';
import { registerError } from './error.ts';
import { describeFailure } from './failure.ts';
import { registerForecast } from './forecast.ts';
import { registerForecasts } from './forecasts.ts';
import { registerImport } from './import.ts';
import { registerKpis } from './kpis.ts';
import { registerOrganization } from './organization.ts';
import { isReaderGone, watchReader } from './output.ts';
import { registerPeople } from './people.ts';
import { registerRisk } from './risk.ts';
import { registerRoles } from './roles.ts';
import { registerRun } from './run.ts';
import { registerSimulate } from './simulate.ts';
import { registerStart } from './start.ts';
import { registerTokens } from './tokens.ts';
import { registerUploads } from './uploads.ts';

watchReader();
const program = new Command('granary').description(
  'Inventory planning: from your files to ranked, approved actions.',
);
registerStart(program);
registerImport(program);
registerRun(program);
registerActions(program);
registerRisk(program);
registerForecasts(program);
registerForecast(program);
registerError(program);
registerKpis(program);
registerUploads(program);
registerPeople(program);
registerTokens(program);
registerAudit(program);
registerBlocked(program);
registerDemo(program);
registerSimulate(program);
registerRoles(program);
registerOrganization(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!isReaderGone(error)) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}
