import {
  AzureChatOpenAI,
  AzureOpenAIEmbeddings,
  ChatOpenAI,
  OpenAI,
  OpenAIEmbeddings,
} from '@langchain/openai'
import { UnsupportedClientError } from '@patchbay/core'
import { describe, expect, it } from 'vitest'
import { clientOf, delegatesOf, detectModel, isLangChainModel, kindOf } from './detect.ts'

const azure = {
  azureOpenAIApiKey: 'k',
  azureOpenAIApiVersion: '2024-10-21',
  azureOpenAIApiDeploymentName: 'd',
  azureOpenAIApiInstanceName: 'i',
}

describe('what is a model', () => {
  it.each([
    [new ChatOpenAI({ apiKey: 'k' }), 'langchain', 2],
    [new OpenAI({ apiKey: 'k' }), 'langchain', 0],
    [new OpenAIEmbeddings({ apiKey: 'k' }), 'langchain', 0],
    [new AzureChatOpenAI(azure), 'azure-openai', 2],
    [new AzureOpenAIEmbeddings(azure), 'azure-openai', 0],
  ] as const)('%#: recognised, with its kind and its delegates', (model, kind, delegates) => {
    expect(isLangChainModel(model)).toBe(true)
    const internals = detectModel(model)
    expect(kindOf(internals)).toBe(kind)
    expect(delegatesOf(internals)).toHaveLength(delegates)
    for (const { sender } of delegatesOf(internals)) expect(kindOf(sender)).toBe(kind)
    expect(clientOf(internals)).toBeUndefined()
  })

  it('finds no model elsewhere, and calls no getter on the way', () => {
    const trapped = Object.defineProperty({}, 'clientConfig', {
      get: () => {
        throw new Error('a getter was called')
      },
    })
    for (const value of [undefined, null, 1, 'gpt-4o', {}, [], { clientConfig: {} }, trapped]) {
      expect(isLangChainModel(value)).toBe(false)
      expect(() => detectModel(value)).toThrow(UnsupportedClientError)
    }
  })

  it('says what it was given instead', () => {
    expect(() => detectModel(new Map())).toThrow(/an instance of Map/)
    expect(() => detectModel('gpt-4o')).toThrow(/a value of type string/)
    expect(() => detectModel({})).toThrow(/an object/)
  })

  it('refuses a model that nothing can be put on, and one with such a delegate', () => {
    expect(() => detectModel(Object.freeze(new ChatOpenAI({ apiKey: 'k' })))).toThrow(/frozen/)
    const model = new ChatOpenAI({ apiKey: 'k' })
    for (const { sender } of delegatesOf(detectModel(model))) Object.preventExtensions(sender.clientConfig)
    expect(() => detectModel(model)).toThrow(/not extensible/)
  })
})
