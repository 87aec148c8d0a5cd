/** LangChain 0.6 as this workspace has it installed, for suites that run on several versions. */
export * as openai from '@langchain/openai'
export { tool } from '@langchain/core/tools'
export { ChatPromptTemplate } from '@langchain/core/prompts'
export { StringOutputParser } from '@langchain/core/output_parsers'
