import type { VideoBlock, VideoFormat } from '@aws-sdk/client-bedrock-runtime'

import { expectObject, expectString, optionalString, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { toMediaSource, toMediaUrl } from '../converse/media-source.ts'
import type { MediaSource } from '../converse/media-source.ts'
import type { VideoPart } from './openai-types.ts'
import type { RequestScope } from '../converse/request-scope.ts'

/** Converse's formats → their media types. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_VideoBlock.html */
const MEDIA_TYPES = {
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  webm: 'video/webm',
  flv: 'video/x-flv',
  mpeg: 'video/mpeg',
  mpg: 'video/mpg',
  wmv: 'video/x-ms-wmv',
  three_gp: 'video/3gpp',
} satisfies Record<VideoFormat, string>

const FORMATS: ReadonlyMap<string, VideoFormat> = new Map(
  Object.entries(MEDIA_TYPES).flatMap(([format, type]) => [
    [type, format as VideoFormat] as const,
    [`video/${format}`, format as VideoFormat] as const,
  ]),
)

/** OpenAI-shaped → Converse: a `video_url` part (no part of OpenAI's own API, but widely used). */
export function toVideoBlock(part: JsonObject, path: string, scope: RequestScope): VideoBlock {
  const videoPath = `${path}.video_url`
  const given = part['video_url']
  const video = typeof given === 'string' ? { url: given } : expectObject(given, videoPath)
  const reference = {
    url: expectString(video['url'], `${videoPath}.url`),
    path: `${videoPath}.url`,
    mimeType: optionalString(video['mime_type'], `${videoPath}.mime_type`),
    bucketOwner: optionalString(video['bucketOwner'] ?? video['bucket_owner'], `${videoPath}.bucketOwner`),
  }
  return videoBlockOf(toMediaSource(reference, scope), reference.path, scope)
}

/** A resolved source as a video block. */
export function videoBlockOf(source: MediaSource, path: string, scope: RequestScope): VideoBlock {
  const { model } = scope.context
  if (!model.capabilities.video) {
    reject(
      path,
      `${path}: the model ${model.id} takes no video. Choose a model that does, such as Amazon Nova.`,
    )
  }
  const labelled = FORMATS.get(source.mediaType)
  const sniffed = source.kind === 'bytes' ? FORMATS.get(source.sniffed ?? '') : undefined
  // All Matroska files start alike, and so do most ISO files: there the label says more.
  const isContainer = sniffed === 'webm' || sniffed === 'mp4'
  const format = isContainer ? (labelled ?? sniffed) : (sniffed ?? labelled)
  if (format === undefined) {
    return reject(
      path,
      `${path}: ${source.mediaType || 'an unknown type'} is no video format of Bedrock, which takes ${Object.keys(MEDIA_TYPES).join(', ')}.`,
      'unsupported_video_format',
    )
  }
  return {
    format,
    source: source.kind === 'bytes' ? { bytes: source.bytes } : { s3Location: source.s3Location },
  }
}

/** Whether a media type names video. */
export function isVideoType(mediaType: string): boolean {
  return mediaType.startsWith('video/')
}

/** Converse → OpenAI-shaped: a video block as a `video_url` part; `undefined` for a block without a source. */
export function toVideoPart(block: VideoBlock): VideoPart | undefined {
  const mediaType = MEDIA_TYPES[block.format ?? 'mp4']
  const url = toMediaUrl(block.source, mediaType)
  if (url === undefined) return undefined
  const s3Location = block.source?.s3Location
  if (s3Location === undefined) return { type: 'video_url', video_url: { url } }
  const owner = s3Location.bucketOwner === undefined ? {} : { bucketOwner: s3Location.bucketOwner }
  return { type: 'video_url', video_url: { url, mime_type: mediaType, ...owner } }
}
