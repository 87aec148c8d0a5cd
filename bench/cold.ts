// Starts: what a fresh process spends on importing, and on importing and one call. Scripts without types, so that nothing is spent
// on stripping them.
import { runNode } from './processes.ts'
import { CREDENTIALS, MODEL, type Upstream } from './shape.ts'

type Start = { readonly imports: string; readonly call: string }

const OPENAI = `const { default: OpenAI } = await import('openai')`
const CHAT = `await client.chat.completions.create({ model: '${MODEL}', messages: [{ role: 'user', content: 'Tell me about foxes.' }] })`
const AWS_OPTIONS = `region: 'us-east-1', endpoint: base, credentials: ${JSON.stringify(CREDENTIALS)}`
const OURS = `const { bedrock, gateway, register } = await import('@patchbay/sdk')`

/** Scripts by contestant. */
const STARTS: Readonly<Record<string, Start>> = {
  'openai-alone': {
    imports: OPENAI,
    call: `const client = new OpenAI({ apiKey: 'unused', baseURL: base + '/v1' }); ${CHAT}`,
  },
  gateway: {
    imports: `${OPENAI}; ${OURS}`,
    call: `const client = new OpenAI({ apiKey: 'unused' })
      register(client, gateway({ baseURL: base + '/v1', apiKey: 'unused' })); ${CHAT}`,
  },
  bedrock: {
    imports: `${OPENAI}; ${OURS}`,
    call: `const client = new OpenAI({ apiKey: 'unused' })
      register(client, bedrock({ ${AWS_OPTIONS} })); ${CHAT}`,
  },
  'aws-sdk': {
    imports: `const { BedrockRuntimeClient, ConverseCommand } = await import('@aws-sdk/client-bedrock-runtime')
      const { NodeHttpHandler } = await import('@smithy/node-http-handler')`,
    call: `const client = new BedrockRuntimeClient({ ${AWS_OPTIONS}, requestHandler: new NodeHttpHandler() })
      const messages = [{ role: 'user', content: [{ text: 'Tell me about foxes.' }] }]
      await client.send(new ConverseCommand({ modelId: '${MODEL}', messages }))`,
  },
  'patchbay-import': { imports: `await import('@patchbay/sdk')`, call: '' },
}

/** CPU ms that a fresh process (of a contestant without a script: an empty one) has spent by the end of its imports (`import`), or of its first call (`cold`). */
export async function coldStart(
  contestant: string,
  until: 'import' | 'cold',
  upstream: Upstream,
): Promise<number> {
  const { imports, call } = STARTS[contestant] ?? { imports: '', call: '' }
  const script = `
    const base = '${upstream.plain}'
    ${imports}
    ${until === 'cold' ? call : ''}
    const { user, system } = process.cpuUsage()
    process.stdout.write(String((user + system) / 1000), () => process.exit())`
  return Number(await runNode(['--input-type=module', '-e', script]))
}
