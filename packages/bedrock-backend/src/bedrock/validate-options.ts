import { ConfigurationError, nearestName, quoteName } from '@patchbay/core'
import { looksLikeModelId } from '@patchbay/translator/model-id'

import type { AssumeRoleOptions, BedrockOptions, GuardrailOptions, RemoteFileOptions } from './options.ts'

/** What is wrong with a value, put behind the option's name; `undefined` when nothing is. */
type Check = (value: unknown) => string | undefined

const text: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' ? undefined : 'must be a text that is not blank'
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false')
const callback: Check = (value) => (typeof value === 'function' ? undefined : 'must be a function')
const amount: Check = (value) =>
  typeof value === 'number' && value > 0 ? undefined : 'must be a number above 0'
const count: Check = (value) =>
  Number.isInteger(value) && (value as number) > 0 ? undefined : 'must be a whole number above 0'
const region: Check = (value) =>
  typeof value === 'string' && isRegion(value) ? undefined : 'must be an AWS region such as us-east-1'
const record: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object'
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
      ? undefined
      : `must be one of ${values.map((item) => JSON.stringify(item)).join(', ')}`
const either =
  (first: Check, second: Check): Check =>
  (value) => {
    const problem = first(value)
    return problem !== undefined && second(value) !== undefined ? problem : undefined
  }

const apiName: Check = oneOf('auto', 'native', 'converse', 'chat-completions', 'responses', 'messages')
const hostName: Check = oneOf('auto', 'runtime', 'mantle')

const OPTIONS = {
  region,
  endpoint: text,
  controlEndpoint: text,
  mantleEndpoint: text,
  fips: flag,
  dualstack: flag,
  apiKey: either(text, callback),
  credentials: (value) =>
    typeof value === 'function' || isCredentials(value)
      ? undefined
      : 'must be an object with accessKeyId and secretAccessKey, or a function that gives one',
  profile: text,
  assumeRole: record,
  client: (value) =>
    record(value) ?? ('config' in (value as object) ? undefined : 'must be a BedrockRuntimeClient'),
  model: text,
  models: record,
  defaultModel: text,
  embeddingModel: text,
  api: tableOr(apiName),
  host: tableOr(hostName),
  crossRegion: oneOf('geo', 'global'),
  store: flag,
  images: record,
  guardrail: record,
  strict: flag,
  strictOpenAICompliance: flag,
  thinkTags: flag,
  reasoningRatios: either(oneOf('bedrock-access-gateway'), record),
  maxTokens: count,
  onWarning: callback,
  transport: oneOf('auto', 'fetch'),
  resendOnStaleSocket: flag,
  allowInsecure: flag,
  headers: record,
} satisfies Record<keyof BedrockOptions, Check>

const ASSUME_ROLE = {
  roleArn: text,
  sessionName: text,
  externalId: text,
  durationSeconds: amount,
  policy: text,
  region,
} satisfies Record<keyof AssumeRoleOptions, Check>

const GUARDRAIL = {
  identifier: text,
  version: (value) =>
    typeof value === 'string' && /^(DRAFT|[1-9]\d{0,7})$/.test(value)
      ? undefined
      : "must be a version's number as a text, or 'DRAFT'",
} satisfies Record<keyof GuardrailOptions, Check>

const IMAGES = {
  fetch: either(flag, callback),
  allowHttp: flag,
  maxBytes: amount,
  maxTotalBytes: amount,
  timeoutMs: amount,
} satisfies Record<keyof RemoteFileOptions, Check>

/**
 * Refuses options that make no sense, and those that do not exist: a misspelt one would silently do nothing.
 *
 * @throws ConfigurationError that names the option, never its value
 */
export function validateOptions(options: BedrockOptions): void {
  if (record(options) !== undefined) throw new ConfigurationError('bedrock() takes an object of options.')
  checkAll(options, OPTIONS, '')
  if (options.assumeRole !== undefined) {
    checkAll(options.assumeRole, ASSUME_ROLE, 'assumeRole.')
    if (options.assumeRole.roleArn === undefined)
      throw new ConfigurationError('bedrock(): assumeRole needs a roleArn.')
  }
  const { guardrail } = options
  if (guardrail !== undefined) {
    checkAll(guardrail, GUARDRAIL, 'guardrail.')
    if (guardrail.identifier === undefined || guardrail.version === undefined)
      throw new ConfigurationError('bedrock(): guardrail needs an identifier and a version.')
  }
  if (options.images !== undefined) checkAll(options.images, IMAGES, 'images.')
  for (const [name, alias] of Object.entries(options.models ?? {})) checkAlias(name, alias)
}

/** One value for all models, or a table of them. */
function tableOr(check: Check): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null) return check(value)
    return (
      record(value) ??
      Object.values(value)
        .map(check)
        .find((problem) => problem !== undefined)
    )
  }
}

/** Whether a text can be a region: it becomes part of a host name. */
export function isRegion(value: string): boolean {
  return /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/.test(value)
}

function checkAll(given: object, checks: Readonly<Record<string, Check>>, prefix: string): void {
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (check === undefined) {
      const nearest = nearestName(name, Object.keys(checks))
      const hint = nearest === undefined ? '' : ` Did you mean "${prefix}${nearest}"?`
      throw new ConfigurationError(
        `bedrock() has no option ${quoteName(prefix + name) ?? 'of a name that may be a key'}.${hint} It takes ${Object.keys(checks).join(', ')}.`,
      )
    }
    const problem = value === undefined ? undefined : check(value)
    if (problem !== undefined)
      throw new ConfigurationError(`bedrock(): the option "${prefix}${name}" ${problem}.`)
  }
}

function checkAlias(name: string, alias: unknown): void {
  if (text(readAliasId(name, alias)) === undefined) return
  throw new ConfigurationError(
    `bedrock(): models[${JSON.stringify(name)}] must be a model id, or an object such as { id, family }.`,
  )
}

/** A name that is an id itself needs no other. */
function readAliasId(name: string, alias: unknown): unknown {
  if (typeof alias !== 'object' || alias === null) return alias
  if ('id' in alias) return alias.id
  return looksLikeModelId(name) ? name : undefined
}

function isCredentials(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { accessKeyId, secretAccessKey } = value as Record<string, unknown>
  return text(accessKeyId) === undefined && text(secretAccessKey) === undefined
}
