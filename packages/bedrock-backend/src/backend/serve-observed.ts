import { emitWarning, type Observation, type RouteRequest, type Warning } from '@patchbay/core'

import type { ServeEndpoint, Services } from './services.ts'

/** Serves a request with hooks: they are told what is warned of. Answers are whole, but for those that are told of as streams. */
export async function serveObserved(
  serve: ServeEndpoint,
  request: RouteRequest,
  observation: Observation,
  services: Services,
): Promise<Response> {
  const response = await serve(request, withObservedWarnings(services, observation))
  if (observation.takenOver === undefined) observation.takeOver('answer')
  return response
}

function withObservedWarnings(services: Services, observation: Observation): Services {
  const { onWarning: handler } = services
  const onWarning = (warning: Warning): void => {
    observation.warn(warning)
    emitWarning(warning, handler)
  }
  return { ...services, onWarning }
}
