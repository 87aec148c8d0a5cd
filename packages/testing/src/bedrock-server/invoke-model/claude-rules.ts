import { isObject } from '../../is-object.ts'
import { familyOf } from '../families.ts'
import { parseModelReference } from '../model-id.ts'
import { effortIsKnown, outputSchemaIsValid } from '../rules/output-config.ts'
import type { Rule, RuleContext } from '../rules/rule.ts'
import { samplingIsTaken, topKIsTaken } from '../rules/sampling.ts'
import * as thinking from '../rules/thinking.ts'
import { toolChoiceIsTaken } from '../rules/tools.ts'
import { inModelsWords, type Rejection } from '../service-error.ts'
import type { ConverseBody } from '../wire.ts'

/** The rules of Converse that are the model's own, and hold for a body of the model's own protocol as well. */
const CLAUDE_RULES: readonly Rule[] = [
  toolChoiceIsTaken,
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
  const context = toRuleContext(body, bareModelId)
  for (const rule of CLAUDE_RULES) {
    const rejection = rule(context)
    if (rejection) return inModelsWords(rejection)
  }
  return undefined
}

/** What the shared rules look at, read from a Messages body. */
function toRuleContext(body: Record<string, unknown>, bareModelId: string): RuleContext {
  const { max_tokens: maxTokens, temperature, top_p: topP, output_config: output } = body
  const format = isObject(output) ? output['format'] : undefined
  const schema = isObject(format) ? format['schema'] : undefined
  const converse = {
    inferenceConfig: withoutAbsent({ maxTokens, temperature, topP }),
    ...(Array.isArray(body['tools']) && {
      toolConfig: { tools: [], toolChoice: toToolChoice(body['tool_choice']) },
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

function toToolChoice(choice: unknown): Record<string, unknown> | undefined {
  if (!isObject(choice)) return undefined
  if (choice['type'] === 'any') return { any: {} }
  return choice['type'] === 'tool' ? { tool: { name: choice['name'] } } : undefined
}

const withoutAbsent = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null))
