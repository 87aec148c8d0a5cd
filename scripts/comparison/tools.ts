/** Another tool: what it is, and what of it was read. */
export interface Tool {
  readonly name: string
  readonly what: string
  /** The page in `docs/coming-from/` for those who use it. */
  readonly page: string
  /** The version that was read, with its date. */
  readonly version: string
  /** Where a path of its sources stands: GitHub at a commit. */
  readonly base: string
  /** The date of what was read: that of the commit. ISO, day. */
  readonly date: string
}

const github = (repository: string, commit: string) => `https://github.com/${repository}/blob/${commit}/`

/** The tools that the page compares with, in its order. */
export const TOOLS = {
  javelin: {
    name: "Javelin's SDK",
    what: 'Python SDK of the gateway Javelin, now Highflame: registers clients of `openai` and boto3',
    page: 'javelin-python',
    version: '`highflame` 2.0.0',
    base: github('highflame-ai/highflame-python', '7e66bb0afd37877b7e1e58bb8a6b0fc70853d47a'),
    date: '2026-01-29',
  },
  portkey: {
    name: "Portkey's SDK",
    what: 'SDK of the gateway Portkey, hosted or your own; in JavaScript, and in Python',
    page: 'portkey-sdk',
    version: '`portkey-ai` 3.0.3; 3.1.0 was run',
    base: github('Portkey-AI/portkey-node-sdk', '866b3040296b87fc6d5f5b3664e9b4c6e296b51c'),
    date: '2026-04-14',
  },
  litellm: {
    name: 'LiteLLM',
    what: 'Python SDK and self-hosted gateway for more than a hundred providers',
    page: 'litellm',
    version: 'documentation of October 2026',
    base: github('BerriAI/litellm', '0047b3e062c4e3b507e66bbd09934bca16c3b949'),
    date: '2026-10',
  },
  accessGateway: {
    name: 'bedrock-access-gateway',
    what: "AWS's sample of an OpenAI-compatible server in front of Amazon Bedrock, in Python",
    page: 'bedrock-access-gateway',
    version: 'commit 9579458',
    base: github('aws-samples/bedrock-access-gateway', '95794585db942cf7ce9660f71edefe63ce6c9910'),
    date: '2026-05-14',
  },
  wrapper: {
    name: 'bedrock-wrapper',
    what: 'a JavaScript function that takes a chat completion’s body and calls Amazon Bedrock',
    page: 'bedrock-wrapper',
    version: '`bedrock-wrapper` 2.12.0',
    base: github('jparkerweb/bedrock-wrapper', '21730350c52a7a0255c355693459c7263ea949e3'),
    date: '2026-05-16',
  },
  aiSdk: {
    name: '@ai-sdk/amazon-bedrock',
    what: "the AI SDK's provider for Amazon Bedrock",
    page: 'ai-sdk-amazon-bedrock',
    version: '`@ai-sdk/amazon-bedrock` 5.0.61; 5.0.101 was run',
    base: github('vercel/ai', 'ed857f50f112e23930b0c2dd8d532cc8bebbc911'),
    date: '2026-08-22',
  },
  langchain: {
    name: 'ChatBedrockConverse',
    what: "LangChain's chat model for Amazon Bedrock",
    page: 'chat-bedrock-converse',
    version: '`@langchain/aws` 1.4.3; 1.4.5 was run',
    base: github('langchain-ai/langchainjs', '62fc484b2a0d1ec5b8bebff4a8a0efe6300ada72'),
    date: '2026-08-05',
  },
} satisfies Readonly<Record<string, Tool>>

export type ToolName = keyof typeof TOOLS
