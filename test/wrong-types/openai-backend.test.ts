import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { openai, register } from '@patchbay/sdk'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { withWrongTypes } from '../support/wrong-types.arbitrary.ts'
import {
  BODIES,
  CHAT_ANSWERS,
  CHAT_CHUNKS,
  CONVERSE_INPUTS,
  EMBEDDINGS,
} from './support/openai-backend-samples.ts'

const RUNS = { numRuns: 400 }

let backend: GatewayServer
let client: BedrockRuntimeClient
beforeAll(async () => {
  backend = await createGatewayServer()
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  client = register(
    new BedrockRuntimeClient({ region: 'us-east-1', credentials, maxAttempts: 1 }),
    openai({ baseURL: `${backend.url}/v1`, apiKey: 'key' }),
  )
})
afterAll(() => backend.close())
beforeEach(() => backend.reset())

/** Whether a call ends with an answer, or with a failure of the caller's own SDK. */
async function expectFailureOfSdk(call: () => Promise<unknown>, statuses: readonly number[]): Promise<void> {
  const error = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) return
  const { name, message, $metadata, $fault } = error as Error & {
    $metadata?: { httpStatusCode?: number }
    $fault?: string
  }
  expect({ name, message, $fault, status: $metadata?.httpStatusCode }).toMatchObject({
    $fault: expect.stringMatching(/^(?:client|server)$/),
    status: expect.toSatisfy((status: number) => statuses.includes(status)),
  })
}

async function drain(stream: AsyncIterable<unknown> | undefined): Promise<void> {
  for await (const _event of stream ?? []);
}

describe('wrong types in the input of a command on openai()', () => {
  const inputs = withWrongTypes(CONVERSE_INPUTS) as fc.Arbitrary<never>

  it('are a ValidationException of Converse', async () => {
    await expect(
      fc.assert(
        fc.asyncProperty(inputs, (input) =>
          expectFailureOfSdk(
            () => client.send(new ConverseCommand({ modelId: 'm', ...(input as object) } as never)),
            [400],
          ),
        ),
        RUNS,
      ),
    ).resolves.toBeUndefined()
  })

  it('are a ValidationException of ConverseStream', async () => {
    await expect(
      fc.assert(
        fc.asyncProperty(inputs, (input) =>
          expectFailureOfSdk(async () => {
            const command = new ConverseStreamCommand({ modelId: 'm', ...(input as object) } as never)
            await drain((await client.send(command)).stream)
          }, [400]),
        ),
        { numRuns: 100 },
      ),
    ).resolves.toBeUndefined()
  })

  it('are a ValidationException of CountTokens', async () => {
    await expect(
      fc.assert(
        fc.asyncProperty(
          withWrongTypes(CONVERSE_INPUTS.map((converse) => ({ input: { converse } }))),
          (input) =>
            expectFailureOfSdk(
              () => client.send(new CountTokensCommand({ modelId: 'm', ...(input as object) } as never)),
              [400],
            ),
        ),
        { numRuns: 200 },
      ),
    ).resolves.toBeUndefined()
  })

  it.each(Object.entries(BODIES))(
    'are a ValidationException of InvokeModel: %s',
    async (_family, { modelId, body }) => {
      await expect(
        fc.assert(
          fc.asyncProperty(withWrongTypes([body]), (changed) =>
            expectFailureOfSdk(
              () => client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(changed) })),
              [400],
            ),
          ),
          { numRuns: 150 },
        ),
      ).resolves.toBeUndefined()
    },
  )

  it('name the member', async () => {
    const send = (input: object) => client.send(new ConverseCommand({ modelId: 'm', ...input } as never))
    await expect(send({ messages: [{ role: 'user', content: 'Hi' }] })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'messages[0].content must be an array, not a string.',
    })
    await expect(send({ messages: [{ role: 'user', content: [null] }] })).rejects.toMatchObject({
      message: 'messages[0].content[0] must be an object, not null.',
    })
    const nova = { messages: [{ role: 'user', content: 'Hi' }], inferenceConfig: {} }
    const invoked = client.send(
      new InvokeModelCommand({ modelId: 'amazon.nova-pro-v1:0', body: JSON.stringify(nova) }),
    )
    await expect(invoked).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'messages[0].content must be an array, not a string.',
    })
  })
})

describe('wrong types in the answer of the backend', () => {
  const call = { modelId: 'm', messages: [{ role: 'user' as const, content: [{ text: 'Hi' }] }] }

  it('are a failure of Converse that is retried', async () => {
    await expect(
      fc.assert(
        fc.asyncProperty(withWrongTypes(CHAT_ANSWERS), async (answer) => {
          backend.enqueue({ json: answer })
          await expectFailureOfSdk(() => client.send(new ConverseCommand(call)), [500, 502])
        }),
        RUNS,
      ),
    ).resolves.toBeUndefined()
  })

  it('are a failure of ConverseStream that is retried', async () => {
    await expect(
      fc.assert(
        fc.asyncProperty(withWrongTypes([CHAT_CHUNKS]), async (events) => {
          backend.enqueue({ events: events as object[] })
          await expectFailureOfSdk(
            async () => drain((await client.send(new ConverseStreamCommand(call))).stream),
            [500, 502],
          )
        }),
        RUNS,
      ),
    ).resolves.toBeUndefined()
  })

  it.each(Object.entries(BODIES))(
    'are a failure of InvokeModel that is retried: %s',
    async (_family, each) => {
      const { modelId, body, kind } = each
      const command = { modelId, body: JSON.stringify(body) }
      await expect(
        fc.assert(
          fc.asyncProperty(
            withWrongTypes(kind === 'embeddings' ? EMBEDDINGS : CHAT_ANSWERS),
            async (answer) => {
              backend.enqueue({ json: answer })
              await expectFailureOfSdk(() => client.send(new InvokeModelCommand(command)), [500, 502])
            },
          ),
          { numRuns: 100 },
        ),
      ).resolves.toBeUndefined()
      if (kind !== undefined) return
      await expect(
        fc.assert(
          fc.asyncProperty(withWrongTypes([CHAT_CHUNKS]), async (events) => {
            backend.enqueue({ events: events as object[] })
            await expectFailureOfSdk(
              async () => drain((await client.send(new InvokeModelWithResponseStreamCommand(command))).body),
              [500, 502],
            )
          }),
          { numRuns: 100 },
        ),
      ).resolves.toBeUndefined()
    },
  )

  it('name the member', async () => {
    backend.enqueue({
      json: { choices: [{ message: { role: 'assistant', refusal: 5 }, finish_reason: 'stop' }] },
    })
    await expect(client.send(new ConverseCommand(call))).rejects.toMatchObject({
      message: expect.stringContaining('choices[0].message.refusal must be a string, not a number'),
      $metadata: { httpStatusCode: 502 },
    })
  })
})
