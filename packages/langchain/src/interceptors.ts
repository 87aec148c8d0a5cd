import { type FetchLike, ownObject, ownProperty, type RegistrationState } from '@patchbay/core'
import { installCallerTracking, replaceProperty, trackedCaller } from '@patchbay/openai'
import { clientOf, delegatesOf, type ModelInternals, type Sender } from './detect.ts'
import { configuredFetch, createInterceptor } from './fetch-interceptor.ts'
import { createLateHandOver, type LateHandOver } from './late-hand-over.ts'

type Step = () => void

/**
 * Puts the route's `fetch` on everything that sends for a model: the model itself, its delegates, the clients that they
 * have made, and the fields from which `bindTools()`, `withConfig()` and `withStructuredOutput()` make new models.
 * Returns what takes all of it off again.
 */
export function installInterceptors(model: ModelInternals, state: RegistrationState): Step {
  const handOver = createLateHandOver(model)
  const interceptor = createInterceptor(state, model, configuredFetch(model), handOver.install)
  const steps = [
    ...installOnSender(model, state, interceptor, handOver),
    ...installOnDelegates(model, state),
    ...installOnFields(model, interceptor),
  ]
  return () => {
    for (const step of steps.toReversed()) step()
  }
}

function installOnDelegates(model: ModelInternals, state: RegistrationState): Step[] {
  return delegatesOf(model).flatMap(({ name, sender }) => {
    if (isBorrowed(model, name)) return [replaceProperty(model, name, createOverlay(sender, state))]
    const handOver = createLateHandOver(sender)
    const interceptor = createInterceptor(state, sender, configuredFetch(sender), handOver.install)
    return installOnSender(sender, state, interceptor, handOver)
  })
}

/** The configuration of the client to come, and the client that is there. */
function installOnSender(
  sender: Sender,
  state: RegistrationState,
  interceptor: FetchLike,
  handOver: LateHandOver,
): Step[] {
  const client = clientOf(sender)
  handOver.install()
  const steps = [
    installCallerTracking(sender, state),
    () => handOver.uninstall(),
    () => cleanClient(sender, interceptor),
    replaceProperty(sender.clientConfig, 'fetch', interceptor, true),
  ]
  if (client === undefined) return steps
  const clientInterceptor = createInterceptor(state, sender, client.fetch)
  return [
    ...steps,
    replaceProperty(client, 'fetch', clientInterceptor),
    replaceProperty(client['_options'], 'fetch', clientInterceptor, true),
  ]
}

/** Takes the interceptor off a client that was made while it was in the configuration. Runs after the configuration is restored. */
function cleanClient(sender: Sender, interceptor: FetchLike): void {
  const client = clientOf(sender)
  if (client === undefined || client.fetch !== interceptor) return
  const given = ownProperty(sender.clientConfig, 'fetch')
  client.fetch = typeof given === 'function' ? (given as typeof fetch) : globalThis.fetch
  if (Object.hasOwn(sender.clientConfig, 'fetch')) client['_options']['fetch'] = given
  else delete client['_options']['fetch']
}

/**
 * New fields for models to be derived. The object that is there is the caller's own, and so is its configuration: both
 * are copied. Models derived so far keep what they have, the interceptor that follows the registration.
 *
 * Derived models share the delegates, as those of `AzureChatOpenAI` always do: a delegate's caller tells the retries of a call,
 * and a model has no other way to be given one.
 */
function installOnFields(model: ModelInternals, interceptor: FetchLike): Step[] {
  if (!Object.hasOwn(model, 'fields')) return []
  const fields = asRecord(model.fields)
  return [
    replaceProperty(model, 'fields', {
      ...fields,
      ...Object.fromEntries(delegatesOf(model).map(({ name, sender }) => [name, sender])),
      configuration: { ...asRecord(fields['configuration']), fetch: interceptor },
    }),
  ]
}

/**
 * Whether a delegate was handed to the model, which then shares it: models derived from an `AzureChatOpenAI` are plain
 * `ChatOpenAI`s that send by the delegates of the original. An `AzureChatOpenAI` names its own among its fields as well.
 */
function isBorrowed(model: ModelInternals, name: 'completions' | 'responses'): boolean {
  const given = asRecord(model.fields)[name]
  return given !== undefined && given === model[name] && !Object.hasOwn(model, 'azureOpenAIApiVersion')
}

/**
 * A delegate that is the given one in everything but its client. A shared delegate must stay as it is: the other models
 * that send by it are not registered, or on another route.
 */
function createOverlay(delegate: Sender, state: RegistrationState): object {
  const original: FetchLike = (input, init) => configuredFetch(delegate)(input, init)
  const caller = ownObject(delegate, 'caller')
  const overlay: Sender = Object.create(delegate, {
    clientConfig: { ...DATA_PROPERTY, value: { ...delegate.clientConfig } },
    client: { ...DATA_PROPERTY, value: undefined },
    ...(caller !== undefined && {
      caller: { ...DATA_PROPERTY, value: trackedCaller(caller, state) },
    }),
  }) as Sender
  const handOver = createLateHandOver(overlay)
  overlay.clientConfig['fetch'] = createInterceptor(state, overlay, original, handOver.install)
  return overlay
}

const DATA_PROPERTY = { writable: true, enumerable: true, configurable: true } as const

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
