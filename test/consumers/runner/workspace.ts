import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { ProjectTemplate } from './check.ts'
import { fileDependencies, packAll, type Tarballs } from './pack.ts'
import { installProject, type Project } from './project.ts'

type Testing = typeof import('@patchbay/testing')

/** A temporary folder outside of the repository: tarballs, and the projects that were installed from them. */
export class Workspace {
  readonly root: string
  readonly #tarballs: Tarballs
  readonly #projects = new Map<string, Promise<Project>>()

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'patchbay-consumers-'))
    this.#tarballs = packAll(join(this.root, 'tarballs'))
  }

  /** The names of the packages that were packed. */
  get packages(): readonly string[] {
    return [...this.#tarballs.keys()]
  }

  /** The tarballs of a package of ours, and of those of ours that it depends on. */
  tarballsOf(name: string): readonly string[] {
    return Object.values(fileDependencies(this.#tarballs, [name])).map((one) => one.replace(/^file:/, ''))
  }

  /** The project, installed once however often it is asked for. */
  project(template: ProjectTemplate): Promise<Project> {
    const key = `${template.folder}${template.variant ?? ''}`
    let project = this.#projects.get(key)
    if (project === undefined) {
      project = installProject(template, this.root, this.#tarballs)
      this.#projects.set(key, project)
    }
    return project
  }

  /** `@patchbay/testing` out of its tarball. */
  async testing(): Promise<Testing> {
    const project = await this.project({ folder: 'servers' })
    return (await import(pathToFileURL(project.path('index.js')).href)) as Testing
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
