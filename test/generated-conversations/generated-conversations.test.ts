import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { APIS, type Bench, createBench } from './support/conversations.ts'
import { FAMILIES } from './support/models.ts'

/** For each family and API; all of them are 656 conversations. `npm run conversations` tries more. */
const EACH = Number(process.env['CONVERSATIONS'] ?? 4)
const SEED = Number(process.env['FC_SEED'] ?? 20_261_128)

let server: BedrockServer
let bench: Bench
beforeAll(async () => {
  server = await createBedrockServer()
  bench = await createBench(server)
})
afterAll(() => server.close())

it('reasoning of other models is among the turns, by every API that carries it', () => {
  expect(Object.keys(bench.recorded.chat).length).toBeGreaterThan(4)
  expect(Object.keys(bench.recorded.responses).length).toBeGreaterThan(2)
  expect(Object.keys(bench.recorded.messages).length).toBeGreaterThan(6)
})

describe.each(APIS)('generated conversations by the API of %s', (api) => {
  it.each(FAMILIES.map((family, index) => ({ family, index })))(
    'are answered, or refused by name before anything is sent: $family',
    async ({ family, index }) => {
      const outcomes = await bench.run(family, api, EACH, SEED + index)
      expect(outcomes.filter(({ kind }) => kind === 'fault')).toEqual([])
      expect(outcomes).toHaveLength(EACH)
    },
  )
})
