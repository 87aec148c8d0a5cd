// A CommonJS file in a project of ES modules: it has the declarations of the CommonJS build.
import sdk = require('@patchbay/sdk')
import forOpenAI = require('@patchbay/sdk/openai')
import gateways = require('@patchbay/sdk/gateways')
import testing = require('@patchbay/testing')
import translator = require('@patchbay/translator')
import type { Route } from '@patchbay/sdk' with { 'resolution-mode': 'import' }

export const route: sdk.Route = gateways.gateway({ baseURL: 'https://gateway.example/v1' })
export const imported: Route = forOpenAI.bedrock({ region: process.env['AWS_REGION'] })
export const required: sdk.Route = imported
export const server = testing.createBedrockServer()
export const described = translator.describeModel('us.amazon.nova-lite-v1:0')
