// `npm run version`. Nothing is published yet, so the notes in .changeset belong to the first release: they become lines of its
// section in the changelogs, and the version stays. `changeset publish` tags what it has published: from then on changesets
// makes the versions.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const tags = spawnSync('git', ['tag', '--list', '@patchbay/*'], { encoding: 'utf8' })
if (tags.status !== 0) throw new Error(`git does not say what is published: ${tags.stderr}`)
if (tags.stdout.trim() === '') {
  const names = readdirSync('.changeset').filter((name) => name.endsWith('.md'))
  for (const name of names.toSorted()) fold(`.changeset/${name}`)
} else if (spawnSync('changeset', ['version'], { stdio: 'inherit' }).status !== 0) process.exit(1)
copyFileSync('packages/sdk/CHANGELOG.md', 'CHANGELOG.md')

function fold(file) {
  const [, head, text] = /^---\n([^]*?)---\n([^]*)$/.exec(readFileSync(file, 'utf8')) ?? []
  if (text === undefined) throw new Error(`${file} is no note of changesets`)
  for (const [, name] of head.matchAll(/^['"]@patchbay\/([\w-]+)['"]:/gm)) {
    const changelog = `packages/${name}/CHANGELOG.md`
    const before = readFileSync(changelog, 'utf8').trimEnd()
    const isFirst = !before.includes('\n- ')
    writeFileSync(changelog, `${before}\n${isFirst ? '\n' : ''}- ${text.trim().replaceAll('\n', '\n  ')}\n`)
  }
  rmSync(file)
}
