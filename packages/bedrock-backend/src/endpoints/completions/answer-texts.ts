import { toTextCompletion } from '@patchbay/translator'

import { mergeCompletions } from '../../backend/merge-choices.ts'
import { complete } from '../chat-completions/answer-whole.ts'
import { forEachChoice, type PreparedCompletion } from './prepared-completion.ts'

/** Calls Converse for every choice and answers with one completion. */
export async function answerTexts(prepared: PreparedCompletion): Promise<Response> {
  const answers = await forEachChoice(prepared, complete)
  const merged = mergeCompletions(answers.map(({ completion }) => completion))
  return new Response(JSON.stringify(toTextCompletion(merged, prepared.texts.echoes)), {
    status: 200,
    headers: { 'content-type': 'application/json', ...answers[0]?.headers },
  })
}
