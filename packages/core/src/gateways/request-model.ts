import { isRecord } from '../internal/is-record.ts'
import type { RouteRequest } from '../route-request.ts'

/** The model that a request names: in its JSON body, in its form (uploads), else as Azure's deployment. */
export function requestedModel(request: RouteRequest): string | undefined {
  const body = request.json()
  if (isRecord(body) && typeof body['model'] === 'string') return body['model']
  if (request.body instanceof FormData) {
    const model = request.body.get('model')
    if (typeof model === 'string') return model
  }
  return request.deployment
}

/** A JSON body with `model` in place of the one it names. A body without a model stays as it is. */
export function renameModel(
  body: Readonly<Record<string, unknown>>,
  model: string | undefined,
): Readonly<Record<string, unknown>> {
  if (model === undefined || typeof body['model'] !== 'string' || body['model'] === model) return body
  return { ...body, model }
}

/** A form with `model` in place of the one it names: a copy, in the same order. */
export function renameFormModel(form: FormData, model: string | undefined): FormData {
  if (model === undefined || !form.has('model') || form.get('model') === model) return form
  const copy = new FormData()
  for (const [name, value] of form) copy.append(name, name === 'model' ? model : value)
  return copy
}

/** Puts a deployment's name into a body without a model, for gateways whose paths have no deployments. */
export function withModel(
  body: Readonly<Record<string, unknown>>,
  model: string | undefined,
): Readonly<Record<string, unknown>> {
  return model === undefined || typeof body['model'] === 'string' ? body : { ...body, model }
}
