import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { describePersonalData } from '../src/identity/personal-data/document.ts';
import type { Database } from '../src/platform/database/index.ts';

/** docs/personal-data.md, from what the capabilities declare. */
export async function personalDataDocument(database: Database): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-generate-'));
  const app = await createApp({
    config: readConfig({ GRANARY_DATA_DIR: dataDir, GRANARY_WORKER_THREADS: '1' }),
    log: pino({ level: 'silent' }),
    database,
    databaseKind: 'embedded',
    version: '0.0.0',
  });
  try {
    return `${introduction}\n${describePersonalData(app.personalData)}\n`;
  } finally {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const introduction = `# Personal data

Written by \`npm run generate\` from what each capability declares (\`personal-data.ts\`); the same columns are marked in the
migrations by comments that begin with \`personal:\`. A test compares the two, and looks for columns whose names tell of a
person and that nobody marked.

- **Export.** \`GET /api/v1/me/personal-data\` answers everything that is held about oneself, table by table;
  \`GET /api/v1/users/{user_id}/personal-data\` about somebody else, with the permission \`identity.personal_data\`, and is noted
  as a security event. At most 10,000 rows of a table; the trail of a person whole: \`granary audit export --actor USER_ID\`.
- **Correction.** People correct their own name and e-mail address (\`PUT /auth/account\`); who manages people, those of others.
- **Erasure.** \`POST /api/v1/users/{user_id}/erasure\` cannot be undone. A pseudonym takes the place of the name; e-mail
  address, password, sessions, links and invitations go; what was done stays in the trail and in the counts. The last owner
  cannot be erased. In the trail names and addresses stand apart from the hash chain, which holds a salted digest of each;
  salt and value are removed, and \`granary audit verify\` still finds any change of the rest.
- **Retention.** The nightly run removes what is older than the settings below keep it, and says in the trail how much.
  \`granary settings\` lists them with their defaults.

What erasure does not reach: files as they were uploaded; free text inside entries of the trail (a note in which somebody
else was named cannot be taken out of the chain); the log file, which names people by id only; backups made before.
`;
