import type {
  ConverseCommandInput,
  ConverseResponse,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime'

/** A JSON object of a body. */
export type Json = Readonly<Record<string, unknown>>

/** How the bodies of one family of models look, and what they mean in Converse: each family has one adapter to it. */
export interface BodyFormat {
  /** Whether a body for this model is of this format. */
  matches(model: string, body: Json): boolean
  /** @throws ServedFailure that names the field which has no counterpart. */
  toConverse(body: Json): Omit<ConverseCommandInput, 'modelId'>
  toAnswer(answer: ConverseResponse, model: string): Json
  /** A push reducer: Converse's events in, the family's chunks out. */
  createStream(model: string): (event: ConverseStreamOutput) => Json[]
}
