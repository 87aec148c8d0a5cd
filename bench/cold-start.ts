// CPU ms of one start, over an empty process, each in a process of its own: node bench/cold-start.ts WHAT
export const STARTS = {
  empty: '',
  'import the AWS SDK Bedrock client': `await import('@aws-sdk/client-bedrock-runtime')`,
  'import openai': `await import('openai')`,
  'import @patchbay/sdk': `await import('@patchbay/sdk')`,
  'import @patchbay/sdk, register a client': `
    const { default: OpenAI } = await import('openai')
    const client = new OpenAI({ apiKey: 'unused' })
    const before = process.cpuUsage()
    const { register, bedrock } = await import('@patchbay/sdk')
    register(client, bedrock({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }))
    const { user, system } = process.cpuUsage(before)
    globalThis.spent = (user + system) / 1000`,
} as const

/** The script that a fresh process runs: it prints the CPU ms it has spent, by itself or in the part it measured. */
export function coldStartScript(name: keyof typeof STARTS): string {
  return `${STARTS[name]}
    const total = process.cpuUsage()
    console.log(globalThis.spent ?? (total.user + total.system) / 1000)`
}
