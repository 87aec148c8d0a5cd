import { file, held, no, notFound, ours, page, partly, type Row, yes } from '../cells.ts'
import {
  ACCESS_MODEL,
  AI_SDK_CHAT,
  AI_SDK_PAGE,
  JAVELIN_CLIENT,
  LANGCHAIN_CHAT,
  litellm,
  litellmBedrock,
  litellmReadme,
  PORTKEY_BEDROCK,
  portkeyGateway,
  WRAPPER,
} from '../places.ts'

const BY_THE_GATEWAY = 'the SDK passes the request on; what the hosted gateway makes of it was not found'

export const CONTENTS: readonly Row[] = [
  {
    name: 'Tools',
    asks: 'Do tools, parallel calls, tool choice and results survive, whole and streamed?',
    ours: ours(
      'yes',
      'parallel calls, streamed with dense indices; tool choice as far as the model takes it; names, ids and schemas that Bedrock would refuse are mended, with warnings',
      held('bedrock-route/conversation.test.ts', 'goes around a loop with two parallel tool calls'),
      held('bedrock-route/conversation.test.ts', 'streams tool calls with dense indices and whole arguments'),
      held('translator/tool-conversation.test.ts', 'holds four turns of parallel calls by %s'),
    ),
    javelin: partly(
      'an example calls tools on Bedrock through the gateway; how choice and parallel calls are kept was not found',
      file('examples/bedrock/bedrock_function_tool_call.py'),
    ),
    portkey: yes(
      'the gateway translates tools, choice and results',
      portkeyGateway(PORTKEY_BEDROCK, 'L346-L398'),
    ),
    litellm: yes('by Converse', litellmBedrock),
    accessGateway: partly(
      'yes, but a whole answer with calls loses the text beside them, a named choice aside everything but `required` becomes `auto`, and streamed calls are numbered by the content block minus one',
      file(ACCESS_MODEL, 'L855-L873'),
      file(ACCESS_MODEL, 'L927-L945'),
      file(ACCESS_MODEL, 'L1030'),
    ),
    wrapper: no(
      'the request’s `tools` are not read, though its README names tool use among what Converse has',
      file(WRAPPER, 'L503'),
      file('README.md', 'L111-L117'),
    ),
    aiSdk: yes(
      'with Anthropic’s own tools as well',
      file('packages/amazon-bedrock/src/amazon-bedrock-prepare-tools.ts', 'L18-L200'),
    ),
    langchain: yes(
      'by `bindTools`; a choice that a model is not known to take is an error',
      file('libs/providers/langchain-aws/src/utils/tools.ts', 'L16-L128'),
    ),
  },
  {
    name: 'Reasoning',
    asks: 'Can reasoning be asked for, is it shown, and do signatures go back in a tool loop?',
    ours: ours(
      'yes',
      '`reasoning_effort` in the way of each family; `reasoning_content`, and signatures in `content_blocks` or in the items of Responses, in the model’s order',
      held('translator/tool-conversation.test.ts', 'brings all its reasoning back by $loop of $name'),
      held('field-reports/07-effort-of-claude.test.ts', 'gets an effort where the service takes it, $name'),
      held(
        'field-reports/08-order-of-reasoning.test.ts',
        'is kept by Chat Completions and back (stream: %s)',
      ),
    ),
    javelin: notFound(BY_THE_GATEWAY, file(JAVELIN_CLIENT, 'L577-L608')),
    portkey: partly(
      '`thinking` goes to the model, and comes back as content blocks with signatures where strict compliance is off; `reasoning_effort` was not found for Bedrock',
      portkeyGateway(PORTKEY_BEDROCK, 'L130-L145'),
      portkeyGateway(PORTKEY_BEDROCK, 'L477-L487'),
    ),
    litellm: yes(
      '`reasoning_effort` or `thinking`; `reasoning_content`, and `thinking_blocks` with signatures for Anthropic’s models',
      litellm('reasoning_content', '2026-10-02'),
    ),
    accessGateway: partly(
      '`reasoning_effort` for Claude, as a budget, and for DeepSeek V3, for others ignored; comes back as text in `<think>`, without signatures',
      file(ACCESS_MODEL, 'L818-L853'),
      file(ACCESS_MODEL, 'L946-L960'),
      file(ACCESS_MODEL, 'L1055-L1069'),
    ),
    wrapper: partly(
      'by models of names ending in `-Thinking`; comes back as text in `<think>`, without signatures',
      file('README.md', 'L200-L233'),
      file(WRAPPER, 'L606-L634'),
    ),
    aiSdk: yes(
      'by `reasoningConfig`; reasoning parts, signatures included',
      file(AI_SDK_PAGE, 'L468-L518'),
      file('packages/amazon-bedrock/src/amazon-bedrock-reasoning-metadata.ts'),
    ),
    langchain: yes(
      'by `additionalModelRequestFields`; blocks `reasoning_content`, signatures included',
      file('libs/providers/langchain-aws/src/utils/message_inputs.ts', 'L799-L953'),
      file('libs/providers/langchain-aws/src/utils/compat.ts'),
    ),
  },
  {
    name: 'Structured output',
    asks: 'Does `response_format` with a schema, or its counterpart, give an answer by the schema?',
    ours: ours(
      'yes',
      'natively where the model has it, else by a tool, else by being told, with a warning; `.parse()`, Responses and LangChain included',
      held('structured-output/parse.test.ts', 'parses a streamed answer'),
      held('structured-output/parse.test.ts', 'calls a real tool first, then answers by the schema, %s'),
      held('structured-output/langchain.test.ts', 'streams by %s'),
    ),
    javelin: notFound(BY_THE_GATEWAY, file(JAVELIN_CLIENT, 'L577-L608')),
    portkey: notFound(
      '`response_format` was not found among what the gateway translates for Bedrock',
      portkeyGateway(PORTKEY_BEDROCK, 'L286-L455'),
    ),
    litellm: yes('by `response_format`', litellm('completion/json_mode', '2026-10-09')),
    accessGateway: no(
      '`response_format` is not among the fields that it reads',
      file('src/api/schema.py', 'L99-L116'),
    ),
    wrapper: no('`response_format` is not read', file(WRAPPER, 'L503')),
    aiSdk: yes('natively for newer Claudes, else by a tool', file(AI_SDK_CHAT, 'L196-L234')),
    langchain: yes('by a tool; `jsonMode` is refused', file(LANGCHAIN_CHAT, 'L1325-L1396')),
  },
  {
    name: 'Prompt caching and guardrails',
    asks: 'Can cache points be set, and is a Bedrock guardrail applied?',
    ours: ours(
      'yes',
      'marks for caching become cache points; a guardrail of the route, the body or a header is applied, or the request is refused',
      held('agents/requests.test.ts', 'the mark on a call is a cache point'),
      held('ways/service-headers.test.ts', 'of the route’s own headers is applied as well'),
    ),
    javelin: partly(
      'the gateway’s own guardrails, by methods of the SDK; Bedrock’s, and cache points, were not found',
      file(JAVELIN_CLIENT, 'L1499-L1509'),
    ),
    portkey: yes(
      '`cache_control` and `guardrailConfig` go to Bedrock; the gateway has guardrails of its own as well',
      portkeyGateway(PORTKEY_BEDROCK, 'L96-L118'),
      portkeyGateway(PORTKEY_BEDROCK, 'L399-L406'),
    ),
    litellm: yes(
      'both; its proxy has guardrails of its own as well',
      litellmBedrock,
      page('https://litellm.vercel.app/docs/completion/prompt_caching', '2026-11-28'),
      litellmReadme,
    ),
    accessGateway: partly(
      'cache points for system texts and messages; guardrails were not found',
      file('README.md', 'L237-L307'),
      file(ACCESS_MODEL),
    ),
    wrapper: no('neither is read', file(WRAPPER, 'L503')),
    aiSdk: yes('both, by provider options', file(AI_SDK_PAGE, 'L262-L293'), file(AI_SDK_PAGE, 'L342-L452')),
    langchain: yes(
      'both, by fields of its own',
      file(LANGCHAIN_CHAT, 'L1011-L1028'),
      file(LANGCHAIN_CHAT, 'L1069-L1075'),
    ),
  },
  {
    name: 'What a model does not take',
    asks: 'What becomes of a field that the model, or Bedrock, has no counterpart for?',
    ours: ours(
      'yes',
      'left out with a warning (`onWarning`, a response header), or a 400 with `strict: true`; never in silence',
      held('field-reports/11-nothing-lost.test.ts', 'unknown members give a warning each'),
      held(
        'responses/route.test.ts',
        'repeats warnings in a header, and refuses them where the route is strict',
      ),
    ),
    javelin: notFound(BY_THE_GATEWAY, file(JAVELIN_CLIENT, 'L577-L608')),
    portkey: notFound(
      'a report of what was left out was not found',
      portkeyGateway(PORTKEY_BEDROCK, 'L286-L455'),
    ),
    litellm: yes(
      'an exception; with `drop_params` they are dropped',
      litellm('completion/drop_params', '2026-10-09'),
    ),
    accessGateway: no(
      'some are marked as not used, others are not read; nobody is told',
      file('src/api/schema.py', 'L99-L116'),
      file(ACCESS_MODEL, 'L850-L853'),
    ),
    wrapper: no('all but eight fields are not read; nobody is told', file(WRAPPER, 'L503')),
    aiSdk: yes('warnings in the result', file(AI_SDK_CHAT, 'L132-L180'), file(AI_SDK_CHAT, 'L364-L394')),
    langchain: partly(
      'a tool choice is an error; what stands in `additionalModelRequestFields` goes to AWS, which answers for itself',
      file('libs/providers/langchain-aws/src/utils/tools.ts', 'L105-L127'),
      file(LANGCHAIN_CHAT, 'L1018-L1020'),
    ),
  },
]
