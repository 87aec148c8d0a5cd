import { withholdChunks } from '../../packages/core/src/handed-chunks.ts'

/**
 * Clients that can take the chunks of a stream as objects do so. `STREAMS=events npm test` lets all of them read server-sent events,
 * as those do that cannot: every test holds both ways.
 */
if (process.env['STREAMS'] === 'events') withholdChunks()
