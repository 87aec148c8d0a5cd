import { spawn } from 'node:child_process'

/** The program that opens an address in the browser of its user, and its arguments. */
export function openerOf(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', url]
  // `start` is no program but a command of the shell, which would read `&` in an address.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}

/**
 * Opens an address in the browser of this machine.
 *
 * @param onFailure called, once, where that cannot be done
 */
export function openBrowser(url: string, onFailure: () => void): void {
  const [program, ...argv] = openerOf(process.platform, url)
  const opener = spawn(program, argv, { stdio: 'ignore', detached: true })
  opener.once('error', onFailure)
  // Some openers are the browser itself, and end with it: success is not waited for.
  opener.once('exit', (code) => {
    if (code !== null && code !== 0) onFailure()
  })
  opener.unref()
}
