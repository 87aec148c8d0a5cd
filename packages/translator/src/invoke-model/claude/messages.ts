import type { ConverseCommandInput, ToolConfiguration } from '@aws-sdk/client-bedrock-runtime'

import {
  expectArray,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  optionalString,
} from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { createClaudeChunks, toClaudeMessage } from './answer.ts'
import { readBlocks, readSystem } from './blocks.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html */
const FIELDS: BodyFields = {
  anthropic_version: 'read',
  anthropic_beta: 'read',
  messages: 'read',
  system: 'read',
  tools: 'read',
  tool_choice: 'read',
  thinking: 'read',
  output_config: 'read',
  output_format: 'read',
  stream: 'read',
  max_tokens: 'maxTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'top_k',
  stop_sequences: 'stopSequences',
}

type Additional = NonNullable<ConverseCommandInput['additionalModelRequestFields']>

/** Claude's messages, as all Claude models since the third version take them. */
export function readClaudeMessages(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const sampling = readSampling(body, FIELDS, scope)
  const additional = { ...sampling.additionalModelRequestFields, ...readAdditional(body) }
  const system = readSystem(body['system'])
  const toolConfig = readTools(body)
  const outputConfig = readOutput(body)
  return {
    kind: 'converse',
    input: {
      modelId: scope.modelId,
      messages: readMessages(body, scope),
      ...(system === undefined ? {} : { system }),
      ...(sampling.inferenceConfig === undefined ? {} : { inferenceConfig: sampling.inferenceConfig }),
      ...(toolConfig === undefined ? {} : { toolConfig }),
      ...(outputConfig === undefined ? {} : { outputConfig }),
      ...(Object.keys(additional).length === 0
        ? {}
        : { additionalModelRequestFields: additional as Additional }),
    },
    toBody: (answer) => toClaudeMessage(answer, scope),
    createChunks: () => createClaudeChunks(scope),
  }
}

function readMessages(body: JsonObject, scope: InvokeScope): NonNullable<ConverseCommandInput['messages']> {
  return expectArray(body['messages'], 'messages').map((value, index) => {
    const path = `messages[${index}]`
    const message = expectObject(value, path)
    const role = expectString(message['role'], `${path}.role`)
    return {
      role: role === 'assistant' ? 'assistant' : 'user',
      content: readBlocks(message['content'], `${path}.content`, scope),
    }
  })
}

/** What Converse has no place for, under the names that Claude has for it there, too. */
function readAdditional(body: JsonObject): Record<string, unknown> {
  const { thinking, anthropic_beta: beta, tool_choice: choice, output_config: output } = body
  const says = isObject(choice) && (choice['disable_parallel_tool_use'] === true || choice['type'] === 'none')
  const effort = isObject(output) ? output['effort'] : undefined
  return {
    ...(isAbsent(thinking) ? {} : { thinking }),
    ...(isAbsent(beta) ? {} : { anthropic_beta: beta }),
    ...(says ? { tool_choice: choice } : {}),
    ...(isAbsent(effort) ? {} : { output_config: { effort } }),
  }
}

function readTools(body: JsonObject): ToolConfiguration | undefined {
  if (isAbsent(body['tools'])) return undefined
  const tools = expectArray(body['tools'], 'tools').map((value, index) => {
    const path = `tools[${index}]`
    const tool = expectObject(value, path)
    const type = optionalString(tool['type'], `${path}.type`)
    if (type !== undefined && type !== 'custom') refuse(`${path} (${type})`, 'is one of Claude’s own tools')
    const description = optionalString(tool['description'], `${path}.description`)
    return {
      toolSpec: {
        name: expectString(tool['name'], `${path}.name`),
        ...(description === undefined ? {} : { description }),
        inputSchema: { json: expectObject(tool['input_schema'], `${path}.input_schema`) as never },
        ...(typeof tool['strict'] === 'boolean' ? { strict: tool['strict'] } : {}),
      },
    }
  })
  if (tools.length === 0) return undefined
  const toolChoice = readToolChoice(body['tool_choice'])
  return { tools, ...(toolChoice === undefined ? {} : { toolChoice }) }
}

function readToolChoice(value: unknown): ToolConfiguration['toolChoice'] {
  if (!isObject(value)) return undefined
  if (value['type'] === 'any') return { any: {} }
  if (value['type'] === 'tool') return { tool: { name: expectString(value['name'], 'tool_choice.name') } }
  return value['type'] === 'auto' ? { auto: {} } : undefined
}

/** A schema for the answer stands in `output_config.format`, formerly in `output_format`. */
function readOutput(body: JsonObject): ConverseCommandInput['outputConfig'] {
  const output = body['output_config']
  const format = (isObject(output) ? output['format'] : undefined) ?? body['output_format']
  if (!isObject(format)) return undefined
  const schema = expectObject(format['schema'], 'output_config.format.schema')
  return {
    textFormat: {
      type: 'json_schema',
      structure: { jsonSchema: { name: 'answer', schema: JSON.stringify(schema) } },
    },
  }
}
