import { expect, it } from 'vitest'

import { runLoad } from '../../scripts/serve-load/run-load.ts'

// The whole of it, 10,000 requests: npm run serve:load.
it('tells the end of each request once, a third of them left by their callers, and leaves no socket behind', async () => {
  const result = await runLoad({ requests: 600, concurrency: 32, measurements: 3 })
  expect(result).toMatchObject({
    read: 400,
    left: 200,
    failures: [],
    exitCode: 0,
    last: {
      sockets: 0,
      counts: { starts: 600, ends: 600, strayEnds: 0, outcomes: { ok: 400, aborted: 200 } },
    },
  })
})
