import { type AnswerState, DEFAULT_SETTINGS } from '../answer-state.ts'
import type { ClientProtocol } from '../translation/clients.ts'
import {
  CITATIONS,
  CUT,
  ERROR_IN_MID_STREAM,
  GUARDRAIL,
  PARALLEL_CALLS,
  REASONING,
  TEXT,
  WHOLE,
} from './converse.ts'
import { FRAMES } from './frames.ts'
import { CHAT_COMPLETION, CLAUDE, RESPONSES } from './others.ts'

/** An answer to begin with. */
export interface AnswerExample {
  readonly id: string
  readonly label: string
  readonly text: string
  /** What the answer is shown for, where it is not Chat Completions. */
  readonly client?: ClientProtocol
  /** The model that answers, where it is not the default. */
  readonly model?: string
}

/** The first one is what the tab begins with. */
export const EXAMPLES: readonly [AnswerExample, ...AnswerExample[]] = [
  { id: 'calls', label: 'Parallel tool calls', text: PARALLEL_CALLS },
  { id: 'text', label: 'Text', text: TEXT },
  { id: 'reasoning', label: 'Reasoning with its signature', text: REASONING },
  { id: 'error', label: 'An error in mid-stream', text: ERROR_IN_MID_STREAM },
  { id: 'cut', label: 'A stream that was cut', text: CUT },
  { id: 'citations', label: 'Citations', text: CITATIONS },
  { id: 'guardrail', label: 'Stopped by a guardrail', text: GUARDRAIL },
  { id: 'whole', label: 'A whole answer of Converse', text: WHOLE },
  { id: 'frames', label: 'An event stream in base64', text: FRAMES },
  { id: 'claude', label: 'Claude by InvokeModel', text: CLAUDE, client: 'messages' },
  {
    id: 'responses',
    label: 'GPT by Responses, for a Bedrock client',
    text: RESPONSES,
    client: 'converse',
    model: 'openai.gpt-5.5',
  },
  {
    id: 'chat',
    label: 'gpt-oss by Chat Completions, for a Bedrock client',
    text: CHAT_COMPLETION,
    client: 'converse',
    model: 'openai.gpt-oss-120b-1:0',
  },
]

/** What the tab shows of an example: its first step. */
export function stateOf({
  text,
  client = 'chat-completions',
  model = DEFAULT_SETTINGS.model,
}: AnswerExample): AnswerState {
  return { ...DEFAULT_SETTINGS, text, client, model, step: 0 }
}
