import { type Explanation, loadOnce, type RouteRequest } from '@patchbay/core'

import type { BedrockSettings } from '../bedrock/settings.ts'
import { createRegionResolver } from '../bedrock/region.ts'
import { createMantleKnowledge } from '../bedrock/resolve-endpoint.ts'
import { createResponseHosts } from '../endpoints/ways/response-hosts.ts'
import { createWayMemory } from '../endpoints/ways/way-memory.ts'
import { findEndpoint } from '../endpoints/endpoints.ts'
import { createBedrockCaller } from './bedrock-caller.ts'
import type { BedrockCaller, Services } from './services.ts'

/** What a route becomes at its first request. */
export interface Backend {
  serve(request: RouteRequest): Promise<Response>
  /** Does the same without sending anything, with what the route has learned so far, and learns nothing from it. */
  explain(request: RouteRequest, explanation: Explanation): Promise<Response>
}

/** Makes the services of one route, which its endpoints share. */
export function createBackend(settings: BedrockSettings): Backend {
  const call = createBedrockCaller(settings)
  const region = createRegionResolver(settings)
  const namedRegion: Services['region'] = () => {
    const found = region(undefined)
    return found instanceof Promise ? found.catch(() => undefined) : found
  }
  const services: Services = {
    settings,
    onWarning: settings.options.onWarning,
    call,
    ...createModelLookups(call, settings, namedRegion),
    region: namedRegion,
    knowsMantle: createMantleKnowledge(settings),
    wayMemory: createWayMemory(),
    responseHosts: createResponseHosts(),
  }
  return {
    serve: (request) => serveBy(services, request),
    explain: async (request, explanation) => {
      const { explainedServices } = await import('./explained-services.ts')
      return serveBy(explainedServices(services, explanation), request)
    },
  }
}

async function serveBy(services: Services, request: RouteRequest): Promise<Response> {
  try {
    request.signal?.throwIfAborted()
    const endpoint = findEndpoint(request)
    if (endpoint === undefined) throw (await import('../endpoints/not-served.ts')).notServed(request)
    const loaded = endpoint.load()
    const serve = loaded instanceof Promise ? await loaded : loaded
    if (request.observation === undefined) return await serve(request, services)
    const { serveObserved } = await import('./serve-observed.ts')
    return await serveObserved(serve, request, request.observation, services)
  } catch (error) {
    const { failureResponse } = await import('./failure.ts')
    return failureResponse(error, request)
  }
}

/** What asks the control plane, which few requests need: loaded at the first of them. */
function createModelLookups(
  call: BedrockCaller,
  settings: BedrockSettings,
  region: Services['region'],
): Pick<Services, 'resolveProfile' | 'knownProfile' | 'modelList'> {
  const resolver = loadOnce(async () =>
    (await import('../bedrock/profile-resolver.ts')).createProfileResolver(call),
  )
  const list = loadOnce(async () => {
    const { createModelList } = await import('../bedrock/model-list.ts')
    return createModelList(call, settings, region)
  })
  return {
    resolveProfile: async (arn, caller) => (await resolver())(arn, caller),
    knownProfile: async (arn) => (await resolver()).known(arn),
    modelList: async (caller, refresh) => (await list())(caller, refresh),
  }
}
