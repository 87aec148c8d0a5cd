import type { ConverseCommandInput, Message } from '@aws-sdk/client-bedrock-runtime'

/** How one family writes a conversation into a prompt. */
export interface PromptTemplate {
  /** Whether a prompt is written in this template. */
  fits(prompt: string): boolean
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
  const template = templates.find((each) => each.fits(prompt))
  const turns = (template?.read(prompt) ?? [{ role: 'user', text: prompt }])
    .map(({ role, text }): Turn => ({ role, text: text.trim() }))
    .filter(({ text }) => text !== '')
  const system = turns.filter(({ role }) => role === 'system').map(({ text }) => ({ text }))
  const messages = turns.flatMap(({ role, text }): Message[] =>
    role === 'system' ? [] : [{ role, content: [{ text }] }],
  )
  return { ...(system.length === 0 ? {} : { system }), messages }
}

/**
 * The names of speakers are looked for first, and then what stands before them: a search for the blank line, of which a prompt
 * may have thousands, would begin again at each.
 */
const HUMAN = /Human:(?<=(?:^|\n\n)\s*Human:)/
const HUMAN_OR_ASSISTANT = /(Human|Assistant):(?<=(?:^|\n\n)\s*(?:Human|Assistant):)/
const USER = /User:(?<=(?:^|\n)\s*User:)/
const BOT = /Bot:(?<=\n\s*Bot:)/
const USER_OR_BOT = /(User|Bot):(?<=(?:^|\n)\s*(?:User|Bot):)/

/** `\n\nHuman: ...\n\nAssistant: ...`; what stands before is the system's. https://docs.anthropic.com/en/api/migrating-from-text-completions-to-messages */
export const HUMAN_ASSISTANT: PromptTemplate = {
  fits: (prompt) => HUMAN.test(prompt),
  read: (prompt) => split(prompt, HUMAN_OR_ASSISTANT, 'system'),
}

/** `User: ...\nBot: ...` https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html */
export const USER_BOT: PromptTemplate = {
  fits(prompt) {
    const user = USER.exec(prompt)
    return user !== null && BOT.test(prompt.slice(user.index))
  },
  read: (prompt) => split(prompt, USER_OR_BOT, 'system'),
}

/** Llama 3 and 4. https://www.llama.com/docs/model-cards-and-prompt-formats/ */
export const LLAMA_HEADERS: PromptTemplate = {
  fits: (prompt) => /<\|(?:start_header_id|header_start)\|>/.test(prompt),
  read: (prompt) =>
    split(
      prompt.replaceAll(/<\|(?:begin_of_text|eot_id|eot|eom_id)\|>/g, ''),
      /<\|(?:start_header_id|header_start)\|>\s*(\w+)\s*<\|(?:end_header_id|header_end)\|>/,
      'system',
    ),
}

/** Llama 2 and Mistral: `<s>[INST] ... [/INST] answer</s>`, with `<<SYS>>...<</SYS>>` in the first turn of Llama 2. */
export const INSTRUCTIONS: PromptTemplate = {
  fits: (prompt) => prompt.includes('[INST]'),
  read(prompt) {
    const { system, rest } = cutSystem(prompt)
    const marked = rest.replaceAll(/<\/?s>/g, '').replaceAll('[/INST]', '[INST:answer]')
    const turns = split(marked, /\[(INST(?::answer)?)\]/, 'system')
    return system === undefined ? turns : [{ role: 'system', text: system }, ...turns]
  },
}

const SYSTEM_START = '<<SYS>>'
const SYSTEM_END = '<</SYS>>'

/** The first text between the marks of the system's turn, and the prompt without it. */
function cutSystem(prompt: string): { readonly system: string | undefined; readonly rest: string } {
  const start = prompt.indexOf(SYSTEM_START)
  const end = start < 0 ? -1 : prompt.indexOf(SYSTEM_END, start + SYSTEM_START.length)
  if (end < 0) return { system: undefined, rest: prompt }
  return {
    system: prompt.slice(start + SYSTEM_START.length, end),
    rest: prompt.slice(0, start) + prompt.slice(end + SYSTEM_END.length),
  }
}

/** DeepSeek: `<｜begin▁of▁sentence｜>system<｜User｜>...<｜Assistant｜><think>\n` */
export const DEEPSEEK_TOKENS: PromptTemplate = {
  fits: (prompt) => /<｜(?:User|Assistant)｜>/.test(prompt),
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
