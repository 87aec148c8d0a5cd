/**
 * What the `BedrockRuntimeClient` classes of all supported versions of the AWS SDK have in common in their types.
 * Described by shape, so that no version of the SDK is imported.
 */
export interface BedrockRuntimeClientLike {
  readonly config: {
    /** The region that the client signs for. */
    readonly region: () => Promise<string>
    readonly requestHandler: object
  }
  readonly middlewareStack: {
    readonly add: unknown
    readonly addRelativeTo: unknown
    readonly remove: unknown
  }
  readonly send: unknown
}
