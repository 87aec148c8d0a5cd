import { describe, expect, it } from 'vitest'

import { isServedNatively } from './offered-apis.ts'

describe('isServedNatively', () => {
  it.each([
    ['openai.gpt-oss-120b-1:0', true],
    ['us.openai.gpt-oss-20b-1:0', true],
    ['arn:aws:bedrock:us-west-2::foundation-model/openai.gpt-oss-20b-1:0', true],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', false],
    ['arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/openai.gpt-oss-x', false],
    ['gpt-oss', false],
  ])('%s: %s', (id, served) => {
    expect(isServedNatively(id)).toBe(served)
  })
})
