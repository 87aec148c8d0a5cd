import Anthropic from '@anthropic-ai/sdk'
import { bedrock, listModels, register, type BedrockOptions } from '@patchbay/sdk'
import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

const warnings: string[] = []
function route(options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  warnings.length = 0
  const onWarning = ({ code, message }: { code: string; message: string }) =>
    void warnings.push(`${code}: ${message}`)
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, onWarning, ...options })
}
const openai = (options?: BedrockOptions) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(options))
const anthropic = (options?: BedrockOptions) =>
  register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route(options))
const messages = [{ role: 'user' as const, content: 'Hi' }]
const OPUS = 'anthropic.claude-opus-5-5'

describe('crossRegion', () => {
  it.each([
    ['geo', 'us'],
    ['global', 'global'],
  ] as const)('%s puts %s. before bare ids, for every client', async (crossRegion, prefix) => {
    const client = openai({ crossRegion })
    await client.chat.completions.create({ model: OPUS, messages })
    await client.responses.create({ model: 'openai.gpt-6-sol', input: 'Hi' })
    await client.completions.create({ model: 'xai.grok-4.7', prompt: 'Hi' })
    await anthropic({ crossRegion }).messages.create({ model: OPUS, max_tokens: 500, messages })
    // Never where the id is served as it is, or has a prefix.
    await client.chat.completions.create({ model: 'amazon.nova-pro-v1:0', messages })
    await client.chat.completions.create({ model: `eu.${OPUS}`, messages })
    expect(server.requests.map(({ host, modelId }) => `${host} ${modelId}`)).toEqual([
      `runtime ${prefix}.${OPUS}`,
      `runtime ${prefix}.openai.gpt-6-sol`,
      `runtime ${prefix}.xai.grok-4.7`,
      `runtime ${prefix}.${OPUS}`,
      'runtime amazon.nova-pro-v1:0',
      `runtime eu.${OPUS}`,
    ])
  })

  it('is named with the profile where the service refuses a bare id', async () => {
    const refusal = `Invocation of model ID ${OPUS} with on-demand throughput isn’t supported. Retry with a profile.`
    server.reply({ error: { type: 'ValidationException', status: 400, message: refusal } })
    for (const ask of [
      () => openai({ host: 'runtime' }).chat.completions.create({ model: OPUS, messages }),
      () => anthropic({ host: 'runtime' }).messages.create({ model: OPUS, max_tokens: 500, messages }),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        status: 400,
        message: expect.stringMatching(
          /on-demand throughput isn’t supported.*Name the profile `us\.anthropic\.claude-opus-5-5`, or let bedrock\(\{ crossRegion: 'geo' \}\)/,
        ),
      })
    }
  })

  it('is named where the service does not know a profile of another geography', async () => {
    const message = 'The provided model identifier is invalid.'
    server.enqueue({ error: { type: 'ValidationException', status: 400, message } })
    await expect(
      openai().chat.completions.create({ model: 'jp.anthropic.claude-opus-5-5', messages }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(
        /identifier is invalid\. `jp\.` names a profile.*Name `us\.anthropic\.claude-opus-5-5`, or the bare id/,
      ),
    })
  })
})

describe('the list of models', () => {
  it('has those of both hosts, each with its APIs, as they are called', async () => {
    const models = await listModels(route())
    const apis = Object.fromEntries(models.map((model) => [model.id, (model as { apis?: unknown }).apis]))
    expect(apis).toMatchObject({
      'openai.gpt-5.5': { runtime: [], mantle: ['responses'] },
      'amazon.titan-embed-text-v2:0': { runtime: ['invoke-model'], mantle: [] },
      'openai.gpt-oss-120b-1:0': { mantle: expect.arrayContaining(['responses']) },
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0': { runtime: expect.arrayContaining(['converse']) },
    })
    // The spelling of Mantle is no second model, and an id that no host takes is none.
    expect(apis).not.toHaveProperty('openai.gpt-oss-120b')
    expect(apis).not.toHaveProperty('anthropic.claude-sonnet-4-5-20250929-v1:0')
    const { data } = await anthropic().models.list()
    expect(data.map(({ id }) => id)).toEqual(models.map(({ id }) => id))
    expect(await openai().models.retrieve('openai.gpt-5.5')).toMatchObject({
      apis: { mantle: ['responses'] },
    })
  })

  it('can each be called', async () => {
    const client = openai()
    for (const model of await listModels(route())) {
      const { apis } = model as unknown as { apis: { runtime: string[]; mantle: string[] } }
      if (apis.runtime.join() === 'invoke-model') continue
      // Claude's bare ids are Mantle's, which has no API for them but Messages.
      if ([...apis.runtime, ...apis.mantle].join() === 'messages')
        await anthropic({ host: 'mantle' }).messages.create({ model: model.id, max_tokens: 500, messages })
      else await client.chat.completions.create({ model: model.id, messages })
      expect(server.requests.at(-1)?.host).toMatch(/runtime|mantle/)
    }
  })

  it('is without the host that fails, with a warning, and is asked for anew', async () => {
    const refused = ({ host }: { host: string }, wanted: string) =>
      host === wanted
        ? ({ error: { type: 'AccessDeniedException', status: 403, message: 'No.' } } as const)
        : undefined
    const one = route()
    server.reply((request) => refused(request, 'mantle'))
    expect((await listModels(one)).map(({ id }) => id)).not.toContain('openai.gpt-5.5')
    expect(warnings).toEqual([
      expect.stringMatching(/^models_missing: Mantle did not list its models \(.*No/),
    ])
    server.reply(null)
    expect((await listModels(one)).map(({ id }) => id)).toContain('openai.gpt-5.5')
    server.reply((request) => refused(request, 'runtime'))
    const left = await listModels(route())
    expect(left.map(({ id }) => id)).toContain('openai.gpt-5.5')
    expect(warnings).toHaveLength(1)
  })
})
