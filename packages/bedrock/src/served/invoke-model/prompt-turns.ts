import type { ConverseCommandInput, Message } from '@aws-sdk/client-bedrock-runtime'

/** One turn of a conversation that was written as one text. */
interface Turn {
  readonly role: string
  readonly text: string
}

/** The model writers' own templates, which their models expect around a prompt. */
const TEMPLATES = {
  /** https://www.llama.com/docs/model-cards-and-prompt-formats/meta-llama-3/ */
  llama: /<\|start_header_id\|>(system|user|assistant)<\|end_header_id\|>/,
  /** https://docs.mistral.ai/guides/tokenization/ */
  mistral: /(\[\/?INST\])/,
  /** https://huggingface.co/deepseek-ai/DeepSeek-R1 `tokenizer_config.json` */
  deepseek: /(<｜User｜>|<｜Assistant｜>)/,
  /** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html */
  titan: /(?:^|\n)(User|Bot):/,
} as const satisfies Record<string, RegExp>

/** Marks of a text's begin and end, and of a thought to come. */
const MARKS = /<\|begin_of_text\|>|<\|eot_id\|>|<\/?s>|<｜(?:begin|end)▁of▁sentence｜>|<think>/g

const ROLES: Readonly<Record<string, string>> = {
  '[INST]': 'user',
  '[/INST]': 'assistant',
  '<｜User｜>': 'user',
  '<｜Assistant｜>': 'assistant',
  User: 'user',
  Bot: 'assistant',
}

/** A prompt as a conversation. What is not written in the model's template is one message of the user's. */
export function conversationOf(
  prompt: string,
  template: keyof typeof TEMPLATES,
): Pick<ConverseCommandInput, 'messages' | 'system'> {
  const [before = '', ...parts] = prompt.split(TEMPLATES[template])
  const turns: Turn[] = []
  for (let index = 0; index < parts.length; index += 2) {
    const role = parts[index] ?? ''
    turns.push({ role: ROLES[role] ?? role, text: cleaned(parts[index + 1]) })
  }
  const said = turns.filter(({ role, text }) => role !== 'system' && text !== '')
  if (said.length === 0) return { messages: [{ role: 'user', content: [{ text: cleaned(prompt) }] }] }
  const system = [cleaned(before), ...turns.filter(({ role }) => role === 'system').map(({ text }) => text)]
  const kept = system.filter((text) => text !== '').map((text) => ({ text }))
  const messages = said.map(({ role, text }): Message => ({
    role: role === 'assistant' ? 'assistant' : 'user',
    content: [{ text }],
  }))
  return { messages, ...(kept.length > 0 && { system: kept }) }
}

function cleaned(text: string | undefined): string {
  return (text ?? '').replace(MARKS, '').trim()
}
