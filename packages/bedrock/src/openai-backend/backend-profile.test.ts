import { gateway, type Route } from '@patchbay/core'
import { bedrock, openai } from '@patchbay/bedrock-backend'
import { describe, expect, it } from 'vitest'
import { backendProfile, withLimitName } from './backend-profile.ts'

const at = (baseURL: string): Route => openai({ baseURL, apiKey: 'sk' })
const OPENAI = { metadata: false }
const OPEN_MODELS = { topK: true, limitName: 'max_tokens', textParts: false }

describe('backendProfile', () => {
  it.each([
    ['https://api.openai.com/v1', OPENAI],
    ['https://me.openai.azure.com/openai/v1', OPENAI],
    ['https://notopenai.com/v1', OPEN_MODELS],
    ['http://localhost:11434/v1', OPEN_MODELS],
  ])('of openai() at %s', (baseURL, profile) => {
    expect(backendProfile(at(baseURL))).toEqual(profile)
  })

  it('of bedrock() is this package’s own, and of a gateway the plainest', () => {
    expect(backendProfile(bedrock({ region: 'us-east-1' }))).toEqual({ extensions: true })
    expect(backendProfile(gateway({ baseURL: 'https://gateway.example.com/v1' }))).toEqual({})
  })
})

it('puts the limit of a request under the name that is heeded', () => {
  const request = { model: 'm', max_completion_tokens: 5 }
  expect(withLimitName(request, { limitName: 'max_tokens' })).toEqual({ model: 'm', max_tokens: 5 })
  expect(withLimitName(request, {})).toBe(request)
})
