import { isObject } from '../is-object.ts'
import type { Prompt, PromptTool } from '../model-simulator/prompt.ts'
import { imageDimensions } from '../loopback/image-facts.ts'
import { claudeThinking, thinksByDefault, UNSAID_MAX_TOKENS } from './rules/thinking.ts'
import type { RuleContext } from './rules/rule.ts'
import type { ContentBlock, MediaBlock, ToolResult } from './wire.ts'

/** What a Converse request asks, in the model simulator's terms. */
export function toPrompt(context: RuleContext): Prompt {
  const { body, messages } = context
  const last = messages.at(-1)
  const prefill = last?.role === 'assistant' ? textOf(last.content) : ''
  const userTurn = messages.findLast((message) => message.role === 'user')?.content ?? []
  return {
    text: textOf(userTurn),
    toolResults: userTurn.flatMap((block) => (block.toolResult ? [resultText(block.toolResult)] : [])),
    attachments: userTurn.flatMap(attachment),
    tools: toolsOf(context),
    toolChoice: toolChoiceOf(context),
    parallelToolCalls: allowsParallelCalls(context),
    thinking: wantsThinking(context),
    outputSchema: outputSchemaOf(context),
    prefill,
    maxTokens: body.inferenceConfig?.maxTokens ?? UNSAID_MAX_TOKENS,
    stopSequences: body.inferenceConfig?.stopSequences ?? [],
  }
}

/** Whether the request (or the family) asks for visible reasoning. */
function wantsThinking(context: RuleContext): boolean {
  const { additionalFields, family } = context
  if (claudeThinking(context) || thinksByDefault(context)) return true
  if (family.thinking === 'always') return true
  const nova = additionalFields['reasoningConfig']
  if (family.thinking === 'nova' && isObject(nova)) return nova['type'] === 'enabled'
  const { reasoning } = additionalFields
  const nested = isObject(reasoning) ? reasoning['effort'] : undefined
  const effort = nested ?? additionalFields['reasoning_effort'] ?? additionalFields['reasoning_config']
  return family.thinking === 'effort-field' && effort !== undefined && effort !== 'none'
}

function toolsOf({ body }: RuleContext): PromptTool[] {
  return (body.toolConfig?.tools ?? []).flatMap(({ toolSpec }) =>
    toolSpec
      ? [{ name: toolSpec.name, description: toolSpec.description ?? '', schema: toolSpec.inputSchema.json }]
      : [],
  )
}

function toolChoiceOf({ body, additionalFields }: RuleContext): Prompt['toolChoice'] {
  const choice = body.toolConfig?.toolChoice
  if (choice?.tool) return { name: choice.tool.name }
  if (choice?.any) return 'any'
  const native = additionalFields['tool_choice']
  return isObject(native) && native['type'] === 'none' ? 'none' : 'auto'
}

function allowsParallelCalls({ additionalFields }: RuleContext): boolean {
  const native = additionalFields['tool_choice']
  return !(isObject(native) && native['disable_parallel_tool_use'] === true)
}

function outputSchemaOf({ body }: RuleContext): unknown {
  const schema = body.outputConfig?.textFormat?.structure.jsonSchema.schema
  return schema === undefined ? undefined : JSON.parse(schema)
}

const textOf = (blocks: readonly ContentBlock[]): string =>
  blocks.flatMap((block) => block.text ?? block.guardContent?.text?.text ?? []).join('\n')

function resultText(result: ToolResult): string {
  return result.content
    .map(
      (content) =>
        content.text ?? (content.json === undefined ? '[attachment]' : JSON.stringify(content.json)),
    )
    .join(' ')
}

function attachment({ image, document, video, audio }: ContentBlock): string[] {
  if (image) return [describeImage(image)]
  if (document) return [`a document named "${document.name}" (${document.format ?? 'text'})`]
  if (video) return [`a video (${video.format})`]
  return audio ? [`a recording (${audio.format})`] : []
}

function describeImage(image: MediaBlock): string {
  const { bytes, s3Location } = image.source
  if (s3Location) return `a ${image.format} picture at ${s3Location.uri}`
  const buffer = Buffer.from(String(bytes ?? ''), 'base64')
  const size = imageDimensions(buffer)
  const pixels = size ? ` of ${size.width} × ${size.height} pixels` : ''
  return `a ${image.format} picture${pixels} (${buffer.length} bytes)`
}
