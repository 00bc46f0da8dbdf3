// The command line: what `npm start` and `throughline` run.
import { parseArgs } from 'node:util'
import { type Config, ConfigError, configHelp, loadConfig } from '../kernel/server/config.ts'
import { createLog } from '../kernel/server/log.ts'
import { UsageError } from './commands/usage.ts'

interface Command {
  readonly usage: string
  readonly doc: string
  /** what `--help` says beside */
  readonly more?: string
  readonly run: (config: Config, args: string[]) => Promise<void>
}

/** For commands that take nothing. */
const readNothing = (args: string[]): void => void parseArgs({ args, options: {} })

function readOneFile(args: string[]): string {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const [file, ...others] = positionals
  if (!file || others.length > 0) throw new UsageError('Name one file.')
  return file
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
const toldToStop = () =>
  new Promise<void>((resolve) => {
    let told = false
    const stop = () => {
      if (told) process.exit(130)
      told = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })

async function serve(config: Config, options: { demo?: boolean; workerOnly?: boolean }): Promise<void> {
  const { startServer } = await import('./server.ts')
  const stop = toldToStop()
  const server = await startServer(config, options)
  console.log(options.workerOnly ? 'The worker is ready.' : `Throughline is ready at ${server.address}`)
  await stop
  await server.close()
}

async function runUser(config: Config, args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      role: { type: 'string', default: 'Admin' },
      password: { type: 'string' },
      workspace: { type: 'string' },
    },
  })
  const [what, email, ...others] = positionals
  if (!what || !['list', 'add', 'password', 'deactivate', 'second-factor'].includes(what))
    throw new UsageError('Say list, add, password, deactivate or second-factor.')
  if (what !== 'list' && !email) throw new UsageError('Name the email address of the user.')
  if (others.length > 0 || (what === 'list' && email)) throw new UsageError('That is one argument too many.')
  if (what === 'add' && !values.name) throw new UsageError('A new user needs a name: --name "Ann Smith".')
  const { chooseWorkspace, withApp } = await import('./commands/withApp.ts')
  const users = await import('./commands/user.ts')
  console.log(
    await withApp(config, async (app) => {
      const workspace = () => chooseWorkspace(app, values.workspace)
      if (what === 'list' || !email) return users.listUsers(app, await workspace())
      if (what === 'password') return users.resetPassword(app, email, values.password)
      if (what === 'second-factor') return users.resetSecondFactor(app, email)
      if (what === 'deactivate') return users.deactivateUser(app, await workspace(), email)
      const { name = '', role, password } = values
      return users.addUser(app, await workspace(), { email, name, role, password })
    }),
  )
}

const commands: Record<string, Command> = {
  start: {
    usage: 'start [--demo]',
    doc: 'Serve the web application, the API and the jobs; --demo with a furnished workspace to look around in',
    run: async (config, args) => {
      const { values } = parseArgs({ args, options: { demo: { type: 'boolean', default: false } } })
      await serve(config, values)
    },
  },
  worker: {
    usage: 'worker',
    doc: 'Run the jobs only, beside servers started with WORKER=off',
    run: (config, args) => {
      readNothing(args)
      return serve(config, { workerOnly: true })
    },
  },
  migrate: {
    usage: 'migrate',
    doc: 'Bring the database up to this release and leave; `start` does so by itself',
    run: async (config, args) => {
      readNothing(args)
      const { migrateCommand } = await import('./maintenance.ts')
      console.log(await migrateCommand(config, createLog(config)))
    },
  },
  backup: {
    usage: 'backup <file>',
    doc: 'Write all data and uploaded files to one .tar.gz, also while the server runs',
    run: async (config, args) => {
      const { backupCommand } = await import('./maintenance.ts')
      console.log(await backupCommand(config, createLog(config), readOneFile(args)))
    },
  },
  restore: {
    usage: 'restore <file>',
    doc: 'Read a backup into an empty database (a new DATA_DIR or DATABASE_URL)',
    run: async (config, args) => {
      const { restoreCommand } = await import('./maintenance.ts')
      console.log(await restoreCommand(config, createLog(config), readOneFile(args)))
    },
  },
  demo: {
    usage: 'demo',
    doc: 'Furnish the demo workspace and leave; `start --demo` does so by itself',
    run: async (config, args) => {
      readNothing(args)
      const { withApp } = await import('./commands/withApp.ts')
      const { furnishDemo } = await import('../areas/demo/furnish.ts')
      await withApp(config, furnishDemo)
      console.log('The demo workspace is there: start the server and sign in as one of its people.')
    },
  },
  import: {
    usage:
      'import <kind> <file> [--map column=field]… [--match field] [--policy skip|update|create] [--create-missing] [--yes] [--workspace NAME]',
    doc: 'Read records (account, contact, opportunity …) from a CSV or XLSX file, after a dry run',
    run: async (config, args) => {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          map: { type: 'string', multiple: true, default: [] },
          match: { type: 'string' },
          policy: { type: 'string' },
          'create-missing': { type: 'boolean', default: false },
          yes: { type: 'boolean', default: false },
          workspace: { type: 'string' },
        },
      })
      const [entity, file, ...others] = positionals
      if (!entity || !file || others.length > 0) throw new UsageError('Name a kind of record and a file.')
      const { chooseWorkspace, withApp } = await import('./commands/withApp.ts')
      const { importCommand } = await import('./commands/import.ts')
      console.log(
        await withApp(config, async (app) =>
          importCommand(app, await chooseWorkspace(app, values.workspace), {
            entity,
            file,
            map: values.map,
            createMissing: values['create-missing'],
            yes: values.yes,
            ...(values.match ? { match: values.match } : {}),
            ...(values.policy ? { policy: values.policy } : {}),
          }),
        ),
      )
    },
  },
  export: {
    usage: 'export <list> <file.csv|file.xlsx> [--filter "status=won&sort=-amount"] [--workspace NAME]',
    doc: 'Write a list (accounts, leads, invoices …) to a file',
    run: async (config, args) => {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: { filter: { type: 'string', default: '' }, workspace: { type: 'string' } },
      })
      const [list, file, ...others] = positionals
      if (!list || !file || others.length > 0) throw new UsageError('Name a list and a file.')
      const { chooseWorkspace, withApp } = await import('./commands/withApp.ts')
      const { exportCommand } = await import('./commands/export.ts')
      console.log(
        await withApp(config, async (app) =>
          exportCommand(app, await chooseWorkspace(app, values.workspace), list, file, values.filter),
        ),
      )
    },
  },
  user: {
    usage: 'user list | add | password | deactivate | second-factor <email> [--workspace NAME]',
    doc: 'See the users, add one, or help one who cannot sign in',
    more: `  user list                              who there is
  user add <email> --name NAME           with --role ROLE [Admin] and --password PASSWORD [a random one]
  user password <email>                  a new password, with --password PASSWORD [a random one]; unlocks, signs out
  user deactivate <email>                signs out and keeps out
  user second-factor <email>             takes the second factor away, for who has lost phone and recovery codes`,
    run: runUser,
  },
}

function help(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length))
  const lines = Object.values(commands).map(({ usage, doc }) => `  ${usage.padEnd(width)}  ${doc}`)
  return `throughline <command>\n\n${lines.join('\n')}\n\nSettings, by environment [default]:\n${configHelp()}`
}

const isMistake = (error: unknown): boolean =>
  error instanceof UsageError ||
  error instanceof ConfigError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

function describe(error: unknown, command: Command): string {
  if (!(error instanceof Error)) return String(error)
  if (isMistake(error) && !(error instanceof ConfigError))
    return `${error.message}\nUsage: throughline ${command.usage}`
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}. Choose another port: PORT=3001 npm start`
  const wantsMore = ['debug', 'trace'].includes(process.env.LOG_LEVEL ?? '')
  return wantsMore ? `${error.stack}` : error.message
}

const helpOf = ({ usage, doc, more }: Command): string =>
  `throughline ${usage}\n\n${doc}.${more ? `\n\n${more}` : ''}\n\nSettings: throughline help`

const asksForHelp = (args: string[]): boolean => args.includes('--help') || args.includes('-h')

/**
 * Runs one command. Failures end the process with a sentence on standard error: status 2 for a mistake on the command
 * line or in the settings, 1 for everything else.
 */
async function main([name = 'help', ...args]: string[]): Promise<void> {
  if (['help', '--help', '-h'].includes(name)) {
    const asked = args[0] ? commands[args[0]] : undefined
    return console.log(asked ? helpOf(asked) : help())
  }
  const command = commands[name]
  if (!command) {
    console.error(`There is no command "${name}".\n\n${help()}`)
    process.exitCode = 2
    return
  }
  if (asksForHelp(args)) return console.log(helpOf(command))
  try {
    await command.run(loadConfig(), args)
  } catch (error) {
    console.error(describe(error, command))
    process.exitCode = isMistake(error) ? 2 : 1
  }
}

await main(process.argv.slice(2))
