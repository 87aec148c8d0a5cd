import { register } from '@patchbay/sdk'
import { APIError, BadRequestError, NotFoundError } from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { setUpEndpoint } from './support/setup.ts'

const NOVA = 'amazon.nova-canvas-v1:0'
const TITAN = 'amazon.titan-image-generator-v2:0'
const CORE = 'stability.stable-image-core-v1:1'
const PNG = /^iVBORw0KGgo/
const setup = setUpEndpoint()
const { clientOf, route } = setup

const bodies = () => setup.server.requests.map(({ json }) => json as Readonly<Record<string, unknown>>)
const configs = () =>
  bodies().map((body) => body['imageGenerationConfig'] as Readonly<Record<string, number>>)

describe.each(versions)('$name', ({ OpenAI }) => {
  it('generates images', async () => {
    const client = register(
      new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: 0 }),
      route({ models: { 'dall-e-3': NOVA } }),
    )
    const answer = await client.images.generate({
      model: 'dall-e-3',
      prompt: 'A robot',
      n: 2,
      size: '1792x1024',
      quality: 'hd',
      response_format: 'b64_json',
    })
    expect(answer).toMatchObject({ output_format: 'png', size: '1792x1024' })
    expect(answer.created).toBeGreaterThan(1_700_000_000)
    expect(answer.data?.map(({ b64_json: image }) => PNG.test(image ?? ''))).toEqual([true, true])
    expect(bodies()).toEqual([
      {
        taskType: 'TEXT_IMAGE',
        textToImageParams: { text: 'A robot' },
        imageGenerationConfig: {
          numberOfImages: 2,
          width: 1792,
          height: 1024,
          quality: 'premium',
          seed: expect.any(Number) as number,
        },
      },
    ])
  })
})

describe('calls', () => {
  it('make five images each on Nova and Titan, with seeds that differ', async () => {
    for (const model of [NOVA, TITAN]) {
      setup.server.reset()
      const { data } = await clientOf().images.generate({
        model,
        prompt: 'A robot',
        n: 7,
        seed: 5,
        cfg_scale: 8,
      })
      expect(new Set(data?.map(({ b64_json: image }) => image)).size).toBe(7)
      const sent = configs().toSorted((one, other) => (one['seed'] ?? 0) - (other['seed'] ?? 0))
      expect(sent).toEqual([
        { numberOfImages: 5, cfgScale: 8, seed: 5 },
        { numberOfImages: 2, cfgScale: 8, seed: 6 },
      ])
    }
  })

  it('make one image each on Stability, in order', async () => {
    setup.server.reply(({ json }) => {
      const { seed } = json as { seed: number }
      return { body: { seeds: [seed], finish_reasons: [null], images: [`image ${seed}`] } }
    })
    const { data, output_format: format } = await clientOf().images.generate({
      model: CORE,
      prompt: 'A robot',
      n: 10,
      seed: 0,
      output_format: 'jpeg',
      negative_prompt: 'people',
    })
    expect(data?.map(({ b64_json: image }) => image)).toEqual(
      Array.from({ length: 10 }, (_, seed) => `image ${seed}`),
    )
    expect(format).toBe('jpeg')
    expect(bodies()[0]).toMatchObject({
      mode: 'text-to-image',
      negative_prompt: 'people',
      output_format: 'jpeg',
    })
  })

  it('get another seed each time unless the request names one', async () => {
    for (const _ of [1, 2, 3, 4]) await clientOf().images.generate({ model: NOVA, prompt: 'A robot' })
    expect(new Set(configs().map(({ seed }) => seed)).size).toBeGreaterThan(1)
  })
})

describe('sizes', () => {
  it.each([
    ['1024x1024', '1:1'],
    ['1536x1024', '3:2'],
    ['1792x1024', '16:9'],
    ['1024x1536', '2:3'],
  ])('%s is %s on Stability', async (size, ratio) => {
    const { response } = await clientOf().images.generate({ model: CORE, prompt: 'a', size }).withResponse()
    expect(bodies()).toMatchObject([{ aspect_ratio: ratio }])
    expect(response.headers.has('x-patchbay-warnings')).toBe(size !== '1024x1024')
  })

  it.each([
    [NOVA, '300x300', '320'],
    [NOVA, '1000x1000', '16'],
    [NOVA, '4096x512', '1:4'],
    [NOVA, '4096x4096', 'pixels'],
    [NOVA, 'large', '1024x1024'],
    [TITAN, '1536x1024', '1152x768'],
    [CORE, '3000x1000', 'ratios'],
  ])('%s does not make %s', async (model, size, hint) => {
    const failure = await failureOf({ model, prompt: 'a', size })
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure).toMatchObject({ param: 'size' })
    expect(failure.message).toContain(hint)
  })
})

describe('refusals', () => {
  const cases: [string, object, string][] = [
    ['a URL as answer', { response_format: 'url' }, 'response_format'],
    ['a stream', { stream: true }, 'stream'],
    ['a transparent background', { background: 'transparent' }, 'background'],
    ['another format', { output_format: 'webp' }, 'output_format'],
    ['an unknown quality', { quality: 'best' }, 'quality'],
    ['too many images', { n: 11 }, 'n'],
    ['no prompt', { prompt: ' ' }, 'prompt'],
    ['a seed that is too large', { seed: 900_000_000 }, 'seed'],
    ['a chat model', { model: 'us.amazon.nova-lite-v1:0' }, 'model'],
  ]
  it.each(cases)('%s, by name', async (_name, fields, param) => {
    const failure = await failureOf({ model: NOVA, prompt: 'a', ...fields })
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure.param).toBe(param)
    expect(setup.server.requests).toHaveLength(0)
  })

  it('of names that nothing resolves are a 404, whatever the default model', async () => {
    const failure = await failureOf(
      { model: 'dall-e-3', prompt: 'a' },
      { defaultModel: 'us.amazon.nova-lite-v1:0' },
    )
    expect(failure).toBeInstanceOf(NotFoundError)
    expect(failure.message).toContain('dall-e-3')
  })

  it("by the content filter are the caller's, and not tried again; some images are better than none", async () => {
    const { server } = setup
    server.enqueue({ body: { images: [], error: 'blocked by our content filters' } })
    const failure = await failureOf({ model: NOVA, prompt: 'a' }, {}, 2)
    expect(failure).toMatchObject({ status: 400, code: 'content_policy_violation' })
    server.enqueue({ body: { finish_reasons: ['Filter reason: prompt'] } })
    expect(await failureOf({ model: CORE, prompt: 'a' })).toMatchObject({ status: 400, param: 'prompt' })
    server.enqueue({ body: { images: ['abc'], error: 'some were blocked' } })
    const { data, response } = await clientOf()
      .images.generate({ model: NOVA, prompt: 'a', n: 2 })
      .withResponse()
    expect(data.data).toHaveLength(1)
    expect(response.headers.get('x-patchbay-warnings')).toContain('some were blocked')
  })

  it('of the model itself are tried again', async () => {
    const body = { finish_reasons: ['Inference error'] }
    setup.server.enqueue({ body })
    const { data } = await clientOf({}, 1).images.generate({ model: CORE, prompt: 'a' })
    expect(data).toHaveLength(1)
    expect(setup.server.requests).toHaveLength(2)
  })
})

async function failureOf(
  body: object,
  options: Parameters<typeof clientOf>[0] = {},
  retries = 0,
): Promise<APIError> {
  return clientOf(options, retries)
    .images.generate(body as { prompt: string })
    .then(
      () => expect.unreachable('The request was served.'),
      (error: unknown) => error as APIError,
    )
}
