import { replayable } from '../policies/replayable.ts'
import type { RouteRequest } from '../route-request.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** An upload that was read: its fields, and the bytes they came in. */
export interface UploadForm {
  readonly form: FormData
  readonly bytes: Bytes
}

/**
 * The form of an upload that a client has encoded already, as openai 4 and 7 do, for a route that renames models: the
 * name is within the form. `undefined` for everything else, whose body is left alone: uploads are read into memory only
 * where they have to be.
 */
export async function readUploadForm(
  request: RouteRequest,
  { model, models }: Pick<CommonGatewayOptions, 'model' | 'models'>,
): Promise<UploadForm | undefined> {
  const renames = model !== undefined || (models !== undefined && Object.keys(models).length > 0)
  if (!renames) return undefined
  const contentType = request.headers.get('content-type')
  if (contentType === null || !/^multipart\/form-data\s*;/i.test(contentType)) return undefined
  const { body } = await replayable(request)
  if (!(body instanceof Uint8Array)) return undefined
  const bytes = new Uint8Array(body)
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  return { form, bytes }
}

/** A form as bytes with their type: not every `fetch` of a client knows the platform's `FormData`. */
export async function encodeForm(
  form: FormData,
): Promise<{ readonly body: Bytes; readonly contentType: string }> {
  const encoded = new Response(form)
  const contentType = encoded.headers.get('content-type') ?? 'multipart/form-data'
  return { body: new Uint8Array(await encoded.arrayBuffer()), contentType }
}
