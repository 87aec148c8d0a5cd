import { describe, expect, it } from 'vitest'

import { EXAMPLES, stateOf } from './examples/index.ts'
import { explainValue } from './explain-request.ts'
import { listModels } from './models.ts'

const groups = listModels()
const models = groups.flatMap((group) => group.models)

describe('the models to pick from', () => {
  it('are each there once, by their makers', () => {
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length)
    expect(models.length).toBeGreaterThan(80)
    expect(groups.slice(0, 3).map(({ maker }) => maker)).toEqual(['Anthropic', 'OpenAI', 'Amazon'])
    expect(groups.map(({ maker }) => maker)).not.toContain('other')
  })

  it('have their readable names', () => {
    expect(models).toContainEqual({ name: 'Nova-Lite', id: 'us.amazon.nova-lite-v1:0' })
    expect(models.find(({ id }) => id.endsWith('kimi-k2-thinking'))?.name).toBe('Kimi-K2')
  })

  it('are each known to the route', async () => {
    const [, example] = EXAMPLES['chat-completions']
    for (const { id } of models) {
      const outcome = await explainValue({ ...example?.request, model: id }, stateOf(example!))
      expect([id, outcome.kind]).toEqual([id, 'sent'])
    }
  })
})
