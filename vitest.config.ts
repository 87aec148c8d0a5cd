import { defineConfig } from 'vitest/config'

/** Tests run from source: the packages' own export condition, so no build is needed. Else resolved as Node does. */
const resolve = { conditions: ['@patchbay/source'] }
const ssr = { resolve: { conditions: ['@patchbay/source', 'node', 'import', 'default'] } }

export default defineConfig({
  test: {
    projects: [
      { resolve, ssr, test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'] } },
      { resolve, ssr, test: { name: 'integration', include: ['test/**/*.test.ts'], testTimeout: 20_000 } },
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
