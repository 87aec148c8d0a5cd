import { gateway } from '@patchbay/core'
import { type LangChainLike, register } from '@patchbay/langchain'
import * as latest from '@langchain/openai'
import type OpenAI from 'openai'
import { expectTypeOf, it } from 'vitest'
import { openai as langchain06 } from '../workspaces/langchain-0.6/langchain.ts'

const route = gateway({ baseURL: 'https://gateway.example.com/v1' })

it('gives back the type that it was given, of 1.x', () => {
  expectTypeOf(register(new latest.ChatOpenAI('m'), route)).toEqualTypeOf<latest.ChatOpenAI>()
  expectTypeOf(register(new latest.AzureChatOpenAI(), route)).toEqualTypeOf<latest.AzureChatOpenAI>()
  expectTypeOf(register(new latest.OpenAIEmbeddings(), route)).toEqualTypeOf<latest.OpenAIEmbeddings>()
  expectTypeOf(
    register(new latest.AzureOpenAIEmbeddings(), 'name'),
  ).toEqualTypeOf<latest.AzureOpenAIEmbeddings>()
  expectTypeOf(register(new latest.OpenAI())).toEqualTypeOf<latest.OpenAI>()
  expectTypeOf(register(new latest.AzureOpenAI())).toEqualTypeOf<latest.AzureOpenAI>()
})

it('gives back the type that it was given, of 0.6', () => {
  expectTypeOf(register(new langchain06.ChatOpenAI(), route)).toEqualTypeOf<langchain06.ChatOpenAI>()
  expectTypeOf(
    register(new langchain06.AzureChatOpenAI(), route),
  ).toEqualTypeOf<langchain06.AzureChatOpenAI>()
  expectTypeOf(
    register(new langchain06.OpenAIEmbeddings(), route),
  ).toEqualTypeOf<langchain06.OpenAIEmbeddings>()
  expectTypeOf(register(new langchain06.OpenAI())).toEqualTypeOf<langchain06.OpenAI>()
})

it('keeps the classes of the versions apart, and takes both', () => {
  expectTypeOf<langchain06.ChatOpenAI>().not.toExtend<latest.ChatOpenAI>()
})

it('refuses what is no model', () => {
  const chain = new latest.ChatOpenAI('m').pipe((message) => message)
  expectTypeOf(chain).not.toExtend<LangChainLike>()
  expectTypeOf<OpenAI>().not.toExtend<LangChainLike>()
})
