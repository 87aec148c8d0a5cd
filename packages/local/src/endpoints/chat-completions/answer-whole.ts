import { fromConverseJson, toChatCompletion } from '@patchbay/translator'

import { emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { mergeCompletions } from '../../backend/merge-choices.ts'
import { passedHeaders, unknownOperation } from '../../backend/service-error.ts'
import { connectionError, readText, type HttpAnswer } from '../../transport/http-client.ts'
import { callAll, type Exchange } from './exchange.ts'

type ConverseOutput = Parameters<typeof toChatCompletion>[0]

/** Calls Converse and answers with a chat completion. */
export async function answerWhole(exchange: Exchange): Promise<Response> {
  const answers = await callAll(exchange, 'converse', readOutput)
  const translated = answers.map(({ output }) => toChatCompletion(output, exchange.recall, exchange.context))
  const warnings = translated.flatMap((answer) => answer.warnings)
  emitAll(warnings, exchange.services.settings.options)
  return new Response(JSON.stringify(mergeCompletions(translated.map(({ value }) => value))), {
    status: 200,
    headers: {
      'content-type': 'application/json',
      ...answers[0]?.headers,
      ...warningHeaders([...exchange.warnings, ...warnings]),
    },
  })
}

/** What Converse answered, and its headers that are passed on. */
export async function readOutput(
  answer: HttpAnswer,
): Promise<{ output: ConverseOutput; headers: Record<string, string> }> {
  const json = parseAnswer(await readText(answer.body))
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  return { output: fromConverseJson<ConverseOutput>(json), headers: passedHeaders(answer) }
}

/** An answer that is no JSON did not come from Bedrock, or not in one piece: trying again may help. */
function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
}
