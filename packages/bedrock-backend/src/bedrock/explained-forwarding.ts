import type { BedrockGateway, Explanation } from '@patchbay/core'

import { createForwarder } from './command-forwarder.ts'
import { commandForwarding } from './command-forwarding.ts'
import { describeIdentity } from './describe-identity.ts'
import { describeSettings } from './describe-settings.ts'
import { createDescribedAuthorization } from './described-authorization.ts'
import type { BedrockSettings } from './settings.ts'

/** As `commandForwarding`, for one explanation: nobody is asked for credentials, and it is told where they would come from. */
export function explainedForwarding(settings: BedrockSettings, { tries }: Explanation): BedrockGateway {
  const forwarder = createForwarder(settings, createDescribedAuthorization(settings))
  return {
    ...commandForwarding(settings),
    url: async (command) => {
      const { source } = await describeIdentity(settings)
      tries({ target: describeSettings(settings), host: 'bedrock-runtime', credentials: source })
      return forwarder.url(command)
    },
    headers: (command, url) => forwarder.headers(command, url),
  }
}
