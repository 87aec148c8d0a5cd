import type { RouteRequest } from '@patchbay/core'

import { createModelList, type ModelList } from '../bedrock/model-list.ts'
import { createProfileResolver } from '../bedrock/profile-resolver.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import { findEndpoint, servedEndpoints } from '../endpoints/endpoints.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { createBedrockCaller, type BedrockCaller, type Caller } from './bedrock-caller.ts'
import { failureResponse } from './failure.ts'

/** What a route becomes at its first request. */
export interface Backend {
  serve(request: RouteRequest): Promise<Response>
}

/** What an endpoint has at hand. Belongs to one route; holds nothing of any request. */
export interface Services {
  readonly settings: BedrockSettings
  readonly call: BedrockCaller
  readonly resolveProfile: (arn: string, caller: Caller) => Promise<string | undefined>
  readonly modelList: ModelList
}

export function createBackend(settings: BedrockSettings): Backend {
  const call = createBedrockCaller(settings)
  const services: Services = {
    settings,
    call,
    resolveProfile: createProfileResolver(call),
    modelList: createModelList(call),
  }
  return {
    async serve(request) {
      try {
        request.signal?.throwIfAborted()
        const endpoint = findEndpoint(request)
        if (endpoint === undefined) throw notServed(request)
        return await endpoint.serve(request, services)
      } catch (error) {
        return failureResponse(error, request.signal)
      }
    },
  }
}

function notServed(request: RouteRequest): RequestFailure {
  const { method, endpoint } = request
  return new RequestFailure(
    `bedrock() does not serve ${method} ${endpoint}. It serves ${servedEndpoints(request).join(', ')}.`,
    { status: 404, type: 'not_found_error', code: 'unsupported_endpoint' },
    DO_NOT_RETRY,
  )
}
