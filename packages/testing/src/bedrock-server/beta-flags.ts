/** Flags of Anthropic's own API that the service does not know, without their dates. */
const UNKNOWN =
  /^(?:advanced-tool-use|code-execution|fast-mode|files-api|mcp-client|mcp-servers|prompt-caching-scope|skills|structured-outputs?|token-counting|web-fetch|web-search)-/

/** Whether a list of beta flags has one of them. */
export function hasUnknownFlag(betas: unknown): boolean {
  return Array.isArray(betas) && betas.some((flag: unknown) => typeof flag === 'string' && UNKNOWN.test(flag))
}
