import type { Prompt, PromptTool } from '../model-simulator/prompt.ts'
import type { MessagesBlock, MessagesRequest, MessagesTool } from './request.ts'

/** What a Messages request asks, in the model simulator's terms. */
export function messagesPrompt(request: MessagesRequest): Prompt {
  const last = request.messages.findLast((message) => message.role === 'user')?.content ?? ''
  const blocks = typeof last === 'string' ? [{ type: 'text', text: last }] : last
  const final = request.messages.at(-1)
  return {
    text: textOf(blocks),
    toolResults: blocks
      .filter((block) => block.type === 'tool_result')
      .map((block) => textOf(block.content ?? '')),
    attachments: blocks
      .filter((block) => block.type === 'image' || block.type === 'document')
      .map((block) => `a ${block.source?.media_type ?? block.type}`),
    tools: (request.tools ?? []).map(toTool),
    toolChoice: toToolChoice(request.tool_choice),
    parallelToolCalls: request.tool_choice?.disable_parallel_tool_use !== true,
    thinking: request.thinking?.type === 'enabled' || request.thinking?.type === 'adaptive',
    outputSchema: request.output_config?.format?.schema ?? request.output_format?.schema,
    prefill: final?.role === 'assistant' ? textOf(final.content) : '',
    maxTokens: request.max_tokens,
    stopSequences: request.stop_sequences ?? [],
  }
}

function toToolChoice(choice: MessagesRequest['tool_choice']): Prompt['toolChoice'] {
  if (choice?.type === 'tool') return { name: choice.name ?? '' }
  return choice?.type === 'any' || choice?.type === 'none' ? choice.type : 'auto'
}

const toTool = (tool: MessagesTool): PromptTool => ({
  name: tool.name,
  description: tool.description ?? '',
  schema: tool.input_schema ?? {},
})

const textOf = (content: string | readonly MessagesBlock[]): string =>
  typeof content === 'string' ? content : content.flatMap((block) => block.text ?? []).join('\n')
