/** The programs that are run, and how each is pointed at a server. */
export interface Program {
  readonly name: string
  /** The package on npm, at the version that was tried. */
  readonly package: string
  readonly version: string
  readonly bin: string
  readonly start: (server: string, model: Model, prompt: string) => Start
}

/** A model, as programs are told of it. */
export interface Model {
  readonly id: string
  /** Whether it sees images. opencode has to be told. */
  readonly vision: boolean
}

/** How a program is started. */
export interface Start {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Codex reads its provider from its configuration, which `-c` sets. */
const codex: Program = {
  name: 'Codex CLI',
  package: '@openai/codex',
  version: '0.171.0',
  bin: 'codex',
  start: (server, model, prompt) => ({
    args: [
      'exec',
      '--skip-git-repo-check',
      '--dangerously-bypass-approvals-and-sandbox',
      '--model',
      model.id,
      '-c',
      'model_provider="patchbay"',
      '-c',
      `model_providers.patchbay={name="Patchbay",base_url="${server}/v1",env_key="OPENAI_API_KEY",wire_api="responses"}`,
      prompt,
    ],
    env: { OPENAI_API_KEY: 'unused' },
  }),
}

const claudeCode: Program = {
  name: 'Claude Code',
  package: '@anthropic-ai/claude-code',
  version: '2.1.197',
  bin: 'claude',
  start: (server, model, prompt) => ({
    args: ['--print', '--model', model.id, '--dangerously-skip-permissions', prompt],
    env: {
      ANTHROPIC_BASE_URL: server,
      ANTHROPIC_API_KEY: 'unused',
      // Root may skip permissions in a sandbox only.
      IS_SANDBOX: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
  }),
}

/** How opencode is told that a model sees images. */
const SEES = { attachment: true, modalities: { input: ['text', 'image'], output: ['text'] } }

const opencode: Program = {
  name: 'opencode',
  package: 'opencode-ai',
  version: '1.18.33',
  bin: 'opencode',
  start: (server, model, prompt) => ({
    args: ['run', '--model', `patchbay/${model.id}`, prompt],
    env: {
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        autoupdate: false,
        provider: {
          patchbay: {
            npm: '@ai-sdk/openai-compatible',
            name: 'Patchbay',
            options: { baseURL: `${server}/v1`, apiKey: 'unused' },
            models: { [model.id]: model.vision ? SEES : {} },
          },
        },
      }),
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
    },
  }),
}

/** By the name of the program. */
export const PROGRAMS: Readonly<Record<string, Program>> = { codex, claude: claudeCode, opencode }

/** A model of every family, by the name that a program is given. Codex knows `gpt-5.6-sol`, and offers its tools in another way for it. */
export const MODELS: Readonly<Record<string, Model>> = {
  'Claude Sonnet 4.5': { id: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', vision: true },
  'Claude Opus 5.5': { id: 'us.anthropic.claude-opus-5-5', vision: true },
  'Nova Pro': { id: 'us.amazon.nova-pro-v1:0', vision: true },
  'gpt-oss': { id: 'openai.gpt-oss-120b-1:0', vision: false },
  'GPT-5.6 sol': { id: 'gpt-5.6-sol', vision: true },
  'Grok 4.7': { id: 'us.xai.grok-4.7', vision: true },
  'Kimi K3': { id: 'us.moonshotai.kimi-k3', vision: true },
}
