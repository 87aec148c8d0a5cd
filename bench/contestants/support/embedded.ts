/** A model that takes one text a call. */
export const EMBEDDING_MODEL = 'amazon.titan-embed-text-v2:0'
/** The texts of one call. */
export const EMBEDDED = Array.from({ length: 64 }, (_, index) => `Fox number ${index} is quick and brown.`)
