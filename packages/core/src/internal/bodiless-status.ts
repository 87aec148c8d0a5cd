/** Statuses whose `Response` must not have a body. https://fetch.spec.whatwg.org/#null-body-status */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304 || status === 101 || status === 103
}
