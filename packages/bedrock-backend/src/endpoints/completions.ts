import type { RouteRequest } from '@patchbay/core'
import { toCompletionRequests, type TranslationContext } from '@patchbay/translator'

import type { Services } from '../backend/backend.ts'
import { createContext } from '../backend/context.ts'
import { emitAll, refuseWhenStrict } from '../backend/report-warnings.ts'
import { resolveModel } from '../bedrock/model.ts'
import { answerTexts } from './completions/answer-texts.ts'
import { streamTexts } from './completions/stream-texts.ts'
import { readBody, readModel } from './read-body.ts'
import { decodeTokenInput } from './token-input.ts'

/** `POST /completions`, by Converse or ConverseStream: a call for each choice of each prompt. */
export async function serveCompletions(request: RouteRequest, services: Services): Promise<Response> {
  const { settings } = services
  const asked = readBody(request)
  const model = await resolveModel(
    readModel(request, asked),
    settings.options,
    settings.defaultModel,
    (arn) => services.resolveProfile(arn, request),
  )
  const prompt = await decodeTokenInput(asked['prompt'], 'prompt')
  const context = withTextId(createContext(model.facts, settings.options, new Map()))
  const { value: texts, warnings } = toCompletionRequests({ ...asked, prompt: prompt.value }, context)
  const all = [...model.warnings, ...prompt.warnings, ...warnings]
  refuseWhenStrict(all, settings.options)
  emitAll(all, settings.options)
  const prepared = { request, services, context, texts, warnings: all }
  return texts.stream ? streamTexts(prepared) : answerTexts(prepared)
}

function withTextId(context: TranslationContext): TranslationContext {
  return { ...context, id: context.id.replace(/^chatcmpl-/, 'cmpl-') }
}
