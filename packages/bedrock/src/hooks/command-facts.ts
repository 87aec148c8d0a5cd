import type { HookOperation, ObservedRequest } from '@patchbay/core'
import { readModelId } from '../call.ts'
import type { Arguments } from '../smithy.ts'
import { readInvocationBody } from './invocation-body.ts'

/** Commands, by the operation that hooks are told. Of any other command its name. */
const OPERATIONS: Readonly<Record<string, HookOperation>> = {
  ConverseCommand: 'converse',
  ConverseStreamCommand: 'converse',
  InvokeModelCommand: 'invoke_model',
  InvokeModelWithResponseStreamCommand: 'invoke_model',
  InvokeModelWithBidirectionalStreamCommand: 'invoke_model',
  CountTokensCommand: 'count_tokens',
}

const STREAMED: ReadonlySet<string> = new Set([
  'ConverseStreamCommand',
  'InvokeModelWithResponseStreamCommand',
  'InvokeModelWithBidirectionalStreamCommand',
])

/** The last part of a command's path: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
const PATHS: Readonly<Record<string, string>> = {
  ConverseCommand: 'converse',
  ConverseStreamCommand: 'converse-stream',
  InvokeModelCommand: 'invoke',
  InvokeModelWithResponseStreamCommand: 'invoke-with-response-stream',
  InvokeModelWithBidirectionalStreamCommand: 'invoke-with-bidirectional-stream',
  CountTokensCommand: 'count-tokens',
}

/** What hooks are told of a command when it begins, but for where it would go. */
export function observedCommand(
  command: string,
  input: Arguments['input'],
): Pick<ObservedRequest, 'client' | 'operation' | 'stream' | 'model' | 'body'> {
  return {
    client: 'bedrock',
    operation: operationOf(command),
    stream: STREAMED.has(command),
    model: readModelId(input),
    body: () => bodyOf(command, input),
  }
}

/** The API of Bedrock's that a command is of, in the words of hooks. */
export function apiOf(command: string): string | undefined {
  if (command.startsWith('InvokeModel')) return 'invoke-model'
  return operationOf(command) === 'converse' ? 'converse' : undefined
}

/** Where a command would go below the client's endpoint. */
export function pathOf(command: string, input: Arguments['input']): string {
  const model = readModelId(input)
  const path = Object.hasOwn(PATHS, command) ? PATHS[command] : undefined
  return path === undefined || model === undefined ? '/' : `/model/${encodeURIComponent(model)}/${path}`
}

/** `ApplyGuardrailCommand` → `apply_guardrail` */
function operationOf(command: string): HookOperation {
  if (Object.hasOwn(OPERATIONS, command)) return OPERATIONS[command] as HookOperation
  const words = command.replace(/Command$/, '').match(/[A-Z][a-z0-9]*/g) ?? []
  return words.join('_').toLowerCase() || 'unknown'
}

/** An invocation's body is the model's own JSON, in bytes or text. */
function bodyOf(command: string, input: Arguments['input']): unknown {
  return operationOf(command) === 'invoke_model' ? readInvocationBody(input['body']) : input
}
