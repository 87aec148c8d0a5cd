import { isObject } from '../../is-object.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'
import { pixel } from './pixel.ts'

const KEYS = ['prompt', 'mode', 'aspect_ratio', 'output_format', 'seed', 'negative_prompt']
const RATIOS = ['16:9', '1:1', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21']
const MAX_PROMPT = 10_000

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-stability-diffusion.html */
export const stabilityImage: NativeModel = {
  check(body) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, KEYS)
    if (extra) return extra
    const { prompt, mode, aspect_ratio: ratio, output_format: format, seed = 0 } = body
    if (typeof prompt !== 'string' || prompt === '' || prompt.length > MAX_PROMPT)
      return malformed(`#/prompt: expected 1 to ${MAX_PROMPT} characters`)
    if (![undefined, 'text-to-image'].includes(mode as string))
      return malformed('#/mode: is not a valid enum value')
    if (ratio !== undefined && !RATIOS.includes(ratio as string))
      return malformed('#/aspect_ratio: is not a valid enum value')
    if (![undefined, 'png', 'jpeg'].includes(format as string))
      return malformed('#/output_format: is not a valid enum value')
    return Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) <= 4_294_967_295
      ? undefined
      : malformed('#/seed: is not from 0 to 4294967295')
  },
  answer(body) {
    const { prompt, seed = 0 } = body as { prompt: string; seed?: number }
    return {
      body: { seeds: [seed], finish_reasons: [null], images: [pixel(`${prompt} ${seed}`)] },
      chunks: [],
      inputTokens: countTokens(prompt),
      outputTokens: 0,
    }
  },
}
