// Installs and builds what is missing, then hands this very process over to the built command line.
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './install.mjs'
import { ensureBuilt } from './build.mjs'
import { inProject } from './project.mjs'

export async function runCli(args) {
  try {
    await ensureInstalled()
    await ensureBuilt(args[0] === 'start' ? undefined : ['server'])
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
  process.setSourceMapsEnabled(true)
  const cli = inProject('dist/server/cli.js')
  process.argv = [process.execPath, cli, ...args]
  await import(pathToFileURL(cli).href)
}
