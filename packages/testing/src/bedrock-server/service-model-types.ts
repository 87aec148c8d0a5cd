/** One operation of the service: its HTTP binding and the names of its shapes. */
interface OperationModel {
  readonly method: string
  /** Path with `{member}` for each part that a member of the input fills. */
  readonly path: string
  readonly input: string
  readonly output: string
  readonly errors: readonly string[]
}

/** A member of a structure. `location` is where it travels; in the JSON body when absent. */
interface MemberModel {
  readonly shape: string
  readonly location?: string
  readonly locationName?: string
}

/** One shape with its constraints. `min` and `max` bound numbers, lengths and sizes, as the type says. */
export interface ShapeModel {
  readonly type: string
  readonly members?: Readonly<Record<string, MemberModel>>
  readonly required?: readonly string[]
  readonly member?: string
  readonly key?: string
  readonly value?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
  readonly union?: boolean
  readonly document?: boolean
  readonly eventstream?: boolean
  /** The member that is the whole body. */
  readonly payload?: string
  /** Set on exceptions: their HTTP status. */
  readonly exceptionStatus?: number
}

/** A service as its public model describes it. */
export interface ServiceModel {
  readonly source: string
  readonly operations: Readonly<Record<string, OperationModel>>
  readonly shapes: Readonly<Record<string, ShapeModel>>
}
