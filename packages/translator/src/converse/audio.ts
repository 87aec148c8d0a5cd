import type { AudioBlock, AudioFormat } from '@aws-sdk/client-bedrock-runtime'

import { reject } from '../json-shape.ts'
import type { MediaSource } from './media-source.ts'
import type { RequestScope } from './request-scope.ts'

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

/** A resolved source as an audio block. */
export function createAudioBlock(source: MediaSource, path: string, scope: RequestScope): AudioBlock {
  const { model } = scope.context
  if (!model.capabilities.audio) {
    reject(
      path,
      `${path}: the model ${model.id} takes no audio. Send a transcript, or choose a model that takes audio.`,
    )
  }
  const format = findFormat(source)
  if (format === undefined) {
    return reject(
      path,
      `${path}: ${source.mediaType || 'an unknown type'} is not an audio format that Bedrock takes. Send one of ${Object.keys(FORMATS).join(', ')}.`,
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

/** Bytes decide only between formats that they can tell apart: a label such as `opus` says more than its container. */
function findFormat(source: MediaSource): AudioFormat | undefined {
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
