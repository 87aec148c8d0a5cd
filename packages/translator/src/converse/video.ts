import type { VideoBlock, VideoFormat } from '@aws-sdk/client-bedrock-runtime'

import { reject } from '../json-shape.ts'
import type { MediaSource } from './media-source.ts'
import type { RequestScope } from './request-scope.ts'

/** Converse's formats → their media types. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_VideoBlock.html */
export const VIDEO_MEDIA_TYPES = {
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
  Object.entries(VIDEO_MEDIA_TYPES).flatMap(([format, type]) => [
    [type, format as VideoFormat] as const,
    [`video/${format}`, format as VideoFormat] as const,
  ]),
)

/** A resolved source as a video block. */
export function createVideoBlock(source: MediaSource, path: string, scope: RequestScope): VideoBlock {
  const { model } = scope.context
  if (!model.capabilities.video) {
    reject(
      path,
      `${path}: the model ${model.id} takes no video. Choose a model that does, such as Amazon Nova.`,
    )
  }
  const labelled = FORMATS.get(source.mediaType)
  const sniffed = source.kind === 'bytes' ? FORMATS.get(source.sniffed ?? '') : undefined
  // All Matroska files begin alike, and so do most ISO files: for those the label says more.
  const isContainer = sniffed === 'webm' || sniffed === 'mp4'
  const format = isContainer ? (labelled ?? sniffed) : (sniffed ?? labelled)
  if (format === undefined) {
    return reject(
      path,
      `${path}: ${source.mediaType || 'an unknown type'} is not a video format that Bedrock takes. Send one of ${Object.keys(VIDEO_MEDIA_TYPES).join(', ')}.`,
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
