/** How a family is held to a schema: by the service, by a tool that it must call, by a tool that it may call. */
export type Way = 'native' | 'forced tool' | 'any tool' | 'instructed tool'

/** A model for each way, and for each of the large families. */
export const MODELS: readonly { readonly model: string; readonly way: Way }[] = [
  { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', way: 'native' },
  { model: 'us.anthropic.claude-opus-4-6-v1', way: 'native' },
  { model: 'openai.gpt-oss-120b-1:0', way: 'native' },
  { model: 'deepseek.v3-v1:0', way: 'native' },
  { model: 'us.anthropic.claude-3-5-sonnet-20240620-v1:0', way: 'forced tool' },
  { model: 'us.anthropic.claude-opus-4-7', way: 'forced tool' },
  { model: 'us.amazon.nova-pro-v1:0', way: 'forced tool' },
  { model: 'mistral.mistral-large-2402-v1:0', way: 'any tool' },
  { model: 'us.meta.llama3-3-70b-instruct-v1:0', way: 'instructed tool' },
  { model: 'us.meta.llama4-maverick-17b-instruct-v1:0', way: 'instructed tool' },
]
