import type { ConverseCommandInput, Message } from '@aws-sdk/client-bedrock-runtime'

/** How one family writes a conversation into a prompt. */
export interface PromptTemplate {
  /** Whether a prompt is written in this template. */
  readonly pattern: RegExp
  read(prompt: string): Turn[]
}

interface Turn {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/**
 * The conversation that a prompt holds, by its template; a prompt without one is what the user says. An open turn of the
 * assistant without a text, with which prompts end, asks for the answer and is no turn of its own.
 */
export function toConversation(
  prompt: string,
  templates: readonly PromptTemplate[],
): Pick<ConverseCommandInput, 'system' | 'messages'> {
  const template = templates.find(({ pattern }) => pattern.test(prompt))
  const turns = (template?.read(prompt) ?? [{ role: 'user', text: prompt }])
    .map(({ role, text }): Turn => ({ role, text: text.trim() }))
    .filter(({ text }) => text !== '')
  const system = turns.filter(({ role }) => role === 'system').map(({ text }) => ({ text }))
  const messages = turns.flatMap(({ role, text }): Message[] =>
    role === 'system' ? [] : [{ role, content: [{ text }] }],
  )
  return { ...(system.length === 0 ? {} : { system }), messages }
}

/** `\n\nHuman: ...\n\nAssistant: ...`; what stands before is the system's. https://docs.anthropic.com/en/api/migrating-from-text-completions-to-messages */
export const HUMAN_ASSISTANT: PromptTemplate = {
  pattern: /(?:^|\n\n)\s*Human:/,
  read: (prompt) => split(prompt, /(?:^|\n\n)\s*(Human|Assistant):/, 'system'),
}

/** `User: ...\nBot: ...` https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html */
export const USER_BOT: PromptTemplate = {
  pattern: /(?:^|\n)\s*User:[\s\S]*\n\s*Bot:/,
  read: (prompt) => split(prompt, /(?:^|\n)\s*(User|Bot):/, 'system'),
}

/** Llama 3 and 4. https://www.llama.com/docs/model-cards-and-prompt-formats/ */
export const LLAMA_HEADERS: PromptTemplate = {
  pattern: /<\|(?:start_header_id|header_start)\|>/,
  read: (prompt) =>
    split(
      prompt.replaceAll(/<\|(?:begin_of_text|eot_id|eot|eom_id)\|>/g, ''),
      /<\|(?:start_header_id|header_start)\|>\s*(\w+)\s*<\|(?:end_header_id|header_end)\|>/,
      'system',
    ),
}

/** Llama 2 and Mistral: `<s>[INST] ... [/INST] answer</s>`, with `<<SYS>>...<</SYS>>` in the first turn of Llama 2. */
export const INSTRUCTIONS: PromptTemplate = {
  pattern: /\[INST\]/,
  read(prompt) {
    const system = /<<SYS>>([\s\S]*?)<<\/SYS>>/.exec(prompt)?.[1]
    const rest = prompt.replace(/<<SYS>>[\s\S]*?<<\/SYS>>/, '').replaceAll(/<\/?s>/g, '')
    const turns = split(rest.replaceAll('[/INST]', '[INST:answer]'), /\[(INST(?::answer)?)\]/, 'system')
    return system === undefined ? turns : [{ role: 'system', text: system }, ...turns]
  },
}

/** DeepSeek: `<｜begin▁of▁sentence｜>system<｜User｜>...<｜Assistant｜><think>\n` */
export const DEEPSEEK_TOKENS: PromptTemplate = {
  pattern: /<｜(?:User|Assistant)｜>/,
  read: (prompt) =>
    split(
      prompt.replaceAll(/<｜(?:begin|end)▁of▁sentence｜>/g, '').replace(/<think>\s*$/, ''),
      /<｜(User|Assistant)｜>/,
      'system',
    ),
}

const ROLES: Readonly<Record<string, Turn['role']>> = {
  human: 'user',
  user: 'user',
  inst: 'user',
  ipython: 'user',
  tool: 'user',
  system: 'system',
  assistant: 'assistant',
  bot: 'assistant',
  'inst:answer': 'assistant',
}

/** Cuts a prompt at the marks that name the next speaker. */
function split(prompt: string, mark: RegExp, before: Turn['role']): Turn[] {
  const [first = '', ...rest] = prompt.split(mark)
  const turns: Turn[] = [{ role: before, text: first }]
  for (let index = 0; index < rest.length; index += 2) {
    turns.push({ role: ROLES[rest[index]?.toLowerCase() ?? ''] ?? 'user', text: rest[index + 1] ?? '' })
  }
  return turns
}
