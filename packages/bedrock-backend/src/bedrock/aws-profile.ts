type Section = Readonly<Record<string, string | undefined>>

/** What the AWS configuration files say of one profile. */
export interface AwsProfile {
  /** Its settings, of both files, by name; those of a nested section as `section.name`. */
  readonly settings: Section
  /** The services section that it names, in the same form; `missing` where there is none of that name. */
  readonly services: Section | 'missing' | undefined
}
