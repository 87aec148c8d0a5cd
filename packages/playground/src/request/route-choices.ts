import { bedrock, type BedrockOptions, openai, type Route } from '@patchbay/sdk'

import type { RequestApi } from './apis.ts'

/** The options of `bedrock()` that the page offers: those that change what is sent. An absent one is the route's default. */
export interface RouteChoices {
  readonly region: string
  readonly api?: 'native' | 'converse' | 'chat-completions' | 'responses' | 'messages'
  readonly host?: 'runtime' | 'mantle'
  readonly crossRegion?: 'geo' | 'global'
  /** An endpoint in a VPC, of another partition, ... */
  readonly endpoint?: string
  readonly fips?: true
  readonly dualstack?: true
  /** Turns warnings into errors. */
  readonly strict?: true
  /** For requests that name no limit. */
  readonly maxTokens?: number
  readonly reasoningRatios?: 'bedrock-access-gateway'
  /** What is said where a native Responses request says nothing of it. */
  readonly store?: boolean
  /** Of Converse alone: an OpenAI-compatible server in place of Bedrock, `openai()`, and by which API it is asked. */
  readonly backend?: 'chat-completions' | 'responses'
}

export const DEFAULT_CHOICES: RouteChoices = { region: 'us-east-1' }

/** What each option may be, by name: a link may hold anything. */
const CHECKS: { readonly [Name in keyof Required<RouteChoices>]: (value: unknown) => boolean } = {
  region: (value) => typeof value === 'string' && /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(value),
  api: oneOf('native', 'converse', 'chat-completions', 'responses', 'messages'),
  host: oneOf('runtime', 'mantle'),
  crossRegion: oneOf('geo', 'global'),
  endpoint: (value) => typeof value === 'string' && value.length <= 300 && value.trim() !== '',
  fips: oneOf(true),
  dualstack: oneOf(true),
  strict: oneOf(true),
  maxTokens: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  reasoningRatios: oneOf('bedrock-access-gateway'),
  store: oneOf(true, false),
  backend: oneOf('chat-completions', 'responses'),
}

function oneOf(...values: readonly unknown[]): (value: unknown) => boolean {
  return (value) => values.includes(value)
}

/** Whether an option may have a value. */
export function isChoice(name: keyof RouteChoices, value: unknown): boolean {
  return CHECKS[name](value)
}

/**
 * Reads options that anybody may have written.
 *
 * @returns those that can be used, and the names of those that cannot
 */
export function readChoices(given: unknown): { readonly choices: RouteChoices; readonly refused: string[] } {
  if (given === undefined) return { choices: DEFAULT_CHOICES, refused: [] }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { choices: DEFAULT_CHOICES, refused: ['options'] }
  const entries = Object.entries(given).map(([name, value]) => ({
    name,
    value,
    isGood: Object.hasOwn(CHECKS, name) && isChoice(name as keyof RouteChoices, value),
  }))
  const good = entries.filter(({ isGood }) => isGood).map(({ name, value }) => [name, value as unknown])
  return {
    choices: { ...DEFAULT_CHOICES, ...(Object.fromEntries(good) as Partial<RouteChoices>) },
    refused: entries.filter(({ isGood }) => !isGood).map(({ name }) => name),
  }
}

/** The choices with one of them set, or left to the route's default. */
export function withChoice(choices: RouteChoices, name: keyof RouteChoices, value: unknown): RouteChoices {
  const others = Object.entries(choices).filter(([other]) => other !== name)
  const set = value === undefined ? [] : [[name, value] as const]
  return { ...DEFAULT_CHOICES, ...(Object.fromEntries([...others, ...set]) as Partial<RouteChoices>) }
}

/** A route and its options, as code has them. */
export interface ChosenRoute {
  readonly name: 'bedrock' | 'openai'
  readonly options: object
  /** @param apiKey what authenticates: nothing is sent */
  readonly create: (apiKey: string) => Route
}

/** The route that requests of an API take. */
export function routeFor(api: RequestApi, { backend, ...choices }: RouteChoices): ChosenRoute {
  if (api === 'converse' && backend !== undefined) {
    const options = { api: backend }
    return { name: 'openai', options, create: (apiKey) => openai({ ...options, apiKey }) }
  }
  const options: BedrockOptions = choices
  return {
    name: 'bedrock',
    options,
    // As in Node.js, where remote files are fetched unless that is turned off. An explanation fetches none.
    create: (apiKey) => bedrock({ ...options, apiKey, images: { fetch: true } }),
  }
}
