import { StringOutputParser } from '@langchain/core/output_parsers'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { tool } from '@langchain/core/tools'
import * as openai from '@langchain/openai'
import {
  ChatPromptTemplate as ChatPromptTemplate06,
  openai as openai06,
  StringOutputParser as StringOutputParser06,
  tool as tool06,
} from '../../workspaces/langchain-0.6/langchain.ts'

/** One installed version of LangChain: its OpenAI package and what the tests need of its core. */
export interface Version {
  readonly name: string
  readonly openai: typeof openai
  readonly tool: typeof tool
  readonly ChatPromptTemplate: typeof ChatPromptTemplate
  readonly StringOutputParser: typeof StringOutputParser
}

const latest: Version = { name: 'langchain 1.x', openai, tool, ChatPromptTemplate, StringOutputParser }

const before1 = {
  openai: openai06,
  tool: tool06,
  ChatPromptTemplate: ChatPromptTemplate06,
  StringOutputParser: StringOutputParser06,
}

// The classes are nominal across versions. The calls that the tests make are the same in all of them.
const asLatest = (version: unknown): Omit<Version, 'name'> => version as Omit<Version, 'name'>

export const versions: readonly Version[] = [{ name: 'langchain 0.6', ...asLatest(before1) }, latest]
