import * as newest from '@aws-sdk/client-bedrock-runtime'
import * as v3700 from 'client-bedrock-runtime-3-700'
import * as v3900 from 'client-bedrock-runtime-3-900'

export type Sdk = typeof newest

/**
 * The versions of the SDK that are served. All have the newest one's types here: the classes are nominal, and the parts
 * that are tested have not changed.
 */
export const VERSIONS = [
  { version: '3.704', sdk: v3700 as unknown as Sdk },
  { version: '3.901', sdk: v3900 as unknown as Sdk },
  { version: 'newest', sdk: newest },
] as const

export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

export const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

export const MESSAGES: newest.Message[] = [{ role: 'user', content: [{ text: 'What is a patch bay?' }] }]

/** The smallest answer that every version can read. */
export const CONVERSE_ANSWER = {
  output: { message: { role: 'assistant', content: [{ text: 'A board of sockets.' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 3, outputTokens: 5, totalTokens: 8 },
  metrics: { latencyMs: 1 },
}

/** The names of all exceptions that a version of the SDK knows. */
export function exceptionsOf(sdk: Sdk): string[] {
  return Object.entries(sdk)
    .filter(
      ([, value]) =>
        typeof value === 'function' && value.prototype instanceof sdk.BedrockRuntimeServiceException,
    )
    .map(([name]) => name)
}
