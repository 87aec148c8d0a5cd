import type { ConverseCommandInput, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { fromConverseJson } from '@patchbay/translator'
import { callOpenAI } from '../openai-backend/send-openai.ts'
import { openEvents, type StreamedAnswer } from '../openai-backend/converse-stream.ts'
import type { ServeCommand, Service } from '../openai-backend/service.ts'
import { toConverseBody } from './converse.ts'

/** Serves ConverseStream by a route that knows its words. */
export const serveConverseStream: ServeCommand = (service) =>
  openConverseStream(service, service.input as unknown as ConverseCommandInput)

/** The output of a ConverseStream command with this input. */
export async function openConverseStream(
  service: Service,
  input: ConverseCommandInput,
): Promise<StreamedAnswer<ConverseStreamOutput>> {
  const started = performance.now()
  const response = await callOpenAI(service, '/converse', { ...toConverseBody(input), stream: true })
  const withMetrics = (event: ConverseStreamOutput): ConverseStreamOutput =>
    event.metadata === undefined
      ? event
      : { metadata: { ...event.metadata, metrics: { latencyMs: Math.round(performance.now() - started) } } }
  return openEvents<object, ConverseStreamOutput>(service, response, {
    push: (event) => [withMetrics(fromConverseJson(event))],
    end: () => [],
  })
}
