import { defineConfig } from 'vitest/config';

/** The tests as mutation testing runs them: this package alone, in the copy that Stryker makes of it. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 180_000 } });
