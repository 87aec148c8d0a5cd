import { file, held, no, none, notFound, ours, page, partly, type Row, yes } from '../cells.ts'
import {
  AI_SDK_PAGE,
  JAVELIN_CLIENT,
  LANGCHAIN_CHAT,
  litellm,
  litellmReadme,
  portkeyGateway,
  WRAPPER,
} from '../places.ts'

export const ADOPTION: readonly Row[] = [
  {
    name: 'In-place adoption',
    asks: 'Does the client object that the application has stay, and can it be put back as it was?',
    ours: ours(
      'yes',
      '`register(client, route)` returns the same object with the same type; `unregister` leaves no trace',
      held('openai/registration.test.ts', 'keeps its class, its keys and its JSON while registered'),
      held('langchain/registration.test.ts', 'is, after unregister, property by property what it was'),
      held('bedrock/registration.test.ts', 'leaves no trace behind'),
    ),
    javelin: partly(
      '`register_openai(client)` and `register_bedrock(client)` change the client that exists: base URL, headers and methods, or event handlers. A second registration of the same `openai` client is ignored; a way back was not found',
      file(JAVELIN_CLIENT, 'L577-L656'),
      file(JAVELIN_CLIENT, 'L928-L978'),
    ),
    portkey: partly(
      'a client of its own with the methods of `openai`: `import Portkey` in place of `import OpenAI`. Or the `openai` client is built with Portkey’s base URL and `createHeaders`',
      file('README.md', 'L61-L79'),
      page('https://portkey.ai/docs/product/ai-gateway/configs', '2026-11-28'),
    ),
    litellm: partly(
      'the Python SDK is functions of its own; an application that has an OpenAI client gives it the proxy’s base URL',
      litellmReadme,
    ),
    accessGateway: partly(
      'the client stays, built with the server’s base URL and key',
      file('README.md', 'L155-L188'),
    ),
    wrapper: no(
      'a function of its own, which takes the request’s body and yields texts',
      file(WRAPPER, 'L501-L518'),
    ),
    aiSdk: no('functions of its own: `generateText`, `streamText`', file(AI_SDK_PAGE, 'L111-L188')),
    langchain: partly(
      'takes a `BedrockRuntimeClient` that exists as `client`; the application’s calls are LangChain’s',
      file(LANGCHAIN_CHAT, 'L90-L94'),
      file(LANGCHAIN_CHAT, 'L892-L902'),
    ),
  },
  {
    name: 'Clients',
    asks: 'Whose SDKs can an application go on using?',
    ours: ours(
      'yes',
      '`openai` 4.104 to 7 with `AzureOpenAI`, `@anthropic-ai/sdk`, LangChain’s models for both, `BedrockRuntimeClient`, and what takes a `fetch`: AI SDK, OpenAI Agents, Instructor, LlamaIndex',
      held('sdk/gateways.test.ts', 'recognises every kind of client'),
      held('gateways/wire-table.test.ts', 'says in docs/wire.md what every client sends to every gateway'),
    ),
    javelin: partly(
      'Python’s `openai` (OpenAI, Azure, Gemini, DeepSeek) and boto3’s `bedrock-runtime`',
      file(JAVELIN_CLIENT, 'L638-L656'),
      file(JAVELIN_CLIENT, 'L928-L978'),
    ),
    portkey: partly(
      'its own, `openai` by base URL and headers; its gateway has `/v1/messages` for Anthropic’s clients',
      file('README.md', 'L61-L79'),
      portkeyGateway('src/handlers/messagesHandler.ts'),
    ),
    litellm: yes(
      'clients of OpenAI’s and Anthropic’s APIs, and of Bedrock’s own paths, at the proxy',
      litellmReadme,
      litellm('bedrock_converse', '2026-10-10'),
    ),
    accessGateway: partly('clients of OpenAI’s API', file('src/api/app.py', 'L43-L45')),
    wrapper: no('none', file(WRAPPER, 'L501-L518')),
    aiSdk: no('the AI SDK alone', file(AI_SDK_PAGE, 'L189-L230')),
    langchain: no('LangChain alone', file(LANGCHAIN_CHAT, 'L892-L902')),
  },
  {
    name: 'Gateways',
    asks: 'Through which gateways can it go?',
    ours: ours(
      'yes',
      'Javelin, Portkey, AltrumAI, bedrock-access-gateway, anything OpenAI-compatible, and those that `defineGateway` describes; or none at all',
      held('gateways/wire-table.test.ts', 'says in docs/wire.md what every client sends to every gateway'),
      held(
        'gateways/portkey-gateway.test.ts',
        'signs with the keys of the route, and never shows Bedrock the keys of the caller',
      ),
      held('gateways/define-gateway.test.ts', 'serves an OpenAI client, whole and streamed'),
    ),
    javelin: partly('its own', file(JAVELIN_CLIENT, 'L185-L225')),
    portkey: partly(
      'its own, hosted or self-hosted',
      file('src/constants.ts', 'L33'),
      portkeyGateway('README.md', 'L62-L80'),
    ),
    litellm: yes('is a gateway itself, and calls other OpenAI-compatible servers', litellmReadme),
    accessGateway: none('is a gateway itself', file('README.md', 'L52-L68')),
    wrapper: no('none: calls AWS', file(WRAPPER, 'L512-L519')),
    aiSdk: partly(
      'another base URL of Bedrock’s own API; the AI SDK has other providers for gateways',
      file('packages/amazon-bedrock/src/amazon-bedrock-provider.ts', 'L84-L98'),
    ),
    langchain: partly('another host of Bedrock’s own API', file(LANGCHAIN_CHAT, 'L892-L902')),
  },
  {
    name: 'Nothing to deploy',
    asks: 'Does it reach Bedrock without a server beside the application?',
    ours: ours(
      'yes',
      '`bedrock()` serves it in the process',
      held('bedrock-route/conversation.test.ts', 'answers whole, signed, and leaves the OpenAI key at home'),
    ),
    javelin: no('the gateway, hosted', file('README.md', 'L1-L12')),
    portkey: no('the gateway, hosted or one that you run', portkeyGateway('README.md', 'L62-L80')),
    litellm: partly('the Python SDK does; other languages need the proxy', litellmReadme),
    accessGateway: no(
      'a stack of API Gateway and Lambda, or of a load balancer and Fargate',
      file('README.md', 'L60-L141'),
    ),
    wrapper: yes('calls AWS', file('README.md', 'L18-L44')),
    aiSdk: yes('calls AWS', file(AI_SDK_PAGE, 'L10-L47')),
    langchain: yes('calls AWS', file(LANGCHAIN_CHAT, 'L892-L902')),
  },
  {
    name: 'The other way around',
    asks: 'Is an application that was written for Bedrock served by an OpenAI-compatible server?',
    ours: ours(
      'yes',
      'a `BedrockRuntimeClient` on `openai({ baseURL })`: Converse, InvokeModel in the bodies of Claude, Nova, Llama, Mistral and others, streams, CountTokens',
      held('bedrock/openai-backend.test.ts', 'answers Converse'),
      held(
        'bedrock/openai-backend-invoke-model.test.ts',
        'understands Claude’s messages, and answers in kind',
      ),
    ),
    javelin: notFound(
      'boto3 goes to the gateway on Bedrock’s paths; what the hosted gateway makes of them was not found',
      file(JAVELIN_CLIENT, 'L766-L828'),
    ),
    portkey: notFound('not found among the SDK’s resources', file('src/client.ts')),
    litellm: notFound(
      'the proxy has Bedrock’s `/converse` for models of its provider `bedrock`; whether others are served there was not found',
      litellm('bedrock_converse', '2026-10-10'),
    ),
    accessGateway: no('OpenAI’s API in front of Bedrock only', file('src/api/app.py', 'L43-L45')),
    wrapper: no('OpenAI’s body in front of Bedrock only', file(WRAPPER, 'L501-L518')),
    aiSdk: no('calls Bedrock; the AI SDK changes providers instead', file(AI_SDK_PAGE, 'L1-L15')),
    langchain: no('calls Bedrock; LangChain changes models instead', file(LANGCHAIN_CHAT, 'L1077-L1088')),
  },
]
