import OpenAI7, { AzureOpenAI as AzureOpenAI7 } from 'openai'
import OpenAI4, { AzureOpenAI as AzureOpenAI4 } from 'openai-4'
import OpenAI5, { AzureOpenAI as AzureOpenAI5 } from 'openai-5'
import OpenAI6, { AzureOpenAI as AzureOpenAI6 } from 'openai-6'

/** One installed major version of openai. */
export interface Version {
  readonly name: string
  readonly major: 4 | 5 | 6 | 7
  readonly OpenAI: typeof OpenAI7
  readonly AzureOpenAI: typeof AzureOpenAI7
}

// The classes are nominal across majors. The calls that the tests make are the same in all of them.
const asLatest = (OpenAI: unknown, AzureOpenAI: unknown): Pick<Version, 'OpenAI' | 'AzureOpenAI'> => ({
  OpenAI: OpenAI as typeof OpenAI7,
  AzureOpenAI: AzureOpenAI as typeof AzureOpenAI7,
})

export const versions: readonly Version[] = [
  { name: 'openai 4.104', major: 4, ...asLatest(OpenAI4, AzureOpenAI4) },
  { name: 'openai 5', major: 5, ...asLatest(OpenAI5, AzureOpenAI5) },
  { name: 'openai 6', major: 6, ...asLatest(OpenAI6, AzureOpenAI6) },
  { name: 'openai 7', major: 7, ...asLatest(OpenAI7, AzureOpenAI7) },
]

/** Versions whose clients can be cloned by `withOptions`. */
export const cloningVersions = versions.filter(({ major }) => major > 4)
