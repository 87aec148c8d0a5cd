import type { ImagesResponse } from 'openai/resources/images'

import { WarningCollector } from '../context.ts'
import type { Translated } from '../context.ts'
import { isObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import type { MadeImages } from './protocol.ts'
import type { ImageCalls, ImageContext } from './request.ts'

/**
 * InvokeModel answers → OpenAI images, in the order of the calls. Where a filter took some of them, the others are
 * answered, with a warning.
 *
 * @param answers the JSON of one answer for each body of `calls`, in their order
 * @throws TranslationError 400 `content_policy_violation` when a filter took all of them, 502 for answers without images
 */
export function toImagesResponse(
  answers: readonly unknown[],
  calls: ImageCalls,
  context: Pick<ImageContext, 'created'>,
): Translated<ImagesResponse> {
  const { protocol, size, format } = calls
  const made = answers.map((answer): MadeImages => {
    return isObject(answer) ? protocol.toImages(answer) : { images: [], problem: undefined }
  })
  const images = made.flatMap((one) => one.images)
  const problem = made.find((one) => one.problem !== undefined)?.problem
  if (images.length === 0) throw nothingMade(problem)
  const warnings = new WarningCollector()
  if (images.length < calls.images) {
    warnings.add(
      'images_missing',
      'n',
      `${images.length} of ${calls.images} images were made${problem === undefined ? '.' : `: ${problem}`}`,
    )
  }
  const value: ImagesResponse = {
    created: context.created,
    data: images.map((image) => ({ b64_json: image })),
    output_format: format as 'png' | 'jpeg',
    ...(size === undefined || protocol.sizeWarning(size) !== undefined
      ? {}
      : { size: `${size.width}x${size.height}` }),
  }
  return { value, warnings: warnings.list() }
}

function nothingMade(problem: string | undefined): TranslationError {
  if (problem === undefined || problem === 'Inference error') {
    return new TranslationError(`The model made no image${problem === undefined ? '.' : `: ${problem}`}`, {
      status: 502,
      type: 'server_error',
      code: 'malformed_answer',
    })
  }
  return new TranslationError(`The model made no image: ${problem}`, {
    param: 'prompt',
    code: 'content_policy_violation',
    type: 'image_generation_user_error',
  })
}
