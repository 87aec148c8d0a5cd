import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createBedrockServer, TEST_BEARER_TOKEN } from '@patchbay/testing'
import { bedrock, createFetch } from '@patchbay/sdk'
import { startServer } from './packages/command-line/src/serve/server.ts'
const [program, model] = process.argv.slice(2) as [string, string]
const bed = await createBedrockServer()
const route = bedrock({ region: 'us-east-1', endpoint: bed.url, mantleEndpoint: bed.mantleUrl, apiKey: TEST_BEARER_TOKEN })
const inner = createFetch(route)
const fetch: any = async (url: any, init: any) => { const r = await inner(url, init); const b = typeof init?.body === 'string' ? init.body : init?.body ? new TextDecoder().decode(init.body) : ''; { const q = (() => { try { return JSON.parse(b) } catch { return {} } })(); const ts = [...(q.tools ?? []), ...(Array.isArray(q.input) ? q.input.filter((i: any) => i.type === 'additional_tools').flatMap((i: any) => i.tools) : [])]; console.log('TOOLS', ts.map((t: any) => (t.type ?? '') + ':' + (t.name ?? t.function?.name) + (t.tools ? '[' + t.tools.map((x: any) => x.type + ':' + x.name).join(' ') + ']' : '')).join(' ')) }; console.log('>>', init?.method, String(url), r.status, b.slice(0, Number(process.env.CUT ?? 200)), '| W', decodeURIComponent(r.headers.get('x-patchbay-warnings') ?? '').slice(0, 300)); if (r.status >= 400) console.log('!!', await r.clone().text()); return r }
const server = await startServer({ host: '127.0.0.1', port: 0 }, { access: { apiKey: undefined, allowedHosts: undefined, origins: [] }, maxBody: 1 << 25, fetch, onRefused: (...a: any[]) => console.log('refused', ...a) } as any)
const home = mkdtempSync('/tmp/agents/home-'); const cwd = mkdtempSync('/tmp/agents/cwd-')
const B = '/tmp/agents/node_modules/.bin/'
const P: Record<string, { cmd: string; args: string[]; env: Record<string, string> }> = {
  codex: { cmd: B + 'codex', args: ['exec', '--skip-git-repo-check', '-m', model, '-c', `model_provider="p"`, '-c', `model_providers.p={name="p",base_url="${server.url}/v1",env_key="OPENAI_API_KEY",wire_api="responses"}`, '--dangerously-bypass-approvals-and-sandbox', 'List the files.'], env: { OPENAI_API_KEY: 'x' } },
  codexenv: { cmd: B + 'codex', args: ['exec', '--skip-git-repo-check', '-m', model, '--dangerously-bypass-approvals-and-sandbox', 'List the files.'], env: { OPENAI_BASE_URL: server.url + '/v1', OPENAI_API_KEY: 'x', CODEX_API_KEY: 'x' } },
  claude: { cmd: B + 'claude', args: ['-p', '--model', model, '--dangerously-skip-permissions', 'List the files.'], env: { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'x', IS_SANDBOX: '1', DISABLE_AUTOUPDATER: '1', DISABLE_TELEMETRY: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' } },
  opencode: { cmd: B + 'opencode', args: ['run', '--model', 'patchbay/' + model, 'List the files.'], env: { OPENCODE_CONFIG_CONTENT: JSON.stringify({ provider: { patchbay: { npm: '@ai-sdk/openai-compatible', name: 'p', options: { baseURL: server.url + '/v1', apiKey: 'x' }, models: { [model]: {} } } }, autoupdate: false }), OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' } },
}
const p = P[program]!
const child = spawn(p.cmd, p.args, { cwd, env: { PATH: process.env.PATH!, HOME: home, ...p.env }, stdio: ['ignore', 'inherit', 'inherit'] })
const t = setTimeout(() => child.kill('SIGKILL'), 90_000)
child.on('exit', (c) => { clearTimeout(t); console.log('exit', c); process.exit(0) })
