import { loadOnce, type Warning } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** What is used of `js-tiktoken/lite`. */
interface TokenDecoder {
  decode(tokens: number[]): string
}

/** Loads a decoder of cl100k, the encoding of OpenAI's embedding models and of `gpt-3.5-turbo-instruct`. */
export type LoadDecoder = () => Promise<TokenDecoder>

/** A text or a list of texts, tokens decoded. */
export interface DecodedInput {
  readonly value: unknown
  readonly warnings: readonly Warning[]
}

/**
 * Decodes lists of token integers, which no model of Bedrock takes: `[1, 2]` is one text, `[[1], [2]]` are two. What
 * is no such list is given back as it is.
 *
 * @param field the caller's name of the value, for errors and the warning
 * @throws RequestFailure 400 without the optional package `js-tiktoken`, and for integers that are no tokens
 */
export async function decodeTokenInput(
  value: unknown,
  field: string,
  load: LoadDecoder = loadTiktoken,
): Promise<DecodedInput> {
  const single = isTokens(value)
  if (!single && !(Array.isArray(value) && value.length > 0 && value.every(isTokens)))
    return { value, warnings: [] }
  const decoder = await load().catch((cause: unknown) => {
    throw missingPackage(field, cause)
  })
  const decoded = single
    ? decode(value, decoder, field)
    : value.map((tokens, index) => decode(tokens, decoder, `${field}[${index}]`))
  return { value: decoded, warnings: [decodedWarning(field)] }
}

function isTokens(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'number')
}

function decode(tokens: number[], decoder: TokenDecoder, path: string): string {
  const stranger = tokens.findIndex((token) => decoder.decode([token]) === '')
  if (stranger !== -1) {
    throw new RequestFailure(
      `${path}[${stranger}] is ${tokens[stranger]}, which is no token of the encoding cl100k_base. Send the text itself.`,
      { status: 400, param: path },
      DO_NOT_RETRY,
    )
  }
  return decoder.decode(tokens)
}

/** The package is the application's to install: its table is a megabyte, and token input is rare. */
const loadTiktoken = loadOnce(importTiktoken)

/** Bundlers leave out what is absent only where the import stands in such a `try`. */
async function importTiktoken(): Promise<TokenDecoder> {
  try {
    const { Tiktoken } = await import('js-tiktoken/lite')
    return new Tiktoken(defaultOf(await import('js-tiktoken/ranks/cl100k_base')))
  } catch (cause) {
    throw new Error('The optional package js-tiktoken could not be loaded.', { cause })
  }
}

/** The CommonJS build requires the module, which then is its own default export. */
function defaultOf<Value extends object>(module: Value | { default: Value }): Value {
  return 'default' in module ? module.default : module
}

function missingPackage(field: string, cause: unknown): RequestFailure {
  const failure = new RequestFailure(
    `${field} holds token integers, which Amazon Bedrock does not take. Send the text itself, or install the package js-tiktoken, with which they are decoded.`,
    { status: 400, code: 'unsupported_token_input', param: field },
    DO_NOT_RETRY,
  )
  failure.cause = cause
  return failure
}

function decodedWarning(field: string): Warning {
  return {
    code: 'tokens_decoded',
    field,
    message: `${field} held token integers. They were decoded to text as cl100k_base; tokens of another encoding make another text.`,
  }
}
