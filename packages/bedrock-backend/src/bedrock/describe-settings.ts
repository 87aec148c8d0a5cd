import type { RouteDescription } from '@patchbay/core'

import type { BedrockSettings } from './settings.ts'

/** Everything of a route that helps to see where requests go, without secrets. */
export function describeSettings({ options, ...settings }: BedrockSettings): RouteDescription {
  return {
    kind: 'local',
    name: 'bedrock',
    ...withoutUndefined({
      region: settings.region,
      endpoint: settings.endpoint?.href.replace(/\/$/, ''),
      profile: options.profile,
      roleArn: options.assumeRole?.roleArn,
      model: options.model,
      models: options.models === undefined ? undefined : Object.keys(options.models),
      defaultModel: settings.defaultModel,
      embeddingModel: settings.embeddingModel,
    }),
  }
}

function withoutUndefined(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
}
