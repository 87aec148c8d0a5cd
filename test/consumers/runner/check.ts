import type { Project } from './project.ts'
import type { Workspace } from './workspace.ts'

/** One row of the matrix: a tool in one version, doing one thing with the packed packages. */
export interface Check {
  /** The folder below `projects/` that it runs in, or a variant of one. Checks of one project run in turn. */
  readonly project: ProjectTemplate
  /** What a reader knows it by: `esbuild`, `TypeScript`, `Deno`. */
  readonly tool: string
  /** What is tried with it: `cjs`, `node16, openai 4`. */
  readonly name: string
  /** The version of the tool that runs, for the table. */
  version(project: Project, workspace: Workspace): Promise<string> | string
  /** Rejects with what went wrong, the tool's own output included. */
  run(project: Project, workspace: Workspace): Promise<void>
}

/** An empty project to be: a folder below `projects/`, and what is added to its dependencies. */
export interface ProjectTemplate {
  readonly folder: string
  /** Names the variant, where one folder is installed several times. */
  readonly variant?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Checks that belong together, under the name that `npm run check:consumers -- NAME` takes. */
export interface Group {
  readonly name: string
  /** `all`: the whole matrix, where a reduced one is run by default. */
  checks(all: boolean): readonly Check[]
}
