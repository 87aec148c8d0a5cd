import { ConfigurationError, type LocalRoutes } from '@patchbay/core'

/** The local routes of Bedrock clients. */
export const localRoutes: LocalRoutes = {
  byDefault() {
    throw new ConfigurationError(
      'No gateway is configured, and no route was given. Give register() a route such as javelin() or portkey(), or set ' +
        'PATCHBAY_GATEWAY.',
    )
  },
  byModel: () => undefined,
}
