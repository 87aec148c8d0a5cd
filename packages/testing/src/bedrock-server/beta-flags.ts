/**
 * Flags of Anthropic's API that the service takes, without their dates. The documented ones:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
 * and those that its Messages API and Claude Code on Bedrock are known to use.
 */
const KNOWN =
  /^(?:claude-code|compact|computer-use|context-1m|context-management|dev-full-thinking|effort|fine-grained-tool-streaming|interleaved-thinking|mid-conversation-system|output-128k|thinking-binding-controls|token-efficient-tools|tool-examples|tool-search-tool)-/

/** Whether a list of beta flags has one that the service does not take. */
export function hasUnknownFlag(betas: unknown): boolean {
  return (
    Array.isArray(betas) &&
    betas.some((flag: unknown) => typeof flag === 'string' && flag.trim() !== '' && !KNOWN.test(flag))
  )
}
