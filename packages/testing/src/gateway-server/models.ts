import { CREATED, type OpenAIAnswer } from './openai-answer.ts'

/** GET .../models */
export function modelList(models: readonly string[]): OpenAIAnswer {
  return { body: { object: 'list', data: models.map(model) } }
}

/** GET .../models/{id}; `undefined` for an unknown id. */
export function oneModel(models: readonly string[], id: string): OpenAIAnswer | undefined {
  return models.includes(id) ? { body: model(id) } : undefined
}

const model = (id: string) => ({ id, object: 'model', created: CREATED, owned_by: 'patchbay-testing' })
