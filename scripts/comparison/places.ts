// Files and pages that several rows refer to.
import { file, page } from './cells.ts'

export const JAVELIN_CLIENT = 'highflame/client.py'
export const ACCESS_MODEL = 'src/api/models/bedrock.py'
export const WRAPPER = 'bedrock-wrapper.js'
export const AI_SDK_CHAT = 'packages/amazon-bedrock/src/amazon-bedrock-chat-language-model.ts'
export const AI_SDK_PAGE = 'content/providers/01-ai-sdk-providers/08-amazon-bedrock.mdx'
export const LANGCHAIN_CHAT = 'libs/providers/langchain-aws/src/chat_models.ts'

const PORTKEY_GATEWAY = 'https://github.com/Portkey-AI/gateway/blob/669825cbe89ee51569918b8f78a9db486fd69dd4/'

/** A file of Portkey's open-source gateway 1.15.2, which the SDK talks to. */
export const portkeyGateway = (path: string, lines?: string) => ({
  ...file(`${PORTKEY_GATEWAY}${path}`, lines),
  label: `gateway: ${path}`,
  date: '2026-05-25',
})

export const PORTKEY_BEDROCK = 'src/providers/bedrock/chatComplete.ts'

/** A page of LiteLLM's documentation, with the date that it gives itself. */
export const litellm = (path: string, date: string) => page(`https://docs.litellm.ai/docs/${path}`, date)

/** LiteLLM's README; the stored copy has no date of its own, so this is the day on which it was read. */
export const litellmReadme = { ...file('README.md'), date: '2026-11-28' }

/** LiteLLM's page on Bedrock in its repository, by the commit that is stored; the day on which it was read. */
export const litellmBedrock = {
  at: 'https://github.com/BerriAI/litellm/blob/008d4a202a9bf5562a07c5c82143a4b8727f12ba/docs/my-website/docs/providers/bedrock.md',
  label: 'docs/my-website/docs/providers/bedrock.md',
  date: '2026-11-28',
}
