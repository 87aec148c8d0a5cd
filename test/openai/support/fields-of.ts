/** Everything an object owns, in order, and what its options own. */
export function fieldsOf(client: object): unknown[] {
  const options = Object.getOwnPropertyDescriptor(client, '_options')?.value as object
  return [client, options].map((object) =>
    Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]),
  )
}
