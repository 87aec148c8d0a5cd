/**
 * Tests of openai-node that a registered client does not pass, by a part of their name, with the reason. The same list, in
 * words for users, stands in docs/clients/openai.md.
 */
export const KNOWN_DIFFERENCES = []
