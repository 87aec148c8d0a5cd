import { isObject } from '../../is-object.ts'
import { familyOf } from '../families.ts'
import { parseModelReference } from '../model-id.ts'
import { effortIsKnown, outputSchemaIsValid } from '../rules/output-config.ts'
import type { Rule, RuleContext } from '../rules/rule.ts'
import { samplingIsTaken, topKIsTaken } from '../rules/sampling.ts'
import * as thinking from '../rules/thinking.ts'
import { toolPropertyKeysFit, toolSchemaRootIsPlain } from '../rules/tool-schemas.ts'
import { toolChoiceIsTaken } from '../rules/tools.ts'
import { inModelsWords, invalid, type Rejection } from '../service-error.ts'
import type { ConverseBody } from '../wire.ts'

/** https://github.com/anthropics/anthropic-sdk-typescript/issues/592 */
const parallelControlIsTaken: Rule = ({ additionalFields: { tool_choice: choice }, family }) =>
  isObject(choice) && 'disable_parallel_tool_use' in choice && !family.parallelToolControl
    ? invalid(
        'Malformed input request: #: subject must not be valid against schema {"required":["messages"]}#/tool_choice: extraneous key [disable_parallel_tool_use] is not permitted, please reformat your input and try again.',
      )
    : undefined

/** The rules of Converse that are the model's own, and hold for a body of the model's own protocol as well. */
const CLAUDE_RULES: readonly Rule[] = [
  toolChoiceIsTaken,
  parallelControlIsTaken,
  toolSchemaRootIsPlain,
  toolPropertyKeysFit,
  thinking.thinkingHasAKnownShape,
  thinking.thinkingIsTaken,
  thinking.thinkingCanBeTurnedOff,
  thinking.thinkingTakesNoSampling,
  thinking.thinkingTakesNoForcedTool,
  samplingIsTaken,
  topKIsTaken,
  thinking.budgetIsBelowMaxTokens,
  outputSchemaIsValid,
  effortIsKnown,
]

/** What the rules that Converse and InvokeModel share say about a Messages body: the model's words, without Converse's frame. */
export function brokenClaudeRule(body: Record<string, unknown>, bareModelId: string): Rejection | undefined {
  const loop = brokenToolLoop(body)
  if (loop) return loop
  const context = toRuleContext(body, bareModelId)
  for (const rule of CLAUDE_RULES) {
    const rejection = rule(context)
    if (rejection) return inModelsWords(rejection)
  }
  return undefined
}

/** With a budget, the first turn of the running tool loop begins with the thinking that it came with. */
function brokenToolLoop({ thinking: asked, messages }: Record<string, unknown>): Rejection | undefined {
  if (!isObject(asked) || asked['type'] !== 'enabled' || !Array.isArray(messages)) return undefined
  const holds = (message: unknown, type: string): boolean =>
    blocksOf(message).some((block) => block['type'] === type)
  const start = messages.findLastIndex(
    (message) => isObject(message) && message['role'] === 'user' && !holds(message, 'tool_result'),
  )
  const index = messages.findIndex(
    (message, at) =>
      at > start && isObject(message) && message['role'] === 'assistant' && holds(message, 'tool_use'),
  )
  const first = blocksOf(messages[index])[0]?.['type']
  if (typeof first !== 'string' || first === 'thinking' || first === 'redacted_thinking') return undefined
  return invalid(
    `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`.`,
  )
}

function blocksOf(message: unknown): Record<string, unknown>[] {
  const content = isObject(message) ? message['content'] : undefined
  return Array.isArray(content) ? content.filter(isObject) : []
}

/** What the shared rules look at, read from a Messages body. */
function toRuleContext(body: Record<string, unknown>, bareModelId: string): RuleContext {
  const { max_tokens: maxTokens, temperature, top_p: topP, output_config: output } = body
  const format = isObject(output) ? output['format'] : undefined
  const schema = isObject(format) ? format['schema'] : undefined
  const converse = {
    inferenceConfig: withoutAbsent({ maxTokens, temperature, topP }),
    ...(Array.isArray(body['tools']) && {
      toolConfig: { tools: body['tools'].map(toTool), toolChoice: toToolChoice(body['tool_choice']) },
    }),
    ...(schema !== undefined && {
      outputConfig: { textFormat: { structure: { jsonSchema: { schema: JSON.stringify(schema) } } } },
    }),
  }
  return {
    body: converse as unknown as ConverseBody,
    messages: [],
    family: familyOf(bareModelId),
    model: parseModelReference(bareModelId),
    modelId: bareModelId,
    streaming: false,
    additionalFields: body,
  }
}

/** A tool with its schema; Anthropic's own tools have none. */
function toTool(tool: unknown): object {
  return isObject(tool) && isObject(tool['input_schema'])
    ? { toolSpec: { name: tool['name'], inputSchema: { json: tool['input_schema'] } } }
    : {}
}

function toToolChoice(choice: unknown): Record<string, unknown> | undefined {
  if (!isObject(choice)) return undefined
  if (choice['type'] === 'any') return { any: {} }
  return choice['type'] === 'tool' ? { tool: { name: choice['name'] } } : undefined
}

const withoutAbsent = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null))
