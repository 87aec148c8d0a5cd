import { file, held, no, notFound, ours, partly, ran, type Row, yes } from '../cells.ts'
import {
  ACCESS_MODEL,
  AI_SDK_CHAT,
  JAVELIN_CLIENT,
  LANGCHAIN_CHAT,
  litellm,
  portkeyGateway,
  WRAPPER,
} from '../places.ts'

export const FAILURES: readonly Row[] = [
  {
    name: 'Errors',
    asks: 'Which errors does an application catch?',
    ours: ours(
      'yes',
      'the classes of its own SDK, with status, code and request id',
      held('openai/failures.test.ts', "raises the application's own error classes"),
      held('langchain/bedrock.test.ts', "turns Bedrock's refusals into LangChain's errors"),
      held(
        'bedrock/openai-backend.test.ts',
        'raises every exception of the service as its class, in an answer and in mid-stream',
      ),
    ),
    javelin: partly(
      'those of `openai` by the gateway’s status. For boto3 a failure while the request is readdressed is swallowed, and the request goes to AWS',
      file(JAVELIN_CLIENT, 'L779-L826'),
    ),
    portkey: partly('classes of its own, named as those of `openai`', file('src/error.ts', 'L1-L150')),
    litellm: yes('classes that inherit from those of `openai`', litellm('exception_mapping', '2026-10-01')),
    accessGateway: partly(
      '`{"detail": ...}` with 400 for validation, 429 for throttling, 500 for everything else',
      file(ACCESS_MODEL, 'L362-L370'),
    ),
    wrapper: yes('those of the AWS SDK, as they come', file(WRAPPER, 'L599-L606')),
    aiSdk: yes('the AI SDK’s', file('packages/amazon-bedrock/src/amazon-bedrock-error.ts')),
    langchain: yes(
      'those of the AWS SDK, as they come',
      file('libs/providers/langchain-aws/src/utils/errors.ts', 'L38-L47'),
    ),
  },
  {
    name: 'Errors in mid-stream',
    asks: 'What does a reader see when an answer fails after it has begun?',
    ours: ours(
      'yes',
      'an error of the client’s own class in the loop, with its status, after what had come; a stream that merely ends is an error, too',
      held(
        'bedrock-route/streams.test.ts',
        'raises an exception after the second delta in the loop, with its status, and keeps what came before',
      ),
      held('anthropic/claude.test.ts', 'raises a failure in mid-stream, and keeps what came before'),
      held(
        'responses/route.test.ts',
        'reports a failure in mid-stream as an error event, and neither completes nor ends it well',
      ),
    ),
    javelin: notFound('what the hosted gateway sends was not found', file(JAVELIN_CLIENT, 'L471-L493')),
    portkey: partly(
      'an event named `error` raises; an error in OpenAI’s form (`data: {"error": ...}`) came out of the loop as one more chunk, and the loop ended without an error',
      ran('src/streaming.ts', 'L70-L117'),
    ),
    litellm: yes('an exception in the loop', litellm('exception_mapping', '2026-10-01')),
    accessGateway: partly(
      'an event with a message, without a status, and no `[DONE]`',
      file(ACCESS_MODEL, 'L457-L463'),
    ),
    wrapper: yes('the AWS SDK’s exception in the loop', file(WRAPPER, 'L599-L643')),
    aiSdk: yes(
      'an `error` part and a call of `onError`, with status 429 for throttling; the loop goes on to its end',
      ran(AI_SDK_CHAT, 'L757-L797'),
    ),
    langchain: yes('the AWS SDK’s `ThrottlingException` in the loop', ran(LANGCHAIN_CHAT, 'L1225-L1282')),
  },
  {
    name: 'Policies',
    asks: 'Fallbacks, load balancing, retries, time limits: which are there, and where do they run?',
    ours: ours(
      'yes',
      '`fallback`, `loadBalance`, `retry`, `timeout` and cooldowns, nested as wanted, in the process, for every client; a stream may still fall back until its first content',
      held(
        'policies/cooldown.test.ts',
        'leaves a dead route out for every client, and tries it again when its time is over',
      ),
      held(
        'policies/stream-starts.test.ts',
        'falls back from throttling before event %i, and not from a 400',
      ),
      held(
        'policies/balance.test.ts',
        'loses and doubles none of 2,000 calls, keeps the shares while all routes are up, and leaves nothing behind',
      ),
      held('policies/fault-matrix.test.ts', 'says in docs/fault-matrix.md what every caller sees'),
    ),
    javelin: partly(
      'retries and rate limits are settings of a route in the gateway; fallbacks were not found in the SDK',
      file('highflame/models.py', 'L158-L175'),
    ),
    portkey: yes(
      'fallback, load balancing, retries, time limits, conditions: in the gateway, by a config. The SDK tries once more by itself',
      portkeyGateway('README.md', 'L43-L48'),
      portkeyGateway('README.md', 'L192-L198'),
      file('src/baseClient.ts', 'L294-L345'),
    ),
    litellm: yes(
      'retries and fallbacks in the SDK; its router and proxy balance, with cooldowns, priorities and time limits, kept in Redis for many processes',
      litellm('completion/reliable_completions', '2026-10-09'),
      litellm('routing', '2026-10-03'),
    ),
    accessGateway: partly('the AWS SDK’s adaptive retries, eight attempts', file(ACCESS_MODEL, 'L56-L64')),
    wrapper: no('the AWS SDK’s retries', file(WRAPPER, 'L512-L519')),
    aiSdk: partly(
      '`maxRetries`; fallbacks between providers were not found in the SDK',
      file('content/docs/03-ai-sdk-core/25-settings.mdx', 'L114-L117'),
    ),
    langchain: partly(
      '`withRetry`, `withFallbacks`; load balancing was not found',
      file('libs/langchain-core/src/runnables/base.ts', 'L150-L210'),
    ),
  },
]
