import { register } from '@patchbay/sdk'
import { createGate } from '@patchbay/testing'
import { APIUserAbortError, BadRequestError, NotFoundError, RateLimitError } from 'openai'
import { describe, expect, it } from 'vitest'

import { versions as langChainVersions } from '../langchain/support/versions.ts'
import { versions } from '../openai/support/versions.ts'
import { setUpEndpoint } from './support/setup.ts'

const TITAN_V1 = 'amazon.titan-embed-text-v1'
const TITAN_V2 = 'amazon.titan-embed-text-v2:0'
const TITAN_IMAGE = 'amazon.titan-embed-image-v1'
const COHERE_V3 = 'cohere.embed-multilingual-v3'
const COHERE_V4 = 'us.cohere.embed-v4:0'
const NOVA = 'amazon.nova-2-multimodal-embeddings-v1:0'
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const setup = setUpEndpoint()
const { clientOf, route } = setup

/** What the server answers, by the text it read: vectors that tell where they come from. */
const countingVectors = () =>
  setup.server.reply(({ json }) => {
    const text = (json as { inputText: string }).inputText
    return { body: { embedding: [Number(text), 0.5], inputTextTokenCount: 3 } }
  })

describe.each(versions)('$name', ({ OpenAI, AzureOpenAI }) => {
  it('decodes the base64 it asks for by default, to the same numbers as floats', async () => {
    const client = register(new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: 0 }), route())
    const ask = { model: TITAN_V2, input: ['one text', 'another one'] }
    const { data, usage, model } = await client.embeddings.create(ask)
    const floats = await client.embeddings.create({ ...ask, encoding_format: 'float' })
    expect(data.map(({ index }) => index)).toEqual([0, 1])
    expect(data[0]?.embedding).toHaveLength(1024)
    expect(floats.data).toEqual(data)
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding)
    expect(model).toBe(TITAN_V2)
    expect(usage).toEqual({ prompt_tokens: 5, total_tokens: 5 })
    expect(setup.server.requests.map(({ operation }) => operation)).toEqual(Array(4).fill('InvokeModel'))
  })

  it('is served by an Azure deployment that is a model of the route', async () => {
    const client = register(
      new AzureOpenAI({
        apiKey: 'azure-key',
        apiVersion: '2024-10-21',
        endpoint: 'https://azure.invalid',
        deployment: 'embedder',
        maxRetries: 0,
      }),
      route({ models: { embedder: TITAN_V1 } }),
    )
    const { data } = await client.embeddings.create({ model: 'embedder', input: 'a text' })
    expect(data[0]?.embedding).toHaveLength(1536)
  })
})

describe.each(langChainVersions)('OpenAIEmbeddings of $name', ({ openai }) => {
  it('embeds documents and queries', async () => {
    const embeddings = register(
      new openai.OpenAIEmbeddings({ apiKey: 'sk-stays-at-home', model: COHERE_V3, maxRetries: 0 }),
      route(),
    )
    const documents = await embeddings.embedDocuments(['one', 'two', 'three'])
    expect(documents).toHaveLength(3)
    expect(documents[1]).toHaveLength(1024)
    expect(await embeddings.embedQuery('two')).toEqual(documents[1])
  })
})

describe.each(langChainVersions)('AzureOpenAIEmbeddings of $name', ({ openai }) => {
  it('embeds by a deployment that is a model of the route', async () => {
    const embeddings = register(
      new openai.AzureOpenAIEmbeddings({
        azureOpenAIApiKey: 'azure-key',
        azureOpenAIApiVersion: '2024-10-21',
        azureOpenAIApiDeploymentName: 'embedder',
        azureOpenAIBasePath: 'https://azure.invalid/openai/deployments',
        dimensions: 512,
        maxRetries: 0,
      }),
      route({ models: { embedder: TITAN_V2 } }),
    )
    expect(await embeddings.embedQuery('a text')).toHaveLength(512)
    expect(setup.server.requests).toMatchObject([{ modelId: TITAN_V2, json: { dimensions: 512 } }])
  })
})

describe('what each family is sent', () => {
  const bodies = () => setup.server.requests.map(({ json }) => json)

  it('Titan: one text a call, the length where there is a choice', async () => {
    const client = clientOf()
    await client.embeddings.create({ model: TITAN_V1, input: 'a', dimensions: 1536 })
    await client.embeddings.create({ model: TITAN_V2, input: 'a', dimensions: 256, normalize: false })
    expect(bodies()).toEqual([{ inputText: 'a' }, { inputText: 'a', dimensions: 256, normalize: false }])
  })

  it('Titan Multimodal: a text or an image', async () => {
    const { data } = await clientOf().embeddings.create({
      model: TITAN_IMAGE,
      input: ['a', PNG],
      dimensions: 384,
    })
    expect(data.map(({ embedding }) => embedding.length)).toEqual([384, 384])
    const embeddingConfig = { outputEmbeddingLength: 384 }
    expect(bodies()).toEqual([
      { inputText: 'a', embeddingConfig },
      { inputImage: PNG.slice(PNG.indexOf(',') + 1), embeddingConfig },
    ])
  })

  it('Cohere v3: 96 texts a call, documents unless told otherwise', async () => {
    const input = Array.from({ length: 200 }, (_, index) => `text ${index}`)
    const { data, usage } = await clientOf().embeddings.create({ model: COHERE_V3, input })
    expect(data).toHaveLength(200)
    expect(data.map(({ index }) => index)).toEqual(input.map((_, index) => index))
    const texts = bodies().map((body) => (body as { texts: string[] }).texts)
    expect(texts.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([8, 96, 96])
    expect(bodies()[0]).toMatchObject({ input_type: 'search_document' })
    expect(usage.prompt_tokens).toBe(input.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0))
  })

  it('Cohere v4: its own words for truncation and length, images apart', async () => {
    const { data } = await clientOf().embeddings.create({
      model: COHERE_V4,
      input: ['a', PNG, 'b'],
      input_type: 'search_query',
      truncate: 'END',
      dimensions: 512,
    })
    expect(data.map(({ embedding }) => embedding.length)).toEqual([512, 512, 512])
    const common = { input_type: 'search_query', truncate: 'RIGHT', output_dimension: 512 }
    expect(bodies()).toEqual(
      expect.arrayContaining([
        { texts: ['a'], ...common },
        { images: [PNG], ...common },
        { texts: ['b'], ...common },
      ]),
    )
  })

  it('Nova: a purpose, made of the input type', async () => {
    const client = clientOf()
    await client.embeddings.create({ model: NOVA, input: 'a', input_type: 'search_query', dimensions: 1024 })
    const { data } = await client.embeddings.create({ model: NOVA, input: PNG })
    expect(data[0]?.embedding).toHaveLength(3072)
    expect(bodies()).toMatchObject([
      {
        taskType: 'SINGLE_EMBEDDING',
        singleEmbeddingParams: {
          embeddingPurpose: 'GENERIC_RETRIEVAL',
          embeddingDimension: 1024,
          text: { truncationMode: 'NONE', value: 'a' },
        },
      },
      { singleEmbeddingParams: { embeddingPurpose: 'GENERIC_INDEX', image: { format: 'png' } } },
    ])
  })
})

describe('many texts', () => {
  it('go eight at a time, and come back in order whatever answers first', async () => {
    const { server } = setup
    const gates = Array.from({ length: 20 }, createGate)
    server.reply(({ json }) => {
      const index = Number((json as { inputText: string }).inputText)
      return {
        body: { embedding: [index], inputTextTokenCount: 1 },
        ...(gates[index] && { hold: gates[index].opened }),
      }
    })
    const input = gates.map((_, index) => `${index}`)
    const answer = clientOf().embeddings.create({ model: TITAN_V1, input })
    for (let count = 8; count > 0; count -= 1)
      await server.waitForRequest(({ json }) => isText(json, count - 1))
    expect(server.requests).toHaveLength(8)
    // The last one of those that are out goes first; its place is taken by the next.
    gates[7]?.open()
    await server.waitForRequest(({ json }) => isText(json, 8))
    expect(server.requests).toHaveLength(9)
    for (const gate of gates.toReversed()) gate.open()
    const { data, usage } = await answer
    expect(data.map(({ embedding }) => embedding[0])).toEqual(input.map(Number))
    expect(usage.total_tokens).toBe(20)
  })

  it('give the same as one after the other', async () => {
    countingVectors()
    const client = clientOf()
    const input = Array.from({ length: 30 }, (_, index) => `${index}`)
    const together = await client.embeddings.create({ model: TITAN_V1, input })
    for (const [index, text] of input.entries()) {
      const { data } = await client.embeddings.create({ model: TITAN_V1, input: text })
      expect(data[0]?.embedding).toEqual(together.data[index]?.embedding)
    }
  })

  it('end with the first failure: no further calls, and those under way are given up', async () => {
    const { server } = setup
    server.reply(({ json }) =>
      isText(json, 3)
        ? { error: { type: 'ThrottlingException', retryAfter: 7 } }
        : { body: {}, hold: new Promise(() => {}) },
    )
    const input = Array.from({ length: 30 }, (_, index) => `${index}`)
    const failure = await clientOf()
      .embeddings.create({ model: TITAN_V1, input })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RateLimitError)
    expect((failure as RateLimitError).headers?.get('retry-after')).toBe('7')
    const others = server.requests.filter(({ json }) => !isText(json, 3))
    expect(others.length).toBeLessThan(8)
    await Promise.all(others.map(({ closed }) => closed))
    expect(others.every(({ aborted }) => aborted)).toBe(true)
  })

  it('are given up when the caller aborts', async () => {
    const { server } = setup
    server.reply(() => ({ body: {}, hold: new Promise(() => {}) }))
    const controller = new AbortController()
    const answer = clientOf().embeddings.create(
      { model: TITAN_V1, input: ['a', 'b'] },
      { signal: controller.signal },
    )
    await server.waitForRequest(({ json }) => (json as { inputText: string }).inputText === 'b')
    controller.abort()
    await expect(answer).rejects.toBeInstanceOf(APIUserAbortError)
    await Promise.all(server.requests.map(({ closed }) => closed))
    expect(server.requests.every(({ aborted }) => aborted)).toBe(true)
  })
})

describe('models', () => {
  const input = 'a text'

  it('are found by table, default, and in place of a chat model', async () => {
    const chat = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
    const cases: [Parameters<typeof clientOf>[0], string][] = [
      [{ models: { 'text-embedding-3-small': TITAN_V2 } }, TITAN_V2],
      [{ embeddingModel: COHERE_V3 }, COHERE_V3],
      [{ model: chat, embeddingModel: TITAN_V1 }, TITAN_V1],
      [{ model: TITAN_V1 }, TITAN_V1],
      [{ defaultModel: TITAN_V1 }, TITAN_V1],
      [{ defaultModel: chat, embeddingModel: 'embedder', models: { embedder: TITAN_V2 } }, TITAN_V2],
    ]
    for (const [options, expected] of cases) {
      const { model } = await clientOf(options).embeddings.create({ model: 'text-embedding-3-small', input })
      expect(model).toBe(expected)
      expect(setup.server.requests.at(-1)?.modelId).toBe(expected)
    }
  })

  it('that nothing names are a 404 with the remedy', async () => {
    const failure = await failureOf(clientOf({ defaultModel: 'us.amazon.nova-lite-v1:0' }), {
      model: 'text-embedding-3-small',
      input,
    })
    expect(failure).toBeInstanceOf(NotFoundError)
    expect(failure).toMatchObject({ code: 'model_not_found', param: 'model' })
    expect(failure.message).toContain('PATCHBAY_DEFAULT_EMBEDDING_MODEL')
  })

  it('that do not embed are refused by name', async () => {
    const failure = await failureOf(clientOf(), { model: 'us.amazon.nova-lite-v1:0', input })
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure).toMatchObject({ code: 'unsupported_model', param: 'model' })
    expect(failure.message).toContain('amazon.titan-embed')
    expect(setup.server.requests).toHaveLength(0)
  })

  it('behind an application inference profile are declared', async () => {
    const id = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/unknown00000'
    const models = { team: { id, foundationModel: TITAN_V2 } }
    setup.server.enqueue({ body: { embedding: [1, 2], inputTextTokenCount: 1 } })
    const { model, data } = await clientOf({ models }).embeddings.create({ model: 'team', input })
    expect(model).toBe(id)
    expect(data[0]?.embedding).toEqual([1, 2])
    expect(setup.server.requests).toHaveLength(1)
  })
})

describe('an application inference profile', () => {
  const id = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/b2c3d4e5f6a1'
  const profile = {
    inferenceProfileId: 'b2c3d4e5f6a1',
    inferenceProfileName: 'embeddings',
    inferenceProfileArn: id,
    models: [{ modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${TITAN_V2}` }],
    status: 'ACTIVE' as const,
    type: 'APPLICATION' as const,
  }
  const known = setUpEndpoint({ inferenceProfiles: [profile] })

  it('is looked up, once', async () => {
    const client = known.clientOf()
    for (const dimensions of [256, 512]) {
      const { model } = await client.embeddings.create({ model: id, input: 'a text', dimensions })
      expect(model).toBe(id)
    }
    expect(known.server.requests.map(({ operation }) => operation)).toEqual([
      'GetInferenceProfile',
      'InvokeModel',
      'InvokeModel',
    ])
    expect(known.server.requests.at(-1)?.json).toEqual({ inputText: 'a text', dimensions: 512 })
  })

  it('that cannot be looked up is refused, with the remedy', async () => {
    const stranger = id.replace('b2c3', 'ffff')
    const failure = await failureOf(known.clientOf(), { model: stranger, input: 'a text' })
    expect(failure).toMatchObject({ status: 400, code: 'unsupported_model' })
    expect(failure.message).toContain('foundationModel')
  })
})

describe('refusals name the field', () => {
  const cases: [string, object, string][] = [
    ['an empty text', { input: '' }, 'input'],
    ['an empty text among others', { input: ['a', '', 'b'] }, 'input[1]'],
    ['an empty list', { input: [] }, 'input'],
    ['too long a list', { input: Array(2049).fill('a') }, 'input'],
    ['no input', { input: null }, 'input'],
    ['an object', { input: { text: 'a' } }, 'input'],
    ['a length that the model has not', { input: 'a', dimensions: 300 }, 'dimensions'],
    ['an unknown encoding', { input: 'a', encoding_format: 'int8' }, 'encoding_format'],
    ['an unknown input type', { model: COHERE_V3, input: 'a', input_type: 'query' }, 'input_type'],
    ['an image of another type', { model: NOVA, input: ['a', 'data:image/tiff;base64,AAAA'] }, 'input[1]'],
  ]
  it.each(cases)('%s', async (_name, fields, param) => {
    const failure = await failureOf(clientOf({}, 2), { model: TITAN_V2, ...fields })
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure.param).toBe(param)
    expect(failure.message).toContain(param)
    expect(setup.server.requests).toHaveLength(0)
  })

  it('and what is left out is reported', async () => {
    const extra = { input_type: 'search_query', user: 'u', top_k: 1 }
    const { response } = await clientOf()
      .embeddings.create({ model: TITAN_V2, input: 'a', ...extra })
      .withResponse()
    const warnings = JSON.parse(response.headers.get('x-patchbay-warnings') ?? '[]') as { field: string }[]
    expect(warnings.map(({ field }) => field).toSorted()).toEqual(['input_type', 'top_k', 'user'])
    const strict = await failureOf(clientOf({ strict: true }), { model: TITAN_V2, input: 'a', user: 'u' })
    expect(strict).toMatchObject({ status: 400, param: 'user' })
  })

  it('an answer without vectors is an error of the service, tried again', async () => {
    const body = { embedding: 'none' }
    setup.server.enqueue({ body }, { body })
    const failure = await failureOf(clientOf({}, 1), { model: TITAN_V2, input: 'a' })
    expect(failure).toMatchObject({ status: 502, code: 'malformed_answer' })
    expect(setup.server.requests).toHaveLength(2)
  })
})

function isText(json: unknown, index: number): boolean {
  return (json as { inputText: string }).inputText === `${index}`
}

async function failureOf(client: ReturnType<typeof clientOf>, body: object): Promise<BadRequestError> {
  return client.embeddings.create(body as { model: string; input: string }).then(
    () => expect.unreachable('The request was served.'),
    (error: unknown) => error as BadRequestError,
  )
}
