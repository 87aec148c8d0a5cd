import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { AzureChatOpenAI, ChatOpenAI } from '@langchain/openai'
import OpenAI, { AzureOpenAI } from 'openai'
import OpenAI4 from 'openai-4'
import OpenAI5 from 'openai-5'
import OpenAI6 from 'openai-6'
import { expectTypeOf, test } from 'vitest'

import { register } from './index.ts'

test('every client comes back with its own type', () => {
  expectTypeOf(register(new OpenAI())).toEqualTypeOf<OpenAI>()
  expectTypeOf(register(new OpenAI4())).toEqualTypeOf<OpenAI4>()
  expectTypeOf(register(new OpenAI5())).toEqualTypeOf<OpenAI5>()
  expectTypeOf(register(new OpenAI6())).toEqualTypeOf<OpenAI6>()
  expectTypeOf(register(new AzureOpenAI())).toEqualTypeOf<AzureOpenAI>()
  expectTypeOf(register(new ChatOpenAI())).toEqualTypeOf<ChatOpenAI>()
  expectTypeOf(register(new AzureChatOpenAI())).toEqualTypeOf<AzureChatOpenAI>()
  expectTypeOf(register(new BedrockRuntimeClient())).toEqualTypeOf<BedrockRuntimeClient>()
  expectTypeOf(register(new Anthropic())).toEqualTypeOf<Anthropic>()
})

test('options belong to the kind of client', () => {
  register(new BedrockRuntimeClient(), undefined, { transport: 'client' })
  // @ts-expect-error OpenAI clients have no transport option
  register(new OpenAI(), undefined, { transport: 'client' })
  // @ts-expect-error an Anthropic-like object is no client of this register
  register({ messages: {} })
})
