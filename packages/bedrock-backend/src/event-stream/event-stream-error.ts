/** The bytes of an event stream make no sense: a wrong checksum, an impossible length, or an end in mid-frame. */
export class EventStreamError extends Error {
  override readonly name = 'EventStreamError'
}
