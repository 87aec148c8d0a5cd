// Draws the pictures of spans in docs/, out of live runs on loopback servers, by OpenTelemetry's own SDK.
//
//   node --conditions=@patchbay/source scripts/span-pictures.ts
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { drawSpans } from './span-pictures/draw.ts'
import { recordFallback, recordToolLoop } from './span-pictures/runs.ts'

/** A picture, and where it is kept. */
export interface Picture {
  readonly file: string
  readonly svg: string
}

/** The pictures of runs that are made now. */
export async function spanPictures(): Promise<readonly Picture[]> {
  const fallback = drawSpans('A streamed chat on fallback([javelin(), bedrock()])', await recordFallback())
  const toolLoop = drawSpans('A tool loop on bedrock()', await recordToolLoop())
  return [
    { file: fileOf('fallback'), svg: fallback },
    { file: fileOf('tool-loop'), svg: toolLoop },
  ]
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`../docs/pictures/spans-${name}.svg`, import.meta.url))
}

if (import.meta.main) {
  for (const { file, svg } of await spanPictures()) await writeFile(file, svg)
}
