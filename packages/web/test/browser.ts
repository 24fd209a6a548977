import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real Chromium: the machine's own where it has one, else the one inside an
 * npm package, so that the tests need nothing installed by hand.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env } as Record<string, string>,
    args: flags,
  });
}

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Root has no sandbox, a test machine no graphics card, and nobody wants traffic of the browser's own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

async function findChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const own = process.env.GRANARY_TEST_BROWSER ?? installed.find((path) => existsSync(path));
  if (own !== undefined && own !== 'bundled') return { executablePath: own, env: {} };
  return unpackBundled();
}

/** The package unpacks below the temporary folder; each user has one of its own, kept between runs. */
async function unpackBundled(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const folder = join(tmpdir(), `granary-test-chromium-${userInfo().username}`);
  mkdirSync(folder, { recursive: true });
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const [executablePath] = await Promise.all(
      ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'].map((file) =>
        inflate(join(packed, file)),
      ),
    );
    return {
      executablePath: executablePath as string,
      env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
    };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
