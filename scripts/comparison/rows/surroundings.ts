import {
  file,
  held,
  here,
  kilobytes,
  measured,
  no,
  notMeasured,
  ours,
  page,
  partly,
  type Row,
  yes,
} from '../cells.ts'
import { JAVELIN_CLIENT, litellm, litellmReadme, portkeyGateway, WRAPPER } from '../places.ts'

export const SURROUNDINGS: readonly Row[] = [
  {
    name: 'Telemetry',
    asks: 'How does one see which route answered, how long it took, and what it cost?',
    ours: ours(
      'yes',
      'hooks, one event at start, attempt, first token and end; OpenTelemetry spans and metrics by the GenAI conventions, content only when asked for',
      held(
        'hooks/policies.test.ts',
        'say why the one before has failed, a failure that a gateway reports as a success among them',
      ),
      held(
        'opentelemetry/spans.test.ts',
        'of a fallback: an attempt for each route, those that were given up with why',
      ),
      held(
        'opentelemetry/metrics.test.ts',
        'counts tokens and measures durations, by the names of both versions of the conventions',
      ),
    ),
    javelin: partly(
      'OpenTelemetry spans where an endpoint is configured; prompts and answers are always in them',
      file(JAVELIN_CLIENT, 'L320-L348'),
      file(JAVELIN_CLIENT, 'L539-L575'),
      file('highflame/tracing_setup.py'),
    ),
    portkey: yes('logs, traces, costs and feedback in the hosted service', file('README.md', 'L32-L46')),
    litellm: yes(
      'OpenTelemetry by the GenAI conventions, callbacks for other services',
      litellm('observability/opentelemetry_integration', '2026-10-04'),
      litellm('proxy/config_settings', '2026-10-07'),
    ),
    accessGateway: no('log lines; others were not found', file('src/api/app.py', 'L19-L25')),
    wrapper: no('prints with `logging: true`', file(WRAPPER, 'L501')),
    aiSdk: yes('OpenTelemetry by `@ai-sdk/otel`', file('content/docs/03-ai-sdk-core/60-telemetry.mdx')),
    langchain: yes(
      'callbacks, and LangSmith’s tracer',
      file('libs/langchain-core/src/tracers/tracer_langchain.ts'),
    ),
  },
  {
    name: 'Dashboards, answer caches, keys',
    asks: 'What beyond calling models is there?',
    ours: ours(
      'no',
      'none of it. Where it is wanted, a gateway that has it is the route: its config and headers are options',
      held('gateways/portkey-gateway.test.ts', 'obeys a typed config: retries'),
    ),
    javelin: yes(
      'traces, archives, guardrails, secrets and templates in the hosted service',
      file(JAVELIN_CLIENT, 'L1431-L1534'),
    ),
    portkey: yes(
      'dashboard, simple and semantic caches, guardrails, virtual keys, prompts; some of it in the hosted service alone',
      portkeyGateway('README.md', 'L190-L220'),
      file('README.md', 'L14-L46'),
    ),
    litellm: yes(
      'dashboard, virtual keys, spend tracking, caches, guardrails, in the proxy that you run',
      litellmReadme,
      litellm('proxy/caching', '2026-10-06'),
    ),
    accessGateway: no('one key for all callers; others were not found', file('src/api/auth.py')),
    wrapper: no('none', file('README.md')),
    aiSdk: partly(
      'middleware for caches and guardrails of your own; Vercel’s AI Gateway is another product',
      file('content/docs/03-ai-sdk-core/40-middleware.mdx', 'L6-L14'),
    ),
    langchain: partly(
      'caches for answers; LangSmith is another product',
      file('libs/langchain-core/src/caches/index.ts', 'L33-L60'),
    ),
  },
  {
    name: 'Models beyond Bedrock',
    asks: 'Which other providers can be called?',
    ours: ours(
      'partly',
      'OpenAI-compatible backends by `openai()`, and whatever a gateway has; no translation to other providers’ own APIs',
      held('bedrock/openai-backend.test.ts', 'is served by gateways that speak OpenAI’s shape only'),
      held('openai/calls.test.ts', 'completes a chat'),
    ),
    javelin: yes(
      'OpenAI, Azure, Gemini and DeepSeek have functions of the SDK; others are routes of the gateway',
      file(JAVELIN_CLIENT, 'L638-L656'),
    ),
    portkey: yes('45 providers and more', portkeyGateway('README.md', 'L244-L275')),
    litellm: yes('100 providers and more', litellmReadme),
    accessGateway: no('Bedrock alone', file('README.md', 'L18-L30')),
    wrapper: no('Bedrock alone', file('README.md', 'L123-L190')),
    aiSdk: yes(
      'some forty providers of the AI SDK beside this one',
      file('content/providers/01-ai-sdk-providers/index.mdx'),
    ),
    langchain: yes('some thirty providers of LangChain beside this one', {
      at: 'https://github.com/langchain-ai/langchainjs/tree/62fc484b2a0d1ec5b8bebff4a8a0efe6300ada72/libs/providers',
      label: 'libs/providers',
    }),
  },
  {
    name: 'Languages',
    asks: 'From which languages can it be used?',
    ours: ours(
      'partly',
      'TypeScript and JavaScript; every other language by HTTP, from `npx @patchbay/sdk serve`',
      held('serve/clients.test.ts', 'chats, whole and as a stream'),
      held(
        'portability/web-realm.test.ts',
        'chats, whole and streamed, by a gateway and by bedrock(), and hears what cannot be had there',
      ),
    ),
    javelin: partly('Python; JavaScript has examples with headers', file('README.md', 'L14-L42')),
    portkey: yes('JavaScript and Python SDKs; the gateway by HTTP', portkeyGateway('README.md', 'L82-L118')),
    litellm: yes('Python; every other language by HTTP, from the proxy', litellmReadme),
    accessGateway: yes('every language, by HTTP', file('README.md', 'L155-L188')),
    wrapper: partly('JavaScript', file('package.json')),
    aiSdk: partly('TypeScript and JavaScript', file('packages/amazon-bedrock/package.json')),
    langchain: partly(
      'TypeScript and JavaScript; Python has a package of the same name',
      file('libs/providers/langchain-aws/package.json'),
      page('https://reference.langchain.com/python/langchain-aws/middleware/prompt_caching', '2026-11-28'),
    ),
  },
  {
    name: 'Size',
    asks: 'What does an application load for a whole and a streamed chat, SDKs and AWS’s packages included, bundled by the same bundler, minified and gzipped? Requests have a bearer key where the tool takes one.',
    ours: ours(
      '176 kB',
      '`openai` on `bedrock()`; 128 kB on `portkey()`. `openai` alone is 84 kB of both',
      held(
        'sdk/imports.test.ts',
        'loads neither the translator nor the transport when a route is made and a client registered',
      ),
    ),
    javelin: notMeasured('a Python package', file('pyproject.toml')),
    portkey: kilobytes(71)('with the `openai` that it contains', size('`portkey-ai` 3.1.0')),
    litellm: notMeasured('a Python package', litellmReadme),
    accessGateway: notMeasured('a server', file('src/Dockerfile')),
    wrapper: kilobytes(132)(
      'at the start, without `sharp`; 1.1.0 is older than what was read',
      size('`bedrock-wrapper` 1.1.0'),
    ),
    aiSdk: kilobytes(170)('with `ai` 7.0.173', size('`@ai-sdk/amazon-bedrock` 5.0.101')),
    langchain: kilobytes(289)(
      'with `@langchain/core` 1.2.13 and the AWS SDK',
      size('`@langchain/aws` 1.4.5'),
    ),
  },
  {
    name: 'Speed',
    asks: 'What do calls and streams cost in CPU time?',
    ours: ours(
      'measured',
      '[figures](performance.md), as ratios to the AWS SDK within one run; `npm run bench` prints them',
      held('hooks/parsing.test.ts', 'a whole answer that was parsed already is not parsed for hooks again'),
      held('bedrock-route/streams.test.ts', 'keeps its connection over whole and streamed calls'),
    ),
    javelin: notMeasured('a Python package', file('pyproject.toml')),
    portkey: notMeasured('the gateway’s README says less than 1 ms', portkeyGateway('README.md', 'L35-L40')),
    litellm: notMeasured('its README says 8 ms at the 95th percentile for the proxy', litellmReadme),
    accessGateway: notMeasured(
      'its README says that the proxy adds some latency',
      file('README.md', 'L375-L379'),
    ),
    wrapper: notMeasured('', file('README.md')),
    aiSdk: measured('a contestant of the same benchmark', bench('ai-sdk')),
    langchain: measured('a contestant of the same benchmark', bench('chat-bedrock-converse')),
  },
]

function size(name: string) {
  return here('../scripts/comparison-sizes.mjs', `${name}: node scripts/comparison-sizes.mjs`)
}

function bench(contestant: string) {
  return here('performance.md', `npm run bench -- --contestants aws-sdk,bedrock,${contestant}`)
}
