import type {
  ConverseCommandInput,
  ConverseResponse,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime'
import type { Invocation, ReportedFailure, StreamTranslator, Translated } from '@patchbay/translator'
import type { Service } from './service.ts'

/** What a translator of answers is told besides the answer. */
export interface AnswerFacts {
  /** Milliseconds since the request was sent. */
  readonly latencyMs: number
}

/** One of OpenAI's APIs, as what Bedrock commands are translated to. */
export interface OpenAIApi {
  /** What it answers with, for errors: `chat completion`. */
  readonly answerName: string
  /** @throws BackendFailure where the API has no counterpart */
  readonly toRequest: (service: Service, input: ConverseCommandInput) => object
  /** Sends a request. @throws BackendFailure for every answer that reports a failure */
  readonly send: (service: Service, request: object) => Promise<Response>
  /** The same for a streamed answer, which is asked for here. */
  readonly sendStreamed: (service: Service, request: object) => Promise<Response>
  /** The failure that an answer, or one event of a stream, reports. */
  readonly findFailure: (answer: unknown) => ReportedFailure | undefined
  readonly isAnswer: (answer: object) => boolean
  readonly toAnswer: (service: Service, answer: object, facts: AnswerFacts) => Translated<ConverseResponse>
  readonly createStream: (
    service: Service,
    facts: AnswerFacts,
  ) => StreamTranslator<object, ConverseStreamOutput>
  /** A body of InvokeModel as this API can be asked it. */
  readonly adaptInvocation: (service: Service, invocation: Invocation) => Invocation
}
