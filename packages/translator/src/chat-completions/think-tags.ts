import type { ModelFamily } from '../model-facts/model-capabilities.ts'

/** The tags around reasoning in the content, for callers that ask for them. */
export interface ThinkTags {
  readonly open: string
  readonly close: string
}

const THINK: ThinkTags = { open: '<think>', close: '</think>' }
const REASONING: ThinkTags = { open: '<reasoning>', close: '</reasoning>' }

/** gpt-oss writes `<reasoning>` itself; everybody else's readers look for `<think>`. */
export function thinkTagsOf(family: ModelFamily): ThinkTags {
  return family === 'gpt-oss' ? REASONING : THINK
}
