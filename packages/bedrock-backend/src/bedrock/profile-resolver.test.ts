import { describe, expect, it } from 'vitest'

import type { BedrockCaller } from '../backend/services.ts'
import { resolveModel } from './model.ts'
import { createProfileResolver } from './profile-resolver.ts'

const ACCOUNT = 'arn:aws:bedrock:us-east-1:123456789012:'
const TITAN = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-lite-v1'
const caller = { client: {}, signal: undefined } as unknown as Parameters<BedrockCaller>[1]

/** A control plane that answers every question alike, and notes them. */
function controlPlane(answer: () => object) {
  const paths: string[] = []
  const call: BedrockCaller = async ({ path }) => {
    paths.push(path)
    const parts = [new TextEncoder().encode(JSON.stringify(answer()))]
    return {
      status: 200,
      header: () => undefined,
      body: { read: async () => parts.shift(), cancel: () => {} },
    }
  }
  return { call, paths }
}

describe('createProfileResolver', () => {
  it.each([
    ['application-inference-profile/abc', 'inference-profiles', { models: [{ modelArn: TITAN }] }],
    ['provisioned-model/abc', 'provisioned-model-throughput', { foundationModelArn: TITAN }],
    [
      'custom-model-deployment/abc',
      'model-customization/custom-model-deployments',
      { modelArn: `${ACCOUNT}custom-model/amazon.titan-text-lite-v1:0:4k/abc` },
    ],
    ['prompt-router/abc', 'prompt-routers', { models: [{ modelArn: TITAN }] }],
    ['default-prompt-router/titan:1', 'prompt-routers', { models: [{ modelArn: TITAN }] }],
  ])('finds the family behind %s', async (resource, place, found) => {
    const { call, paths } = controlPlane(() => found)
    const resolveProfile = createProfileResolver(call)
    const arn = ACCOUNT + resource
    const { facts, warnings } = await resolveModel(arn, {}, undefined, (id) => resolveProfile(id, caller))
    expect(facts).toMatchObject({ id: arn, capabilities: { family: 'titan-text' } })
    expect(warnings).toEqual([])
    expect(paths).toEqual([`/${place}/${encodeURIComponent(arn)}`])
  })

  it('asks once for all who ask at a time, again after ten minutes, and keeps no failure', async () => {
    let now = 0
    let broken = true
    const { call, paths } = controlPlane(() => (broken ? {} : { models: [{ modelArn: TITAN }] }))
    const resolveProfile = createProfileResolver(call, () => now)
    const arn = `${ACCOUNT}application-inference-profile/abc`
    const askThrice = () => Promise.all([1, 2, 3].map(() => resolveProfile(arn, caller)))
    expect(await askThrice()).toEqual([undefined, undefined, undefined])
    expect(paths).toHaveLength(1)
    broken = false
    expect(await askThrice()).toEqual([TITAN, TITAN, TITAN])
    expect(paths).toHaveLength(2)
    now = 10 * 60 * 1000 - 1
    await resolveProfile(arn, caller)
    expect(paths).toHaveLength(2)
    now += 1
    await resolveProfile(arn, caller)
    expect(paths).toHaveLength(3)
  })
})
