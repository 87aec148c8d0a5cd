import { ConfigurationError, type LocalRoutes } from '@patchbay/core'

/** The local routes of OpenAI-shaped clients. */
export const localRoutes: LocalRoutes = {
  byDefault() {
    throw new ConfigurationError('No gateway is configured, and no route was given.')
  },
  byModel: () => undefined,
}
