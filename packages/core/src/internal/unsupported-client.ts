import { isRoute } from '../resolve-route.ts'
import { describeValue, ownObject } from './own-property.ts'

/** What was given in place of a client, in words: `a Promise`, `a route`, `an instance of ChatBedrockConverse`. */
export function describeUnsupported(value: unknown): string {
  if (isThenable(value)) return 'a Promise'
  if (isRoute(value)) return 'a route'
  return typeof value === 'function' && /^class\b/.test(String(value)) ? 'a class' : describeValue(value)
}

/** What to do about it, as a sentence that begins with a blank; nothing where that is not known. */
export function adviceOnUnsupported(value: unknown): string {
  if (isThenable(value)) return ' Await it first: register(await client, route).'
  if (isRoute(value)) return ' The arguments are swapped: register(client, route).'
  if (typeof value === 'string') return ' The client comes first: register(client, route).'
  if (value === undefined || value === null) return ' Make the client before it is registered.'
  if (typeof value === 'function') return ' Make an instance of it: register(new OpenAI(), route).'
  return typeof value === 'object' ? adviceOnObject(value) : ''
}

function adviceOnObject(value: object): string {
  const service = awsService(value)
  if (service !== undefined && service !== RUNTIME)
    return ` It is a client of the AWS service ${JSON.stringify(service)}: register a BedrockRuntimeClient.`
  // LangChain's ChatBedrockConverse, and others that are built around a client.
  if (awsService(ownObject(value, 'client')) === RUNTIME)
    return ' Register the BedrockRuntimeClient that it sends by: register(model.client, route).'
  // `client.chat.completions`, `client.messages`
  if (ownObject(value, '_client') !== undefined)
    return ' It is a part of a client: register the client itself.'
  return ''
}

const RUNTIME = 'Bedrock Runtime'

/** The `serviceId` of a client of the AWS SDK. */
function awsService(value: object | undefined): string | undefined {
  const config = ownObject(value, 'config')
  const id: unknown = config === undefined ? undefined : Reflect.get(config, 'serviceId')
  return typeof id === 'string' ? id : undefined
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
