import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { serveConverseStream } from '../converse-stream.ts'
import type { ServeCommand } from '../serve-command.ts'
import type { BodyFormat } from './body-format.ts'
import { readInvocation } from './invoke-model.ts'

interface StreamedAnswer {
  readonly $metadata: object
  readonly stream: AsyncIterable<ConverseStreamOutput>
}

/** Serves InvokeModelWithResponseStream by way of ConverseStream. */
export const serveInvokeModelStream: ServeCommand = async (service) => {
  const { model, format, converse } = await readInvocation(service)
  const { stream, $metadata } = (await serveConverseStream(converse)) as StreamedAnswer
  return { body: chunksOf(stream, format, model), contentType: 'application/json', $metadata }
}

async function* chunksOf(
  stream: AsyncIterable<ConverseStreamOutput>,
  format: BodyFormat,
  model: string,
): AsyncGenerator<object, void> {
  const push = format.createStream(model)
  const encoder = new TextEncoder()
  for await (const event of stream) {
    for (const chunk of push(event)) yield { chunk: { bytes: encoder.encode(JSON.stringify(chunk)) } }
  }
}
