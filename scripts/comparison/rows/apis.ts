import { file, held, no, ours, page, partly, type Row, yes } from '../cells.ts'
import {
  ACCESS_MODEL,
  AI_SDK_CHAT,
  AI_SDK_PAGE,
  JAVELIN_CLIENT,
  LANGCHAIN_CHAT,
  litellm,
  litellmBedrock,
  litellmReadme,
  portkeyGateway,
  WRAPPER,
} from '../places.ts'

export const APIS: readonly Row[] = [
  {
    name: "Bedrock's APIs",
    asks: 'By which of Bedrock’s APIs and hosts is a request served, and who chooses?',
    ours: ours(
      'yes',
      'Converse, InvokeModel, Chat Completions, Responses and Messages, on both hosts; chosen for each request by the model’s row, and named by `api` and `host` where wanted',
      held('ways/ways.test.ts', 'answers chat completions, whole and streamed'),
      held('native/native.test.ts', 'change nothing but the name of the model'),
      held('translator/ways-page.test.ts', 'says in docs/ways.md what the tables of the code say'),
    ),
    javelin: partly(
      'boto3’s InvokeModel and Converse, whole and streamed, readdressed to the gateway',
      file(JAVELIN_CLIENT, 'L43-L45'),
    ),
    portkey: yes(
      'the gateway uses Converse, and InvokeModel for what is no chat; Mantle’s three APIs by the provider `bedrock-mantle`, which the caller names',
      portkeyGateway('src/providers/bedrock/api.ts', 'L249-L312'),
      page('https://portkey.ai/docs/aigw/integrations/llms/bedrock-mantle', '2026-09-15'),
    ),
    litellm: yes(
      'Converse and InvokeModel; Mantle’s by the prefix `bedrock_mantle/`, which the caller names',
      litellmBedrock,
      litellm('providers/bedrock_mantle', '2026-10-09'),
    ),
    accessGateway: partly(
      'Converse for chats, InvokeModel for embeddings',
      file(ACCESS_MODEL, 'L350-L370'),
      file(ACCESS_MODEL, 'L1288-L1308'),
    ),
    wrapper: partly('InvokeModel, or Converse by `useConverseAPI`', file('README.md', 'L100-L121')),
    aiSdk: yes(
      'Converse; InvokeModel for Claude by `/anthropic`; Mantle’s Chat Completions and Responses by `/mantle`: three providers, which the application chooses',
      file(AI_SDK_CHAT, 'L513'),
      file('packages/amazon-bedrock/src/anthropic/amazon-bedrock-anthropic-provider.ts', 'L244-L270'),
      file(AI_SDK_PAGE, 'L1632-L1720'),
    ),
    langchain: partly('Converse', file(LANGCHAIN_CHAT, 'L1077-L1088')),
  },
  {
    name: 'Endpoints beside chats',
    asks: 'Which of OpenAI’s other endpoints are served from Bedrock?',
    ours: ours(
      'yes',
      'completions, Responses, embeddings, models, image generation, moderations by a guardrail',
      held('responses/clients.test.ts', 'streams the same answer, its events numbered from 0 without gaps'),
      held(
        'endpoints/embeddings.test.ts',
        'decodes the base64 it asks for by default, to the same numbers as floats',
      ),
      held('endpoints/images.test.ts', 'generates images'),
      held('endpoints/moderations.test.ts', 'moderates a text by the guardrail of the route'),
    ),
    javelin: partly(
      'completions and embeddings of a registered client; Responses were not found',
      file(JAVELIN_CLIENT, 'L586-L590'),
    ),
    portkey: yes(
      'the SDK has most of OpenAI’s resources; for Bedrock the gateway has completions, embeddings, images, batches, fine-tuning, files and counting',
      file('src/client.ts'),
      portkeyGateway('src/providers/bedrock/api.ts', 'L265-L320'),
    ),
    litellm: yes('Responses, Messages, embeddings, reranking, and more', litellmReadme),
    accessGateway: partly('embeddings and models', file('src/api/app.py', 'L43-L45')),
    wrapper: no('none', file(WRAPPER, 'L501-L518')),
    aiSdk: yes(
      'embeddings, images and reranking, by functions of the AI SDK',
      file(AI_SDK_PAGE, 'L809-L1260'),
    ),
    langchain: partly(
      'the package has embeddings and retrievers, by classes of LangChain',
      file('libs/providers/langchain-aws/src/index.ts'),
    ),
  },
  {
    name: 'Streaming',
    asks: 'Do answers arrive as they are made, and does leaving them early stop the upstream?',
    ours: ours(
      'yes',
      'as chunks of the client’s own API, usage included; leaving the loop or aborting closes the upstream; nothing is read ahead of a slow reader',
      held('bedrock-route/streams.test.ts', 'closes the upstream when the loop is left early'),
      held('bedrock-route/streams.test.ts', 'gives identical chunks wherever the network cuts the reply'),
      held('handed-chunks/clients.test.ts', 'reads nothing ahead of a slow reader'),
    ),
    javelin: partly(
      'streams of `openai` pass; with tracing switched on, a stream is read to its end for the span before it is returned',
      file(JAVELIN_CLIENT, 'L363-L367'),
      file(JAVELIN_CLIENT, 'L471-L493'),
    ),
    portkey: yes('by server-sent events', file('src/streaming.ts', 'L37-L118')),
    litellm: yes('as chunks of Chat Completions', litellmBedrock),
    accessGateway: yes(
      'by server-sent events',
      file(ACCESS_MODEL, 'L417-L463'),
      file('src/api/routers/chat.py', 'L43-L45'),
    ),
    wrapper: partly('as pieces of text: no roles, finish reasons or usage', file(WRAPPER, 'L599-L643')),
    aiSdk: yes('as parts of the AI SDK', file(AI_SDK_CHAT, 'L690-L760')),
    langchain: yes('as message chunks of LangChain', file(LANGCHAIN_CHAT, 'L1195-L1282')),
  },
]
