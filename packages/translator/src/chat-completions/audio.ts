import type { AudioBlock, AudioFormat } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionContentPartInputAudio } from 'openai/resources/chat/completions'

import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isDataUrl, parseDataUrl } from '../data-url.ts'
import { expectObject, expectString, isAbsent, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { bytesSource, toMediaSource } from '../converse/media-source.ts'
import type { MediaSource } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_AudioBlock.html; the value is the subtype's usual name. */
const FORMATS = {
  mp3: 'mp3',
  opus: 'opus',
  wav: 'wav',
  aac: 'aac',
  flac: 'flac',
  mp4: 'mp4',
  ogg: 'ogg',
  mkv: 'x-matroska',
  mka: 'x-matroska',
  'x-aac': 'x-aac',
  m4a: 'm4a',
  mpeg: 'mpeg',
  mpga: 'mpga',
  pcm: 'pcm',
  webm: 'webm',
} satisfies Record<AudioFormat, string>

/** Other names of the same formats. */
const ALIASES: ReadonlyMap<string, AudioFormat> = new Map([
  ['x-wav', 'wav'],
  ['wave', 'wav'],
  ['vnd.wave', 'wav'],
  ['x-flac', 'flac'],
  ['x-m4a', 'm4a'],
  ['mpeg3', 'mp3'],
  ['x-matroska', 'mka'],
  ['pcm16', 'pcm'],
  ['l16', 'pcm'],
])

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
    return audioBlockOf(toMediaSource(reference, scope), reference.path, scope)
  }
  const audioPath = `${path}.input_audio`
  const audio = expectObject(part['input_audio'], audioPath)
  const data = expectString(audio['data'], `${audioPath}.data`)
  const bytes = isDataUrl(data) ? parseDataUrl(data)?.bytes : decodeBase64(data)
  if (bytes === undefined || bytes.length === 0) {
    return reject(`${audioPath}.data`, `${audioPath}.data must be base64.`, 'invalid_base64')
  }
  const format = isAbsent(audio['format']) ? '' : expectString(audio['format'], `${audioPath}.format`)
  return audioBlockOf(
    bytesSource(bytes, format === '' ? '' : `audio/${format}`),
    `${audioPath}.format`,
    scope,
  )
}

/** A resolved source as an audio block. */
export function audioBlockOf(source: MediaSource, path: string, scope: RequestScope): AudioBlock {
  const { model } = scope.context
  if (!model.capabilities.audio) {
    reject(
      path,
      `${path}: the model ${model.id} takes no audio. Send a transcript, or choose a model that listens.`,
    )
  }
  const format = formatOf(source)
  if (format === undefined) {
    return reject(
      path,
      `${path}: ${source.mediaType || 'an unknown type'} is no audio format of Bedrock, which takes ${Object.keys(FORMATS).join(', ')}.`,
      'unsupported_audio_format',
    )
  }
  return {
    format,
    source: source.kind === 'bytes' ? { bytes: source.bytes } : { s3Location: source.s3Location },
  }
}

/** Whether a media type names audio. */
export function isAudioType(mediaType: string): boolean {
  return mediaType.startsWith('audio/')
}

/** Converse → OpenAI: an audio block as an `input_audio` part; OpenAI knows only mp3 and wav by name. */
export function toAudioPart(block: AudioBlock): ChatCompletionContentPartInputAudio | undefined {
  if (block.source?.bytes === undefined) return undefined
  const format = (block.format ?? 'wav') as ChatCompletionContentPartInputAudio.InputAudio['format']
  return { type: 'input_audio', input_audio: { data: encodeBase64(block.source.bytes), format } }
}

/** Bytes decide only between formats that they can tell apart: a label such as `opus` says more than its container. */
function formatOf(source: MediaSource): AudioFormat | undefined {
  const labelled = toFormat(source.mediaType)
  if (source.kind === 's3') return labelled
  const sniffed = source.sniffed === undefined ? undefined : toFormat(source.sniffed)
  if (sniffed === undefined || (labelled !== undefined && SAME_CONTAINER.get(sniffed)?.has(labelled))) {
    return labelled
  }
  return sniffed
}

const SAME_CONTAINER: ReadonlyMap<AudioFormat, ReadonlySet<AudioFormat>> = new Map([
  ['ogg', new Set<AudioFormat>(['opus'])],
  ['m4a', new Set<AudioFormat>(['mp4', 'aac'])],
  ['mp4', new Set<AudioFormat>(['m4a', 'aac'])],
  ['webm', new Set<AudioFormat>(['mkv', 'mka', 'opus'])],
  ['mp3', new Set<AudioFormat>(['mpeg', 'mpga'])],
])

function toFormat(mediaType: string): AudioFormat | undefined {
  const subtype = mediaType.replace(/^(?:audio|video)\//, '')
  return subtype in FORMATS ? (subtype as AudioFormat) : ALIASES.get(subtype)
}
