// The command line: what `npm start` and `throughline` run.
import { parseArgs } from 'node:util'
import { type Config, configHelp, loadConfig } from '../kernel/server/config.ts'
import { createLog } from '../kernel/server/log.ts'

interface Command {
  readonly usage: string
  readonly doc: string
  readonly run: (config: Config, args: string[]) => Promise<void>
}

/** A mistake on the command line; the message says what was wanted. */
class UsageError extends Error {}

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
    run: (config) => serve(config, { workerOnly: true }),
  },
  migrate: {
    usage: 'migrate',
    doc: 'Bring the database up to this release and leave; `start` does so by itself',
    run: async (config) => {
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
    run: async (config) => {
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
    usage: 'user list | add <email> --name NAME --role ROLE [--password P] | password <email> [--password P]',
    doc: 'See the users, add one, or set a password when nobody can sign in',
    run: async (config, args) => {
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
      const [what, email] = positionals
      const { chooseWorkspace, withApp } = await import('./commands/withApp.ts')
      const { addUser, listUsers, resetPassword } = await import('./commands/user.ts')
      console.log(
        await withApp(config, async (app) => {
          if (what === 'list') return listUsers(app, await chooseWorkspace(app, values.workspace))
          if (what === 'password' && email) return resetPassword(app, email, values.password)
          if (what === 'add' && email && values.name)
            return addUser(app, await chooseWorkspace(app, values.workspace), {
              email,
              name: values.name,
              role: values.role,
              password: values.password,
            })
          throw new UsageError('Say list, add or password.')
        }),
      )
    },
  },
}

function help(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length))
  const lines = Object.values(commands).map(({ usage, doc }) => `  ${usage.padEnd(width)}  ${doc}`)
  return `throughline <command>\n\n${lines.join('\n')}\n\nSettings, by environment [default]:\n${configHelp()}`
}

function describe(error: unknown, command: Command): string {
  if (!(error instanceof Error)) return String(error)
  const isUsage = error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (isUsage) return `${error.message}\nUsage: throughline ${command.usage}`
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}. Choose another port: PORT=3001 npm start`
  const wantsMore = ['debug', 'trace'].includes(process.env.LOG_LEVEL ?? '')
  return wantsMore ? `${error.stack}` : error.message
}

/** Runs one command; failures end the process with status 1 and a sentence on standard error. */
async function main([name = 'help', ...args]: string[]): Promise<void> {
  if (['help', '--help', '-h'].includes(name)) return console.log(help())
  const command = commands[name]
  if (!command) {
    console.error(`There is no command "${name}".\n\n${help()}`)
    process.exitCode = 1
    return
  }
  try {
    await command.run(loadConfig(), args)
  } catch (error) {
    console.error(describe(error, command))
    process.exitCode = 1
  }
}

await main(process.argv.slice(2))
