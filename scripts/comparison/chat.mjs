// Runs the application whose bundle stands in the folder that is the first argument, on a strict Bedrock and a strict gateway,
// and prints the files of the bundle that were loaded, as JSON.
import { recordLoads } from '../sizes/record-loads.mjs'

const [folder] = process.argv.slice(2)
const { base, loaded } = recordLoads(folder)

const testing = await import('../../packages/testing/dist/index.js')
const { chat } = await import(`${base}app.js`)
const bedrock = await testing.createBedrockServer()
const gateway = await testing.createGatewayServer()
try {
  await chat({ bedrock: Object.assign(bedrock, { bearerToken: testing.TEST_BEARER_TOKEN }), gateway })
} finally {
  await Promise.all([bedrock.close(), gateway.close()])
}
console.log(JSON.stringify(loaded))
process.exit()
