import type { VideoBlock } from '@aws-sdk/client-bedrock-runtime'

import { toMediaSource, toMediaUrl } from '../converse/media-source.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { createVideoBlock, VIDEO_MEDIA_TYPES } from '../converse/video.ts'
import { expectObject, expectString, optionalString } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { VideoPart } from './openai-types.ts'

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
  return createVideoBlock(toMediaSource(reference, scope), reference.path, scope)
}

/** Converse → OpenAI-shaped: a video block as a `video_url` part; `undefined` for a block without a source. */
export function toVideoPart(block: VideoBlock): VideoPart | undefined {
  const mediaType = VIDEO_MEDIA_TYPES[block.format ?? 'mp4']
  const url = toMediaUrl(block.source, mediaType)
  if (url === undefined) return undefined
  const s3Location = block.source?.s3Location
  if (s3Location === undefined) return { type: 'video_url', video_url: { url } }
  const owner = s3Location.bucketOwner === undefined ? {} : { bucketOwner: s3Location.bucketOwner }
  return { type: 'video_url', video_url: { url, mime_type: mediaType, ...owner } }
}
