import type { AudioBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionContentPartInputAudio } from 'openai/resources/chat/completions'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import { createAudioBlock } from '../converse/audio.ts'
import { bytesSource, toMediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { isDataUrl, parseDataUrl } from '../data-url.ts'
import { expectObject, expectString, isAbsent, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** OpenAI → Converse: an `input_audio` part (`data` in base64 and `format`), or an `audio_url` part. */
export function toAudioBlock(part: JsonObject, path: string, scope: RequestScope): AudioBlock {
  if (part['type'] === 'audio_url') {
    const audioPath = `${path}.audio_url`
    const given = part['audio_url']
    const audio = typeof given === 'string' ? { url: given } : expectObject(given, audioPath)
    const reference = {
      url: expectString(audio['url'], `${audioPath}.url`),
      path: `${audioPath}.url`,
      mimeType: optionalString(audio['mime_type'], `${audioPath}.mime_type`),
      bucketOwner: optionalString(audio['bucketOwner'] ?? audio['bucket_owner'], `${audioPath}.bucketOwner`),
    }
    return createAudioBlock(toMediaSource(reference, scope), reference.path, scope)
  }
  const audioPath = `${path}.input_audio`
  const audio = expectObject(part['input_audio'], audioPath)
  const data = expectString(audio['data'], `${audioPath}.data`)
  const bytes = isDataUrl(data) ? parseDataUrl(data)?.bytes : decodeBase64(data)
  if (bytes === undefined || bytes.length === 0) {
    return reject(`${audioPath}.data`, `${audioPath}.data must be base64.`, 'invalid_base64')
  }
  const format = isAbsent(audio['format']) ? '' : expectString(audio['format'], `${audioPath}.format`)
  return createAudioBlock(
    bytesSource(bytes, format === '' ? '' : `audio/${format}`),
    `${audioPath}.format`,
    scope,
  )
}

/** Converse → OpenAI: an audio block as an `input_audio` part; OpenAI knows only mp3 and wav by name. */
export function toAudioPart(block: AudioBlock): ChatCompletionContentPartInputAudio | undefined {
  if (block.source?.bytes === undefined) return undefined
  const format = (block.format ?? 'wav') as ChatCompletionContentPartInputAudio.InputAudio['format']
  return { type: 'input_audio', input_audio: { data: encodeBase64(block.source.bytes), format } }
}
