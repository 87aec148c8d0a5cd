import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

/** Tests run from source: the packages' own export condition, so no build is needed. Else resolved as Node does. */
const resolve = { conditions: ['@patchbay/source'] }
const ssr = { resolve: { conditions: ['@patchbay/source', 'node', 'import', 'default'] } }

/** Generous: a slow machine must not fail a test. Nothing waits for time to pass. */
const common = {
  setupFiles: ['fixed-seed.ts', 'stream-way.ts'].map((name) =>
    fileURLToPath(new URL(`test/support/${name}`, import.meta.url)),
  ),
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    projects: [
      { resolve, ssr, test: { ...common, name: 'unit', include: ['packages/*/src/**/*.test.ts'] } },
      {
        resolve,
        ssr,
        test: {
          ...common,
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/consumers/projects/**', 'test/playground/**'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...common,
          name: 'playground',
          include: ['test/playground/**/*.test.ts'],
          // Builds the page, or says why these tests are skipped.
          globalSetup: ['test/playground/support/global-setup.ts'],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['packages/*/src/**/*.test-d.ts', 'test/**/*.test-d.ts'],
          },
        },
      },
    ],
  },
})
