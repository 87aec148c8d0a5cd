// Report 27: choices with any index, streams of any content type, refused stream_options (Mistral: 422), texts as lists (DeepSeek: 422), and documents that are text
import { bedrock } from '@patchbay/bedrock-backend'
import { configure, type Warning } from '@patchbay/core'
import { createGatewayServer } from '@patchbay/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { CLAUDE, MESSAGES, VERSIONS } from '../bedrock/support/clients.ts'
import { drain } from '../bedrock/support/setup.ts'
import { callsOf, chunk, lines, textOf } from './support/awkward-backend.ts'

afterEach(() => configure(null))

describe.each(VERSIONS)(
  'report 27: habits of OpenAI-compatible backends, with client-bedrock-runtime $version',
  ({ sdk }) => {
    const { on, converse, stream } = callsOf(sdk)

    it.each([
      ['none', {}],
      ['1', { index: 1 }],
      ['one that counts up', { index: 'counting' }],
    ])('takes the choice whatever its index is: %s', async (_what, rest) => {
      await using backend = await createGatewayServer()
      const texts = ['One', ', two.']
      const choice = (number: number) => ({
        ...rest,
        ...('index' in rest && rest.index === 'counting' ? { index: number } : {}),
      })
      backend.enqueue({
        events: [
          ...texts.map((content, number) => ({ choices: [{ delta: { content }, ...choice(number) }] })),
          { choices: [{ delta: {}, finish_reason: 'stop', ...choice(2) }] },
        ],
      })
      expect(textOf(await stream(backend))).toBe('One, two.')
    })

    it.each([undefined, 'text/plain', 'application/octet-stream', 'application/x-ndjson'])(
      'reads a stream of the content type %s',
      async (type) => {
        await using backend = await createGatewayServer()
        const body = lines(chunk({ content: 'Yes.' }), chunk({}, { finish_reason: 'stop' }), '[DONE]')
        backend.enqueue({ body, headers: type === undefined ? {} : { 'content-type': type } })
        expect(textOf(await stream(backend))).toBe('Yes.')
      },
    )

    it.each([400, 422])(
      'asks once more without stream_options where they are refused with %i, and remembers',
      async (status) => {
        const warnings: Warning[] = []
        configure({ onWarning: (warning) => warnings.push(warning) })
        await using backend = await createGatewayServer()
        const client = on(backend)
        const ask = async () => {
          const { stream: events } = await client.send(
            new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
          )
          return textOf(await drain(events))
        }
        const refusal = {
          detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }],
        }
        backend.enqueue({ status, json: refusal }, { text: 'First.' }, { text: 'Second.' })
        expect([await ask(), await ask()]).toEqual(['First.', 'Second.'])
        expect(backend.requests.map(({ json }) => 'stream_options' in (json as object))).toEqual([
          true,
          false,
          false,
        ])
        expect(warnings.filter(({ field }) => field === 'stream_options')).toHaveLength(1)
      },
    )

    it('leaves stream_options out where the route says so', async () => {
      await using backend = await createGatewayServer()
      const { stream: events } = await on(backend, { streamOptions: false }).send(
        new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
      )
      await drain(events)
      expect(backend.requests[0]?.json).not.toHaveProperty('stream_options')
    })

    it('sends texts as one string, which is all that some backends take', async () => {
      await using backend = await createGatewayServer()
      await converse(backend, {
        system: [{ text: 'Be short.' }, { text: 'Be kind.' }],
        messages: [{ role: 'user', content: [{ text: 'One.' }, { text: 'Two.' }] }],
      })
      expect(backend.requests[0]?.json).toMatchObject({
        messages: [
          { role: 'system', content: 'Be short.\n\nBe kind.' },
          { role: 'user', content: 'One.\n\nTwo.' },
        ],
      })
    })

    it.each(['txt', 'md', 'csv', 'html'] as const)('sends a %s document as its text', async (format) => {
      await using backend = await createGatewayServer()
      const document = { name: 'notes', format, source: { bytes: new TextEncoder().encode('# Grüße') } }
      await converse(backend, { messages: [{ role: 'user', content: [{ text: 'Read.' }, { document }] }] })
      expect(backend.requests[0]?.json).toMatchObject({
        messages: [{ role: 'user', content: `Read.\n\nnotes.${format}:\n\n# Grüße` }],
      })
    })

    it('keeps texts apart, and documents as files, on a route that understands them', () => {
      expect(bedrock({ region: 'us-east-1' }).chatProfile).toEqual({ extensions: true })
    })
  },
)
