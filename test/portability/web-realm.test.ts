import { fileURLToPath } from 'node:url'

import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
} from '@patchbay/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bundleForWeb } from './support/bundle-for-web.ts'
import { runInWebRealm } from './support/run-in-web-realm.ts'
import type * as Application from './support/web-application.ts'

const fileOf = (name: string) => fileURLToPath(new URL(`support/${name}`, import.meta.url))

let bedrockServer: BedrockServer
let gatewayServer: GatewayServer
beforeAll(async () => {
  bedrockServer = await createBedrockServer()
  gatewayServer = await createGatewayServer()
})
afterAll(async () => {
  await bedrockServer.close()
  await gatewayServer.close()
})

describe('the build for the web', () => {
  it('fails where a module of Node can be reached, even behind import()', async () => {
    const entry = fileOf('../../../packages/core/src/transport/native-client.node.ts')
    await expect(bundleForWeb(entry)).rejects.toThrow(/reaches node:http/)
  })
})

describe('an application in a realm with nothing but the web’s globals', () => {
  it('chats, whole and streamed, by a gateway and by bedrock(), and hears what cannot be had there', async () => {
    const code = await bundleForWeb(fileOf('web-application.ts'))
    bedrockServer.reply(() => ({ text: 'served by Bedrock' }))
    gatewayServer.reply(() => ({ text: 'served by the gateway' }))
    const application = runInWebRealm(code) as typeof Application
    const results = await application.run({
      bedrock: bedrockServer.url,
      region: bedrockServer.region,
      credentials: bedrockServer.credentials,
      apiKey: bedrockServer.bearerToken,
      gateway: `${gatewayServer.url}/v1`,
    })
    const served = ['', ', streamed', ', by fetch']
    expect(results).toEqual({
      ...Object.fromEntries(
        ['apiKey', 'credentials', 'provider'].flatMap((name) =>
          served.map((way) => [`${name}${way}`, 'served by Bedrock']),
        ),
      ),
      ...Object.fromEntries(served.map((way) => [`gateway${way}`, 'served by the gateway'])),
      'no credentials': '401 credentials_not_found',
      profile: '401 credentials_not_found',
      'no region': '400 region_not_found',
      picture: '400 invalid_file_url',
    })
  })
})
