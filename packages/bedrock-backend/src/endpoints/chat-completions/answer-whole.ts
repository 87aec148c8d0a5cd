import { fromConverseJson, toChatCompletion } from '@patchbay/translator'
import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion } from 'openai/resources/chat/completions'

import { mergeCompletions } from '../../backend/merge-choices.ts'
import { emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { passedHeaders, unknownOperation } from '../../backend/service-error.ts'
import { connectionError, readText, type HttpAnswer } from '../../transport/http-client.ts'
import { callAll, type PreparedRequest } from './prepared-request.ts'

/** Calls Converse and answers with a chat completion. */
export async function answerWhole(prepared: PreparedRequest): Promise<Response> {
  const { completion, headers } = await complete(prepared)
  return new Response(JSON.stringify(completion), {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** A whole answer, all its choices, and the headers that go with it. Its warnings have been handed on. */
export async function complete(
  prepared: PreparedRequest,
): Promise<{ completion: ChatCompletion; headers: Record<string, string> }> {
  const answers = await callAll(prepared, 'converse', readOutput)
  const translated = answers.map(({ output }) =>
    toChatCompletion(output, prepared.responseContext, prepared.context),
  )
  const warnings = translated.flatMap((answer) => answer.warnings)
  emitAll(warnings, prepared.services.settings.options)
  return {
    completion: mergeCompletions(translated.map(({ value }) => value)),
    headers: { ...answers[0]?.headers, ...warningHeaders([...prepared.warnings, ...warnings]) },
  }
}

/** The answer of Converse, and the headers that go with it. */
export async function readOutput(
  answer: HttpAnswer,
): Promise<{ output: Partial<ConverseResponse>; headers: Record<string, string> }> {
  const json = parseAnswer(await readText(answer.body))
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  return { output: fromConverseJson<Partial<ConverseResponse>>(json), headers: passedHeaders(answer) }
}

/** An answer that is no JSON did not come from Bedrock, or not in one piece: trying again may help. */
function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
}
